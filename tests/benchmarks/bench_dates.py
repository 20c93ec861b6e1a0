"""Dates against the peers: precision, recall and time on the same texts.

    pip install jionlp==1.5.31 recognizers-text-suite==1.0.2a2 "emoji<1.8"
    python tests/benchmarks/bench_dates.py

The peers are no dependencies of the project; one that is not installed is left out. Texts: the annotated reports in
../shared/gold where that folder is there, this project's corpus, and the marked cases of tests/cases/dates*.yaml.
A date is right when it overlaps a marked one by half of the shorter and covers the same days. To be fair to the peers,
a year-less date is right with any year, the peers are given the report's own date as their reference where it has one,
and what they find that has no numeral in it (现在, 近年来) is left out.
"""

from __future__ import annotations

import calendar
import datetime
import json
import logging
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from marks import unmark  # noqa: E402

from pipeline import extract, ingest  # noqa: E402
from pipeline.language.edtf import Point, parse  # noqa: E402
from pipeline.model import DateValue  # noqa: E402

GOLD = ROOT.parent / "shared" / "gold"
NUMERAL = re.compile("[0-9一二三四五六七八九十〇零○]")
Day = tuple[int | None, int, int]
Days = tuple[Day, Day]


class Date(NamedTuple):
    """A stretch of text and the days that it may mean (first and last day of each reading)."""

    start: int
    end: int
    days: frozenset[Days]
    optional: bool = False


class Text(NamedTuple):
    """A text with its dates; `ignored` are stretches that count neither way, `reference` the report's own date."""

    text: str
    dates: tuple[Date, ...]
    ignored: tuple[tuple[int, int], ...] = ()
    reference: datetime.datetime = datetime.datetime(2010, 12, 31)


def days_of(value: str) -> Iterator[Days]:
    """The first and last day of an EDTF value; none where an end is open."""
    first, last = parse(value)
    if first and last and first.possible and last.possible and ".." not in value:
        yield _first(first), _last(last)


def _first(point: Point) -> Day:
    return point.year, point.month or 1, point.day or 1


def _last(point: Point) -> Day:
    month = point.month or 12
    return point.year, month, point.day or calendar.monthrange(point.year or 2000, month)[1]


def same(gold: Date, found: Date) -> bool:
    """Whether two dates overlap by half of the shorter and have a reading in common."""
    shared = min(gold.end, found.end) - max(gold.start, found.start)
    shorter = max(1, min(gold.end - gold.start, found.end - found.start))
    return shared / shorter >= 0.5 and any(_equal(a, b) for a in gold.days for b in found.days)


def _equal(a: Days, b: Days) -> bool:
    return all(x[1:] == y[1:] and (x[0] is None or y[0] is None or x[0] == y[0]) for x, y in zip(a, b, strict=True))


# ---- texts ----


def texts() -> dict[str, list[Text]]:
    """The texts by where they come from."""
    found = {"annotated reports": list(_annotated(GOLD, "*.jsonl"))} if GOLD.is_dir() else {}
    return found | {"corpus": list(_annotated(ROOT / "corpus", "gold.jsonl")), "marked cases": list(_marked())}


def _annotated(folder: Path, pattern: str) -> Iterator[Text]:
    sources: dict[str, str] = {}
    for path in sorted(folder.glob(pattern)):
        for line in path.read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            place = next(folder.glob(f"**/{gold['file']}"), None)
            if place and "dates" not in gold.get("unscored", []):
                text = sources.setdefault(gold["file"], ingest.read(place).text)
                yield _report(gold, text[gold["start"] : gold["end"]])


def _report(gold: dict[str, Any], text: str) -> Text:
    base = gold["start"]
    dates = tuple(
        Date(
            d["start"] - base,
            d["end"] - base,
            frozenset(x for v in (*d["values"], d.get("resolved") or "") for x in days_of(v)),
            bool(d.get("optional")),
        )
        for d in gold["dates"]
    )
    ignored = tuple((i["start"] - base, i["end"] - base) for i in gold["ignore"] if i["layer"] in ("dates", "none"))
    own = parse(gold["report_date"])[0] if isinstance(gold.get("report_date"), str) else None
    year = own.year if own and own.year else int(str(gold.get("period") or 2010)[:4])
    reference = datetime.datetime(year, (own and own.month) or 12, (own and own.day) or 28)
    return Text(text, dates, ignored, reference)


def _marked() -> Iterator[Text]:
    import yaml

    for name in ("dates", "dates_declined"):
        data = yaml.safe_load((ROOT / "tests" / "cases" / f"{name}.yaml").read_text(encoding="utf-8"))
        for case in data["cases"]:
            text, marks = unmark(case["text"])
            expected = case.get("expect", {})
            values = [expected] * len(marks) if isinstance(expected, dict) else expected
            yield Text(text, tuple(_mark(m, v) for m, v in zip(marks, values, strict=True)))


