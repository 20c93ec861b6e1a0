"""Lexicons are strict: all faults of all files at once, each at its line with a hint; every entry proves itself."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest
import regex

import pipeline
from pipeline.errors import FolderError, LexiconError, ProfileError
from pipeline.language.amiss import of_pattern
from pipeline.language.lexicon import Entry
from pipeline.language.patterns import fast, first_characters
from pipeline.language.profile import SCHEMAS, home, load_profile, profile_names, with_lexicons
from pipeline.language.profile_head import THRESHOLDS
from pipeline.messages import explained

ENTRIES = [
    pytest.param(entry, id=f"{entry.file}:{entry.id}")
    for name in profile_names()
    for entries in load_profile(name).lexicon.files.values()
    for entry in entries
    if entry.file.startswith(f"{name}/")
]


@pytest.mark.parametrize("entry", ENTRIES)
def test_entry_proves_itself(entry: Entry) -> None:
    assert entry.examples, "an entry needs an example"
    assert all(entry.compiled.search(text) for text in entry.examples)
    assert not any(entry.compiled.search(text) for text in entry.negatives)


def folder(tmp_path: Path, **files: str) -> Path:
    (tmp_path / "mine").mkdir()
    for name, text in files.items():
        (tmp_path / "mine" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "mine"


def faults(tmp_path: Path, **files: str) -> list[str]:
    with pytest.raises(LexiconError) as error:
        load_profile(folder(tmp_path, **{"profile": "name: mine\nextends: base\n"} | files))
    return [str(fault) for fault in error.value.faults]


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("- id: a\n  terms: [甲]\n  kind: plan\n  examples: [甲]\n", 3, "是不是“plans”"),
        ("- id: a\n  term: [甲]\n  kind: plans\n", 2, "是不是“terms”"),
        ("- id: a\n  terms: [甲]\n  pattern: 乙\n  kind: plans\n", 1, "有且只有一个"),
        ("- id: a\n  terms: [2010]\n  kind: plans\n", 2, "请加引号"),
        ("- id: a\n  id: b\n  terms: [甲]\n  kind: plans\n", 2, "重复"),
        ("- id: a\n  terms: [甲]\n  kind: plans\n- id: a\n  terms: [乙]\n  kind: plans\n", 4, "与第 1 行重复"),
        ("- id: a\n  terms: [甲]\n  kind: plans\n  examples: [乙]\n", 4, "不匹配自己的例子"),
        ("- id: a\n  terms: [甲]\n  kind: plans\n  not: [甲乙]\n", 4, "不该匹配"),
        ("- id: a\n  pattern: '(甲'\n  kind: plans\n", 2, "正则表达式有误"),
        ("- id: a\n  terms: [甲\n", 3, "YAML 语法错误"),
        ("a: b\n", 1, "应是一个列表"),
        ("- 甲\n", 1, "键: 值"),
    ],
)
def test_fault_is_named_with_its_line(tmp_path: Path, text: str, line: int, why: str) -> None:
    found = faults(tmp_path, headings=text)
    assert any(f.startswith(f"mine/headings.yaml:{line}: ") and why in f for f in found), found


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ('period: "2023-13/2023-12"\n', 3, "“2023-13”不是日期"),
        ('period: "2023-12/2023-03"\n', 3, "起在止之后"),
        ('period: "2023-06/2022"\n', 3, "起在止之后"),
        ("period: 二〇二三年\n", 3, 'period 应写成 "2023-03/2023-12"'),
        ('period: "../.."\n', 3, "不是一段时间"),
        ('period: "2023/2024/2025"\n', 3, "不是一段时间"),
        ('period: ["2023-03", "2023-12"]\n', 3, 'period 应写成 "2023-03/2023-12"'),
        ("title: 甲\nrequired: []\n", 4, "required 是空的"),
        ("thresholds: {likeness: 7}\n", 3, 'thresholds 应写成列表，如 thresholds: ["likeness=0.3"'),
        ("thresholds:\n  likeness: 0.3\n", 3, "thresholds 应写成列表"),
        ('thresholds: ["likeness=7"]\n', 3, "应在 0 到 1 之间"),
        ('thresholds: ["likeness=nan"]\n', 3, "应在 0 到 1 之间"),
        ('thresholds: ["short_chars=-1"]\n', 3, "不能小于 0"),
        ('thresholds: ["likeness: 0.3"]\n', 3, "应写成“名称=数字”"),
        ('thresholds: ["likenes=0.3"]\n', 3, "是不是“likeness”"),
        ("off: [section.ordr]\n", 3, "是不是“section.order”"),
        ("off: [likeness]\n", 3, "不认识的校核代码"),
    ],
)
def test_faults_of_a_profile_say_how_to_write_it(tmp_path: Path, text: str, line: int, why: str) -> None:
    found = faults(tmp_path, profile=f"name: mine\nextends: base\n{text}")
    assert [f for f in found if f.startswith(f"mine/profile.yaml:{line}: ") and why in f], found
    assert len(found) == 1


HAN = re.compile("[一-鿿]")


def test_faults_are_told_in_chinese_or_in_english_throughout(tmp_path: Path) -> None:
    head = 'name: mine\nextends: base\nperiod: "2023-13"\nrequired: []\noff: [residu]\n'
    head += 'thresholds: ["likeness=7", "likenes=1"]\n'
    plans = "- id: a\n  pattern: '(a'\n  kind: plans\n- id: a\n  terms: [2010]\n  kind: plan\n- b\n"
    with pytest.raises(LexiconError) as error:
        load_profile(folder(tmp_path, profile=head, headings=plans, slogans="- id: a: b\n", plan="a: b\n"))
    assert len(error.value.faults) > 8
    for fault in error.value.faults:
        chinese, english = fault.why
        assert HAN.search(chinese), chinese
        assert not HAN.search(english), english
        assert "position" not in chinese
    assert all(line in explained(error.value, "en") for line in (f.told("en") for f in error.value.faults))


@pytest.mark.parametrize("pattern", ["(a", "a)", "*a", "[a", "[z-a]", "\\", "(?z)"])
def test_what_the_pattern_library_says_is_translated(pattern: str) -> None:
    with pytest.raises(regex.error) as error:
        regex.compile(pattern)
    chinese, english = of_pattern(error.value)
    assert str(error.value) in english
    assert re.search("第 [0-9]+ 个字符处", chinese)


@pytest.mark.parametrize("period", ["2023", "2023-03/..", "../2023-12", "2023-03-05/2023", "2023-05/2023-05"])
def test_a_good_profile_is_read(tmp_path: Path, period: str) -> None:
    text = f'extends: base\nperiod: "{period}"\nrecommended: []\noff: [residue, section.order]\n'
    text += 'thresholds: ["likeness=0.3"]\n'
    profile = load_profile(folder(tmp_path, profile=text))
    assert (profile.period, profile.recommended, profile.required) == (period, (), load_profile("base").required)
    assert (profile.off, dict(profile.thresholds)) == (("residue", "section.order"), {"likeness": 0.3})


def test_every_threshold_that_is_asked_for_can_be_set() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in Path(pipeline.__file__).parent.rglob("*.py"))
    assert set(re.findall(r'threshold(?:s\.get)?\("(\w+)"', code)) == set(THRESHOLDS)


def test_a_folder_of_lexicons_that_does_not_exist_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(FolderError) as error:
        with_lexicons(load_profile("base"), tmp_path / "nosuch")
    assert "找不到词表文件夹" in explained(error.value)
    assert "nosuch" in explained(error.value)


def test_all_faults_of_all_files_at_once(tmp_path: Path) -> None:
    bad = "- id: a\n  terms: [甲]\n  kind: nope\n"
    found = faults(tmp_path, headings=bad, problems=bad, sloggans=bad)
    assert len(found) == 3
    assert any("是不是“slogans”" in f for f in found)


def test_an_entry_replaces_that_of_the_same_id_below(tmp_path: Path) -> None:
    base = load_profile("base").lexicon["headings"][0]
    mine = folder(tmp_path, headings=f"- id: {base.id}\n  terms: [甲]\n  kind: plans\n  examples: [甲]\n")
    changed = with_lexicons(load_profile("base"), mine).lexicon["headings"]
    assert {e.id: e.terms for e in changed}[base.id] == ("甲",)
    assert len(changed) == len(load_profile("base").lexicon["headings"])


def test_fingerprint_follows_the_content(tmp_path: Path) -> None:
    mine = folder(tmp_path, headings="- id: 甲\n  terms: [甲]\n  kind: plans\n  examples: [甲]\n")
    assert with_lexicons(load_profile(), mine).lexicon != load_profile().lexicon


def test_unknown_profile_names_the_known_ones() -> None:
    with pytest.raises(ProfileError) as error:
        load_profile("chuang")
    assert error.value.known == profile_names()


def test_extends_in_a_circle_is_a_fault(tmp_path: Path) -> None:
    for name, parent in (("one", "two"), ("two", "one")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "profile.yaml").write_text(f"name: {name}\nextends: {parent}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="绕成了圈"):
        load_profile(tmp_path / "one")


def test_campaign_knowledge_is_out_of_the_base() -> None:
    files = [p for p in (home() / "base").glob("*.yaml") if p.stem != "campaigns"]  # the list of all campaigns
    base = "".join(p.read_text(encoding="utf-8") for p in files)
    campaign = load_profile("chuangxian-zhengyou").campaign
    assert campaign
    lines = [line for line in base.splitlines() if "terms" in line or "pattern" in line]
    assert not [line for line in lines if "创先争优" in line and "campaign" not in line]


def test_a_profile_travels_between_processes() -> None:
    profile = load_profile()
    assert pickle.loads(pickle.dumps(profile)) == profile


def test_every_lexicon_file_has_a_schema() -> None:
    assert {p.stem for p in home().glob("*/*.yaml")} - {"profile"} <= set(SCHEMAS)


@pytest.mark.parametrize(
    ("source", "first"),
    [
        ("小学|中学", "中小"),
        ("[一二0-9]中|小学", "0123456789一二小"),
        ("[①-③]、", "①②③"),
        (" +甲|乙", " 乙"),
        (r"\d次|小", ""),
        (r"\s*甲", ""),
        ("[一-龥]+会", ""),
        ("[^。]会", ""),
        ("(?:甲)?", ""),
    ],
)
def test_first_characters_are_all_there_are_or_none(source: str, first: str) -> None:
    assert first_characters(source) == first
    for text in ("5次", "②、", " 甲", "甲会", "2中"):
        assert bool(fast(source).search(text)) == bool(re.search(source, text))
