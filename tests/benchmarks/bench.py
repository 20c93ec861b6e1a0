"""The bench table: this project beside jieba, JioNLP, Recognizers-Text, python-docx and docx2txt, in one run.

    make bench     or     python tests/benchmarks/bench.py [--install] [FILE.txt …]

Texts are the plain reports of corpus/ (or the files given), each a text of its own; Word files are those of corpus/.
Every figure is the best of several rounds of processor time, so that other work on the machine counts little, and
stands beside its ratio to `jieba.lcut` over the same texts, timed in the same process. Peers live in .venv-bench,
which --install fills; what is not there is named. What this project remembers of a text (its caches keyed by text) is
forgotten before every round; what it knows of the language is compiled before the first, as theirs is.

Extraction layers are the outline with its roles and all extractors: everything that reads the language. Cleaning and
splitting, the audit and the rows of the tables are timed beside them, and the whole of it.
"""

from __future__ import annotations

import argparse
import functools
import gc
import inspect
import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bare import PARTS, bare

ROOT = Path(__file__).parent.parent.parent
PEERS = ROOT / ".venv-bench"
WANTED = ("jieba==0.42.1", "jionlp==1.5.31", "recognizers-text-suite==1.0.2a2", "emoji<1.8", "python-docx", "docx2txt")
TEXT_NAMES = frozenset({"text", "heading", "draft", "words", "canonical", "number", "report"})
Job = Callable[[], object]
Figures = dict[str, tuple[float, str]]  # by name: milliseconds and version


def best(job: Job, rounds: int, before: Job = lambda: None) -> float:
    """The least processor time of a job, in milliseconds."""
    times = []
    for _ in range(rounds):
        before()
        start = time.process_time()
        job()
        times.append(time.process_time() - start)
    return 1000 * min(times)


def versioned(package: str) -> str:
    """The installed version of a package; empty where it is not."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def peers(texts: Sequence[str], documents: Sequence[Path], rounds: int) -> Figures:
    """The peers that this interpreter has; the ones it has not are left out."""
    logging.disable(logging.CRITICAL)  # what a peer logs of its own failures is not part of its time
    found: Figures = {}
    for name, package, module, start in (
        ("jieba.lcut", "jieba", "jieba", _jieba),
        ("JioNLP extract_time (dates alone)", "jionlp", "jionlp", _jionlp),
        ("Recognizers-Text (dates alone)", "recognizers-text-suite", "recognizers_date_time", _recognizers),
        ("python-docx", "python-docx", "docx", _python_docx),
        ("docx2txt", "docx2txt", "docx2txt", _docx2txt),
    ):
        try:
            read = start(import_module(module))
        except Exception as error:  # a peer that does not even start is told and left out
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
            continue
        inputs: Sequence[object] = documents if name in ("python-docx", "docx2txt") else texts
        once = functools.partial(lambda read, inputs: [read(one) for one in inputs], read, inputs)
        once()
        found[name] = (best(once, min(rounds, 3) if "Recognizers" in name else rounds), versioned(package))
    return found


def _jieba(jieba: object) -> Callable[[object], object]:
    jieba.setLogLevel(logging.ERROR)  # type: ignore[attr-defined]
    return jieba.lcut  # type: ignore[attr-defined, no-any-return]


def _jionlp(jionlp: object) -> Callable[[object], object]:
    return lambda text: jionlp.ner.extract_time(text, time_base={"year": 2011, "month": 6})  # type: ignore[attr-defined]


def _recognizers(module: object) -> Callable[[object], object]:
    return lambda text: module.recognize_datetime(text, "zh-cn")  # type: ignore[attr-defined]


def _python_docx(docx: object) -> Callable[[object], object]:
    return lambda path: [p.text for p in docx.Document(str(path)).paragraphs]  # type: ignore[attr-defined]


def _docx2txt(docx2txt: object) -> Callable[[object], object]:
    return lambda path: docx2txt.process(str(path))  # type: ignore[attr-defined]


def word_files(documents: Sequence[Path], rounds: int) -> Figures:
    """Reading of the Word files beside bare parses of them: each file's best round, all taking turns, added up."""
    from pipeline.ingest.docx import read_docx

    jobs: dict[str, Callable[[Path], object]] = {
        "bare zipfile + lxml: document.xml alone": lambda path: bare(path.read_bytes(), PARTS[:1]),
        "the same with styles.xml and numbering.xml": lambda path: bare(path.read_bytes(), PARTS),
        "the same, every XML part": lambda path: bare(path.read_bytes()),
        "zongjie, Word files": lambda path: read_docx(path.read_bytes(), path.name),
    }
    spent = dict.fromkeys(jobs, 0.0)
    for document in documents:
        least = dict.fromkeys(jobs, float("inf"))
        for _ in range(rounds):
            for name, job in jobs.items():
                least[name] = min(least[name], best(functools.partial(job, document), 1))
        spent = {name: spent[name] + least[name] for name in jobs}
    return {name: (spent[name], versioned("zongjie" if "zongjie" in name else "lxml")) for name in jobs}


def text_caches() -> list[functools._lru_cache_wrapper[object]]:
    """What the package remembers by text and not by lexicon."""
    found = []
    for name, module in list(sys.modules.items()):
        for value in vars(module).values() if name.startswith("pipeline") else ():
            if isinstance(value, functools._lru_cache_wrapper) and value.__wrapped__.__module__ == name:
                parameters = inspect.signature(value.__wrapped__).parameters.values()
                if any(p.name in TEXT_NAMES and p.annotation in ("str", "Draft") for p in parameters):
                    found.append(value)
    return found