def _mark(mark: str, fields: dict[str, str]) -> Date:
    start, end, _ = mark.split(":", 2)
    values = (fields.get("value", ""), fields.get("resolved", ""))
    return Date(int(start), int(end), frozenset(x for v in values for x in days_of(v)))


# ---- who finds dates ----


def ours(text: Text) -> Iterator[Date]:
    for report in extract(text.text):
        for fact in report.of("date"):
            value = fact.value
            if isinstance(value, DateValue) and value.kind not in ("relative", "recurring"):
                days = frozenset(x for v in (value.value, value.resolved) for x in days_of(v))
                yield Date(fact.span.start, fact.span.end, days)


def dates_alone(text: Text) -> Iterator[Date]:
    """The date layer without the others, for the time; the same dates."""
    from pipeline.composition import draft_of
    from pipeline.extractors.dates import extract_dates
    from pipeline.language.profile import load_profile
    from pipeline.model import Source
    from pipeline.structure.split import split

    profile, source = load_profile(), Source("", text.text, "text")
    for part in split(source, profile):
        for mention in extract_dates(draft_of(source, part, profile)):
            if isinstance(mention.value, DateValue):
                yield Date(mention.span.start, mention.span.end, frozenset())


def jionlp(text: Text) -> Iterator[Date]:
    import jionlp as jio

    base = {"year": text.reference.year, "month": text.reference.month, "day": text.reference.day}
    for item in jio.ner.extract_time(text.text, time_base=base):
        times = item["detail"].get("time")
        pair = times if isinstance(times, list) and all(isinstance(t, str) for t in times) else []
        days = [tuple(int(x) for x in re.findall("[0-9]+", t)[:3]) for t in pair]
        readings = frozenset({(days[0], days[1])}) if len(days) == 2 and all(len(d) == 3 for d in days) else frozenset()
        yield Date(*item["offset"], readings)  # type: ignore[arg-type]


def recognizers(text: Text) -> Iterator[Date]:
    from recognizers_date_time import Culture, recognize_datetime

    for item in recognize_datetime(text.text, Culture.Chinese, reference=text.reference):
        values = (item.resolution or {}).get("values", [])
        days = frozenset(x for value in values for x in _timex(value))
        yield Date(item.start, item.end + 1, days)


def _timex(value: dict[str, str]) -> Iterator[Days]:
    if value.get("type") == "date" and "value" in value:
        yield from days_of(
            value["timex"] if re.fullmatch("[0-9X]{4}-[0-9]{2}-[0-9]{2}", value["timex"]) else value["value"]
        )
    elif value.get("type") == "daterange" and "start" in value and "end" in value:
        first, after = (datetime.date.fromisoformat(value[k]) for k in ("start", "end"))
        last = after if value["timex"].startswith("(") and "P" in value["timex"] else after - datetime.timedelta(1)
        yield (first.year, first.month, first.day), (last.year, last.month, last.day)


SYSTEMS: dict[str, Callable[[Text], Iterable[Date]]] = {
    "zongjie": ours,
    "JioNLP 1.5.31": jionlp,
    "Recognizers-Text": recognizers,
}


def counted(items: list[Text], find: Callable[[Text], Iterable[Date]]) -> tuple[int, int, int]:
    """Right, extra and missed."""
    right = extra = missed = 0
    for item in items:
        free = list(item.dates)
        for found in find(item):
            hit = next((g for g in free if same(g, found)), None)
            if hit:
                free.remove(hit)
                right += 1
            elif NUMERAL.search(item.text[found.start : found.end]) and not any(
                found.start < end and start < found.end for start, end in item.ignored
            ):
                extra += 1
        missed += sum(not g.optional for g in free)
    return right, extra, missed


def timed(items: list[Text], find: Callable[[Text], Iterable[Date]], rounds: int = 3) -> float:
    """The best time of a few rounds, in milliseconds."""
    best = float("inf")
    for _ in range(rounds):
        begun = time.perf_counter()
        for item in items:
            list(find(item))
        best = min(best, time.perf_counter() - begun)
    return best * 1000


def main() -> None:
    logging.disable(logging.CRITICAL)  # a peer logs every expression that it throws on
    print(f"{'texts':20}{'system':20}{'right':>6}{'extra':>6}{'missed':>7}{'P':>7}{'R':>7}{'F1':>7}{'ms':>9}")
    for place, items in texts().items():
        for name, find in SYSTEMS.items():
            try:
                right, extra, missed = counted(items, find)
            except ImportError as error:
                print(f"{place:20}{name:20}not installed or not importable: {error}")
                continue
            spent = timed(items, dates_alone if find is ours else find)
            p, r = right / max(1, right + extra), right / max(1, right + missed)
            f = 2 * right / max(1, 2 * right + extra + missed)
            print(f"{place:20}{name:20}{right:6}{extra:6}{missed:7}{p:7.3f}{r:7.3f}{f:7.3f}{spent:9.1f}")


if __name__ == "__main__":
    main()
