"""Chinese labels in matplotlib on any machine: the font of the [notebooks] extra, else one of the system's.

图里的汉字：先用 [notebooks] 附带的字体，没有再找系统里的，都没有就说清楚该装什么。
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from matplotlib import font_manager, rcParams

# Families that Debian, Windows, macOS and others carry, by preference.
FAMILIES = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC",
    "Heiti SC", "SimHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Noto Sans CJK JP", "Droid Sans Fallback",
)  # fmt: skip
NONE = (
    "没有找到中文字体，图中的汉字会变成方块。请任选一种办法，然后重启内核：\n"
    "  pip install pylopdf-fonts-zh-cn\n  apt install fonts-noto-cjk（Debian、Ubuntu）\n"
    "No Chinese font was found; install one of the two and restart the kernel."
)


def packaged() -> Path | None:
    """The font file of the [notebooks] extra, where it is installed."""
    try:
        return Path(import_module("pylopdf_fonts_zh_cn").sans_path())
    except (ImportError, AttributeError):
        return None


def use_chinese() -> str:
    """Make matplotlib draw Chinese; the family chosen. Raises RuntimeError, saying what to install."""
    path = packaged()
    if path and path.is_file():
        font_manager.fontManager.addfont(path)
        family = font_manager.FontProperties(fname=path).get_name()
    else:
        known = set(font_manager.fontManager.get_font_names())
        family = next((name for name in FAMILIES if name in known), "")
    if not family:
        raise RuntimeError(NONE)
    rcParams["font.sans-serif"] = [family, *rcParams["font.sans-serif"]]
    rcParams["font.family"] = "sans-serif"
    rcParams["axes.unicode_minus"] = False  # Chinese fonts often lack U+2212
    return family
