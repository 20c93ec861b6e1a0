"""notices/: a letter to each branch whose report lacks required parts, and a list of those that sent nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.collation.collection import Collection
from pipeline.collation.roster_file import read_roster
from pipeline.language.profile import Profile
from pipeline.options import Options
from pipeline.outputs import Bundle
from pipeline.outputs.deadline import by
from pipeline.outputs.keeping import kept, untouched
from pipeline.outputs.letters import Letter
from pipeline.outputs.sheet_rows import ReportRows
from pipeline.outputs.xlsx import reports
from pipeline.products.shown import word
from pipeline.running.atomic import settle

FOLDER, LIST = "notices", "催报名单"
SENDER = "（发文机关署名）"
MOST_HEADINGS, MOST_ERRORS, NAME_CHARS = 30, 10, 60
MOST_QUOTED = 120
NUMBERS = "一二三四五六七八九十"
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff]')
_ENDS = "。！？\n"
_WRAPPED = re.compile(r"(?<=[^\n]{20})(?<![。！？；：])\n(?!\s)")  # line breaks inside a sentence of hard-wrapped text
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.I)


@dataclass(frozen=True)
class Need:
    """A branch and its reports that lack something."""

    branch: str
    receiver: str
    reports: Sequence[ReportRows]


def write_notices(bundle: Bundle) -> list[Path]:
    """Write the letters, where the options ask for them; the paths written. Letters of an earlier run that are no
    longer due are removed unless somebody edited them; their paths come last, so that they can be told."""
    if not bundle.options.notices:
        return []
    folder = bundle.folder / FOLDER
    folder.mkdir(exist_ok=True)
    written: list[Path] = []
    for name, letter in _letters(bundle):
        written += _write(folder / f"{name}.docx", letter.data())
    for path in sorted(folder.glob("*.docx")):
        if path not in written and untouched(path):
            path.unlink()
            written.append(path)
    return written


def _letters(bundle: Bundle) -> Iterator[tuple[str, Letter]]:
    """Each letter with its file name, every name only once."""
    taken: set[str] = set()
    for need in needs(bundle.collection):
        yield unique(f"补报通知_{need.branch}", taken), notice(need, bundle.profile, bundle.options)
    absent, unread = _missing(bundle.collection, "roster.absent"), _missing(bundle.collection, "roster.unread")
    if absent or unread:
        yield unique(LIST, taken), reminder(absent, unread, bundle.profile, bundle.options)


def _write(path: Path, data: bytes) -> list[Path]:
    """A file all or nothing; an edited one of that name is kept beside it."""
    partial = path.with_name(f".{path.name[-40:]}.part")
    try:
        with partial.open("wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        return [*kept(path), settle(partial, path)]
    finally:
        partial.unlink(missing_ok=True)


def needs(collection: Collection) -> list[Need]:
    """The branches whose reports lack required parts, in the order of their first report."""
    grouped: dict[str, list[ReportRows]] = {}
    for outcome in collection.outcomes():
        for report in reports(outcome, collection.overlay):
            if report.metrics["missing_sections"]:
                key = str(report.who or "") or f"\0{report.metrics['report_id']}"
                grouped.setdefault(key, []).append(report)
    return [_need(key, some) for key, some in grouped.items()]


def _need(key: str, some: Sequence[ReportRows]) -> Need:
    if not key.startswith("\0"):
        return Need(key, key, some)
    metrics = some[0].metrics
    stem = Path(str(metrics["file"]).replace("!", "/")).stem
    several = int(str(metrics["report_no"] or 1)) > 1
    name = f"{stem} 第{metrics['report_no']}篇" if several else stem
    return Need(name, f"报送“{name}”的单位", some)


def _missing(collection: Collection, code: str) -> dict[str, str]:
    """The branches of the roster that a finding nobody has checked yet is about, each with the file it names."""
    found = (record for record in collection.records("findings") if not record["report_id"] and not record["checked"])
    return {str(r["text"] or r["message"]): str(r["file"] or "") for r in found if r["code"] == code}


def notice(need: Need, profile: Profile, options: Options) -> Letter:
    """The letter to one branch: what is missing, where it was looked for, by when to return it."""
    subject = profile.subject
    letter = Letter(f"关于补报{subject}有关内容的通知")
    letter.to(need.receiver)
    many = f"等{len(need.reports)}份材料" if len(need.reports) > 1 else ""
    letter.body(f"你单位报送的{_named(need.reports[0])}{many}收悉。经核对，尚缺部分规定内容，现将有关事项通知如下。")
    letter.heading("一、需要补报的内容")
    for number, report in enumerate(need.reports):
        if len(need.reports) > 1:
            letter.subheading(f"（{_numeral(number)}）{_named(report)}")
        for text in _lacks(report):
            letter.body(text)
    letter.heading("二、核对的情况")
    for report in need.reports:
        letter.body(_looked(report, len(need.reports) > 1))
    errors = list(dict.fromkeys(_errors(need.reports)))[:MOST_ERRORS]
    if errors:
        letter.heading("三、请一并核实的事项")
        for number, message in enumerate(errors, 1):
            letter.body(f"{number}.{message}")
    letter.heading(f"{_numeral(3 if errors else 2)}、补报要求")
    letter.body(f"请将缺少的内容补写完整，于{by(options.deadline)}报来。有关内容如已写在其他材料中，请注明出处。")
    letter.signature(options.issuer or SENDER, "")
    return letter


def _named(report: ReportRows) -> str:
    title = "".join(str(report.metrics["title"] or "").split("\n"))
    file = f"（文件：{report.metrics['file']}）"
    return f"《{title}》{file}" if title else f"总结{file}"


def _lacks(report: ReportRows) -> Iterator[str]:
    """A paragraph for each missing part, with the nearest words of the report."""
    for number, role in enumerate(str(report.metrics["missing_sections"]).split("|"), 1):
        found = report.told(role)
        name = f"{number}.“{word('roles', role)}”部分。"
        nearest = whole(str(found.get("text") or ""), report.text)
        if nearest and found.get("code") == "section.absent":
            yield f"{name}有标题“{nearest}”，其下只有没有填写的空白。请补写。"
        elif nearest:
            stop = "" if nearest.endswith(("。", "！", "？")) else "。"
            yield f"{name}没有单列标题；正文中较接近的内容是：“{nearest}”{stop}请单列一部分写明。"
        else:
            yield f"{name}各级标题和正文中均未见到。请补写。"


def whole(text: str, report: str) -> str:
    """The sentence of a report that holds these words, in one line: a fragment would say nothing to its reader."""
    joined, words = _WRAPPED.sub("", report), "".join(text.split("\n")).strip()
    at = joined.find(words) if words else -1
    if at < 0 or len(words) >= MOST_QUOTED:
        return words
    start = max(joined.rfind(sign, 0, at) for sign in _ENDS) + 1
    ends = [place for sign in _ENDS if (place := joined.find(sign, at + len(words.rstrip(_ENDS)))) >= 0]
    sentence = joined[start : min(ends, default=len(joined)) + 1].strip()
    return sentence if len(sentence) <= MOST_QUOTED else words


def _looked(report: ReportRows, several: bool) -> str:
    """Where it was looked for: the headings that the report has."""
    heads = [f"{s['marker'] or ''}{s['heading']}" for s in report.sections if s["level"] == 1]
    lead = _named(report) if several else "所报材料"
    if not heads:
        return f"{lead}没有分部分的标题，已通读全文查找。"
    more = "等" if len(heads) > MOST_HEADINGS else ""
    return f"{lead}共有一级标题{len(heads)}个：{'；'.join(heads[:MOST_HEADINGS])}{more}。上述标题及其下正文均已查找。"


def _errors(some: Iterable[ReportRows]) -> Iterator[str]:
    """The other errors that nobody has checked yet."""
    for report in some:
        for finding in report.findings:
            section = str(finding["code"]).startswith("section.")
            if finding["severity"] == "error" and not finding["checked"] and not section:
                text = "".join(str(finding["text"] or "").split("\n"))
                message = str(finding["message"])
                yield message if not text or text in message else f"{message}（原文：“{text}”）"


def reminder(absent: Mapping[str, str], unread: Mapping[str, str], profile: Profile, options: Options) -> Letter:
    """The list of branches that sent nothing; then that of those whose file cannot be read, with its name."""
    branches = read_roster(options.roster, options.lang).branches if options.roster else ()
    reach = {branch.name: branch.reach for branch in branches}
    letter = Letter(f"{profile.subject}催报名单")
    if absent:
        letter.body(f"以下{len(absent)}个单位尚未报送{profile.subject}，请于{by(options.deadline)}报来。")
        rows = [(str(n), name, reach.get(name, ""), "") for n, name in enumerate(absent, 1)]
        letter.table(("序号", "单位", "联系人", "备注"), rows, (16, 76, 34, 30))
    if unread:
        also = "另有" if absent else "以下"
        letter.body(f"{also}{len(unread)}个单位已报送，但文件读不出，请核对后于{by(options.deadline)}重新报来。")
        rows = [
            (str(n), name, reach.get(name, ""), Path(file).name) for n, (name, file) in enumerate(unread.items(), 1)
        ]
        letter.table(("序号", "单位", "联系人", "读不出的文件"), rows, (16, 56, 34, 50))
    letter.signature(options.issuer or SENDER, "")
    return letter


def _numeral(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number + 1)


def safe(name: str) -> str:
    """A file name that Windows takes: no reserved characters or words, no dot or blank at its end, not too long."""
    name = _UNSAFE.sub("_", name.encode("utf-8", "replace").decode("utf-8"))[:NAME_CHARS].strip(" .")
    return f"_{name}" if not name or _RESERVED.fullmatch(name) else name


def unique(name: str, taken: set[str]) -> str:
    """A safe name that no other file has, upper and lower case being the same."""
    base, number = safe(name), 1
    found = base
    while found.casefold() in taken:
        number += 1
        found = f"{base}_{number}"
    taken.add(found.casefold())
    return found
