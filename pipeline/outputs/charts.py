"""Small charts as inline SVG: horizontal bars and a histogram."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from markupsafe import Markup

WIDTH, ROW, LABEL, NUMBER = 420, 24, 130, 40


def bars(counted: Sequence[tuple[str, int]]) -> str:
    """Labelled horizontal bars, longest label shortened; empty where there is nothing to show."""
    if not counted:
        return ""
    most = max(n for _, n in counted)
    room = WIDTH - LABEL - NUMBER
    parts = [_open(len(counted) * ROW)]
    for i, (label, n) in enumerate(counted):
        y, width = i * ROW, max(2, round(room * n / most))
        shown = label if len(label) <= 9 else label[:8] + "…"
        parts.append(
            Markup(
                '<g><title>{full} {n}</title><text x="{lx}" y="{ty}" text-anchor="end">{label}</text>'
                '<rect x="{x}" y="{y}" width="{w}" height="16" rx="2"/><text x="{nx}" y="{ty}">{n}</text></g>'
            ).format(
                full=label, label=shown, n=n, lx=LABEL - 8, ty=y + 16, x=LABEL, y=y + 4, w=width, nx=LABEL + width + 6
            )
        )
    return Markup("").join([*parts, Markup("</svg>")])


def histogram(values: Sequence[int], bins: int = 8) -> str:
    """How many values fall into each of some equal classes, as bars; empty where there are fewer than two values."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    step = max(1, ceil((high - low + 1) / bins))
    classes = [(start, start + step - 1) for start in range(low, high + 1, step)]
    counted = [(f"{a}–{b}" if a < b else str(a), sum(a <= v <= b for v in values)) for a, b in classes]
    return bars(counted)


def _open(height: int) -> Markup:
    return Markup('<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img">').format(w=WIDTH, h=height + 4)