def stages(texts: Sequence[str], rounds: int) -> Figures:
    """The parts of this project's work on the texts, and the whole of it."""
    from pipeline import composition as c
    from pipeline.audit import audit
    from pipeline.extractors import EXTRACTORS
    from pipeline.language.draft import Draft
    from pipeline.model import Source
    from pipeline.products.tables import report_rows

    profile = c.load_profile()
    sources = [Source(f"{n}.txt", text, "text") for n, text in enumerate(texts)]
    spent: dict[str, float] = {}

    def clocked(name: str, job: Callable[[], object]) -> object:
        start = time.process_time()
        result = job()
        spent[name] = spent.get(name, 0.0) + time.process_time() - start
        return result

    def once(source: Source) -> None:
        for part in clocked("splitting", lambda: c.split(source, profile)):  # type: ignore[attr-defined]
            aligned = clocked("cleaning", lambda: c.unwrap(c.AlignedText.of(source.text, part.span), profile))  # noqa: B023
            sections = clocked("outline", lambda: c.outline(aligned, profile, source.bold))  # type: ignore[arg-type] # noqa: B023
            draft = Draft.of(source, aligned, profile, sections, aligned.working(part.title) if part.title else None)  # type: ignore[arg-type, attr-defined]
            mentions: tuple[object, ...] = ()
            for extractor in EXTRACTORS:
                name = extractor.__name__.removeprefix("extract_")
                mentions += clocked(name, lambda: tuple(extractor(draft, mentions)))  # type: ignore[arg-type, operator] # noqa: B023

    def whole() -> list[object]:
        return [report for source in sources for report in c.reports_of(source, profile)]

    def audited() -> None:
        for report, draft in zip(reports, drafts, strict=True):
            audit(report, draft)

    reports = whole()
    drafts = [c.draft_of(s, part, profile) for s in sources for part in c.split(s, profile)]
    caches = text_caches()
    gc.collect()
    gc.freeze()

    def forget() -> None:
        for cache in caches:
            cache.cache_clear()

    least: dict[str, float] = {}
    for _ in range(rounds):
        forget()
        spent.clear()
        for source in sources:
            once(source)
        for name, seconds in spent.items():
            least[name] = min(least.get(name, seconds), seconds)
    around = {name: 1000 * least.pop(name) for name in ("splitting", "cleaning")}
    figures = {"zongjie, all extraction layers": 1000 * sum(least.values())}
    figures |= {f"  {name}": 1000 * seconds for name, seconds in least.items()}
    figures |= {f"zongjie, {name}": milliseconds for name, milliseconds in around.items()}
    figures["zongjie, audit"] = best(audited, rounds, forget)
    figures["zongjie, rows of the tables"] = best(
        lambda: [report_rows(r, sources[int(r.file[:-4])], profile) for r in reports],
        rounds,  # type: ignore[attr-defined]
    )
    figures["zongjie, text to findings, all"] = best(whole, rounds, forget)
    return {name: (milliseconds, versioned("zongjie")) for name, milliseconds in figures.items()}


def started(command: Sequence[str | Path], rounds: int = 7) -> float:
    """The least wall time of a command, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def fetched(install: bool, rounds: int, files: Sequence[str]) -> Figures:
    """The peers' figures from an interpreter of their own, scaled to this one's jieba."""
    python = PEERS / "bin" / "python"
    if install:
        subprocess.run([sys.executable, "-m", "venv", PEERS], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *WANTED], check=True)
    if not python.exists():
        print(f"no peers: {PEERS.name} is not there; run with --install to fetch {', '.join(WANTED)}", file=sys.stderr)
        return {}
    command = [python, __file__, "--peers", "--rounds", str(rounds), *files]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return {name: (figure[0], figure[1]) for name, figure in json.loads(answer.splitlines()[-1]).items()}


def lines(own: Figures, others: Figures, base: float) -> Iterator[str]:
    """The lines of the table."""
    yield f"{'':36} {'version':>10} {'ms':>9} {'× jieba':>8}"
    scale = base / others["jieba.lcut"][0] if "jieba.lcut" in others else 1.0
    shown = own | {name: (ms * scale, of) for name, (ms, of) in others.items() if name not in own}
    for name, (milliseconds, of) in shown.items():
        yield f"{name:36} {of:>10} {milliseconds:9.2f} {milliseconds / base:8.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("files", nargs="*", type=Path, help="plain texts in UTF-8 in place of the corpus")
    parser.add_argument("--install", action="store_true", help="make .venv-bench with the peers first")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--peers", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    files = args.files or sorted(p for p in (ROOT / "corpus").glob("*.txt") if _is_utf8(p))
    texts = [path.read_text(encoding="utf-8-sig") for path in files]
    documents = sorted((ROOT / "corpus").glob("*.docx"))
    if args.peers:
        print(json.dumps(peers(texts, documents, args.rounds)))
        return
    cut = _jieba(import_module("jieba"))
    _ = [cut(text) for text in texts]
    base = best(lambda: [cut(text) for text in texts], args.rounds)
    layers = stages(texts, args.rounds)
    base = min(base, best(lambda: [cut(text) for text in texts], args.rounds))  # on both sides, for load comes and goes
    own: Figures = {"jieba.lcut": (base, versioned("jieba"))} | layers
    own |= word_files(documents, args.rounds)
    others = fetched(args.install, args.rounds, [str(path) for path in args.files])
    print(f"{len(texts)} texts of {sum(map(len, texts))} characters, {len(documents)} Word files")
    print("\n".join(lines(own, others, base)))
    empty, helped = (
        started([sys.executable, "-c", "pass"]),
        started([Path(sys.executable).with_name("zongjie"), "--help"]),
    )
    print(f"start-up: python -c pass {empty:.0f} ms, zongjie --help {helped:.0f} ms, allowed {3 * empty + 150:.0f} ms")


def _is_utf8(path: Path) -> bool:
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True


if __name__ == "__main__":
    main()
