"""The notation of the marked sources: `⟦tag:arguments|text⟧`, nested where need be.

| tag | stands for | arguments |
| --- | --- | --- |
| h | level-1 heading | roles, joined with `+` |
| d | date | EDTF values joined with `;`; `~2010-05-25`: written without its year, which the report fixes |
| m | number of Party members | value:role[:kind] |
| c | stated number | value:category |
| s | numeral slogan | canonical names joined with `;`, then `=item,item` where spelled out; empty = the text itself |
| o | motto | |
| p | problem statement | |
| e | dated meeting | date, resolved |
| i | neither right nor wrong | layer (mottos when empty) |
| x | documented trap | |

A `?` after the tag makes the mention optional.
"""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass
class Mark:
    tag: str
    args: list[str]
    optional: bool
    start: int
    end: int = -1


def parse(marked: str) -> tuple[str, list[Mark]]:
    """The plain text and its marks in order of their starts; raises ValueError on unbalanced brackets."""
    plain: list[str] = []
    done: list[Mark] = []
    stack: list[Mark] = []
    at = length = 0
    while at < len(marked):
        char = marked[at]
        if char == "⟦":
            bar = marked.index("|", at)
            head, *args = marked[at + 1 : bar].split(":")
            mark = Mark(head.rstrip("?"), args, head.endswith("?"), length)
            stack.append(mark)
            done.append(mark)
            at = bar
        elif char == "⟧":
            if not stack:
                raise ValueError(f"closing bracket without an opening one near {''.join(plain[-20:])!r}")
            stack.pop().end = length
        else:
            plain.append(char)
            length += 1
        at += 1
    if stack:
        raise ValueError(f"{stack[-1]} is not closed")
    return "".join(plain), done
