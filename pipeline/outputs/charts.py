"""Small charts as inline SVG: labelled bars, and the classes of a histogram."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, count, pairwise

from markupsafe import Markup

WIDTH, ROW, BAR, LABEL, NUMBER = 420, 24, 16, 132, 44  # pixels
ROOM = 18  # half-width characters of a label that fit beside the bars


def bars(counted: Sequence[tuple[str, int]]) -> Markup:
    """Labelled horizontal bars, long labels shortened; empty where there is nothing to show."""
    most = max((n for _, n in counted), default=0)
    if not most:
        return Markup("")
    height = len(counted) * ROW
    parts = [_bar(number * ROW, label, n, n / most) for number, (label, n) in enumerate(counted)]
    opening = Markup('<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}">').format(w=WIDTH, h=height)
    return Markup("").join([opening, *parts, Markup("</svg>")])


def _bar(top: int, label: str, n: int, share: float) -> Markup:
    """One bar; what a reader of the screen hears is its whole label and its number."""
    width = max(2, round((WIDTH - LABEL - NUMBER) * share)) if n else 0
    form = (
        '<g><title>{full}：{n}</title><text x="{lx}" y="{ty}" text-anchor="end">{label}</text>'
        '<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="2"/><text x="{nx}" y="{ty}">{n}</text></g>'
    )
    places = {"lx": LABEL - 8, "ty": top + 17, "x": LABEL, "y": top + 4, "w": width, "h": BAR, "nx": LABEL + width + 6}
    return Markup(form).format(full=label, label=_short(label), n=n, **places)


def _short(label: str) -> str:
    """A label cut to what fits beside the bars."""
    widths = accumulate(1 if char.isascii() or char == "–" else 2 for char in label)
    fits = sum(width <= ROOM for width in widths)
    return label if fits == len(label) else label[: fits - 1] + "…"


def histogram(values: Sequence[int]) -> list[tuple[str, int]]:
    """How many values fall into each class of the 1-2-5 series (1–2, 3–5, 6–10, 11–20 …), from the first class that
    has any to the last; so that one outlier does not press all others into one bar."""
    bounds = _bounds(max(values, default=0))
    classes = [bisect_right(bounds, value - 1) for value in values if value >= 0]
    names = [_range(low, high) for low, high in pairwise((-1, *bounds))]
    return [(names[n], classes.count(n)) for n in range(min(classes), max(classes) + 1)] if classes else []


def _bounds(most: int) -> list[int]:
    """The upper ends of the classes, 0 first, up to one that holds `most`."""
    found = [0]
    for power in count():
        for step in (2, 5, 10):
            found.append(step * 10**power)
            if found[-1] >= most:
                return found
    raise AssertionError


def _range(low: int, high: int) -> str:
    """The name of the class above `low` up to `high`."""
    return f"{low + 1}–{high}" if low + 1 < high else str(high)
