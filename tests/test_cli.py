"""The command as people use it: exit codes, one clear message, no traceback, a quick start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from test_run import GOOD

BIN = Path(sys.executable).parent / "zongjie"


def zongjie(*args: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BIN, *map(str, args)], capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "in"
    place.mkdir()
    (place / "甲.txt").write_text(GOOD, encoding="utf-8")
    return place


LACKING = GOOD.replace("三、存在的问题\n一是学习不够深入；二是宣传不到位。\n", "")


def test_run_is_clean(folder: Path, tmp_path: Path) -> None:
    done = zongjie("run", folder, "-o", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 篇报告" in done.stdout
    assert (tmp_path / "out" / "metrics.csv").exists()


def test_unreadable_file_is_told_and_the_rest_goes_on(folder: Path, tmp_path: Path) -> None:
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    done = zongjie("run", folder, "-o", tmp_path / "out")
    assert done.returncode == 3
    assert "坏.docx" in done.stdout
    assert "甲.txt" in (tmp_path / "out" / "metrics.csv").read_text(encoding="utf-8-sig")


def test_check_exits_with_findings(folder: Path) -> None:
    assert zongjie("check", folder).returncode == 0
    (folder / "乙.txt").write_text(LACKING, encoding="utf-8")
    done = zongjie("check", folder)
    assert done.returncode == 1
    assert "乙.txt" in done.stdout
    assert "存在问题" in done.stdout


def test_text_is_what_offsets_refer_to(folder: Path) -> None:
    (folder / "甲.txt").write_bytes(("\ufeff" + GOOD.replace("\n", "\r\n")).encode())
    assert zongjie("text", folder / "甲.txt").stdout == GOOD


def test_show_and_explain(folder: Path) -> None:
    shown = zongjie("show", folder / "甲.txt")
    assert shown.returncode == 0
    assert "党员12人" in shown.stdout
    explained = zongjie("explain", folder / "甲.txt", "--lang", "en")
    assert explained.returncode == 0
    assert "Rule" in explained.stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "args",
    [
        ("run", "{tmp}/nowhere", "-o", "{tmp}/out"),
        ("run", "{tmp}/empty", "-o", "{tmp}/out"),
        ("run", "{tmp}/in/甲.txt", "-o", "{tmp}/out"),
        ("run", "{tmp}/in", "-o", "{tmp}/in/甲.txt/out"),
        ("run", "{tmp}/in", "-o", "{tmp}/out", "--profile", "chuang"),
        ("run", "{tmp}/in", "-o", "{tmp}/out", "--lexicons", "{tmp}/broken"),
        ("check", "{tmp}/nowhere"),
        ("show", "{tmp}/nowhere.txt"),
        ("text", "{tmp}/in"),
        ("check-lexicons", "{tmp}/broken"),
    ],
    ids=" ".join,
)
def test_a_mistake_gets_a_message_and_exit_2(folder: Path, tmp_path: Path, args: tuple[str, ...], lang: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "headings.yaml").write_text("- id: a\n  terms: [甲]\n  kind: nope\n", encoding="utf-8")
    done = zongjie(*(arg.format(tmp=tmp_path) for arg in args), "--lang", lang)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert len(done.stderr.splitlines()) <= 2
    assert "Traceback" not in done.stderr + done.stdout


def test_profiles_and_lexicons() -> None:
    assert "chuangxian-zhengyou" in zongjie("profiles").stdout
    assert zongjie("check-lexicons").returncode == 0


def test_help_names_every_command_with_an_example() -> None:
    for command in ("run", "check", "show", "text", "explain", "profiles", "check-lexicons"):
        done = zongjie(command, "--help")
        assert done.returncode == 0
        assert "例：zongjie" in done.stdout
        assert "Example: zongjie" in zongjie(command, "--help", "--lang", "en").stdout


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom pipeline import cli\n"
        "print(*sorted({'pandas', 'numpy', 'sklearn', 'jieba', 'lxml', 'yaml', 'docx', 'regex'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("run",), "缺少参数 folder"),
        (("run", "x"), "缺少选项 --out"),
        (("nope",), "没有命令 nope"),
        (("run", "x", "-o", "y", "--job", "2"), "是不是 --jobs"),
        (("run", "x", "-o", "y", "--jobs", "two"), "--jobs / -j 的值不对"),
        (("run", "x", "-o", "y", "--headers", "de"), "只能是 en、zh"),
        (("run", "x", "z", "-o", "y"), "多出了参数 z"),
    ],
)
def test_a_wrong_call_is_told_in_chinese(args: tuple[str, ...], said: str) -> None:
    done = zongjie(*args)
    assert done.returncode == 2
    assert said in done.stderr
    assert "zongjie" in done.stderr.splitlines()[-1]
    assert not any(word in done.stderr for word in ("Usage", "Error", "Traceback"))


def test_a_help_page_has_no_word_of_another_language() -> None:
    page = zongjie("run", "--help").stdout
    assert "用法：" in page
    assert not any(word in page for word in ("Usage", "Options", "Arguments", "Show this", "required", "default"))
    assert "Usage" in zongjie("run", "--help", "--lang", "en").stdout


@pytest.mark.parametrize("command", [("diff", "{out}", "{out}"), ("annotate", "{tmp}/in")], ids=lambda c: c[0])
def test_a_place_that_cannot_be_written_is_told(folder: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    assert zongjie("run", folder, "-o", tmp_path / "out").returncode == 0
    args = [part.format(tmp=tmp_path, out=tmp_path / "out") for part in command]
    done = zongjie(*args, "-o", tmp_path / "没有" / "变化.csv")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        f"“{tmp_path}/没有/变化.csv”打不开或写不进：路径不存在。请检查路径和权限后重试。"
    ]


def test_version_and_short_help() -> None:
    assert zongjie("--version").stdout.startswith("zongjie 0.")
    assert zongjie("run", "-h").stdout == zongjie("run", "--help").stdout


def test_a_profile_may_name_its_parts_in_chinese(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    text = 'name: "mine"\nextends: base\nrequired: [主要做法, 经验体会]\n'
    (tmp_path / "mine" / "profile.yaml").write_text(text, encoding="utf-8")
    done = zongjie("check", folder, "--profile", tmp_path / "mine" / "profile.yaml")
    assert done.returncode == 1
    assert "经验体会" in done.stdout
