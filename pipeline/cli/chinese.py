"""The command-line library's own words in Chinese: heads of the help pages, and what is wrong with a call."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from typer.core import TyperCommand, TyperGroup

from pipeline.cli.common import ENGLISH

_HELP = (
    (r"^Usage: ", "用法："),
    (r"\[OPTIONS\]", "[选项]"),
    (r"COMMAND \[ARGS\]\.\.\.", "命令 [参数]…"),
    (r"^Options:$", "选项："),
    (r"^Arguments:$", "参数："),
    (r"^Commands:$", "命令："),
    (r"\[required\]", "[必填]"),
    (r"\[default:\s+([^\]]*?)\]", r"[默认 \1]"),
    (r"Show this message and exit\.", "显示本说明。"),
    # Two columns a character: what stands to the right stays in line.
    (r"folder <str> ", "folder <路径>"),  # text to the program, since it may be a URL
    (r"<path>", "<路径>"),
    (r"<str>", "<名> "),
    (r"<int range>", "<整数>     "),
    (r"<float range>", "<数字>       "),
)


def in_chinese(text: str) -> str:
    """A help page with the library's words in Chinese; those of the program are so already."""
    for english, chinese in _HELP if not ENGLISH else ():
        text = re.sub(english, chinese, text, flags=re.M)
    return text


class Command(TyperCommand):
    """A command whose help page is in Chinese throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return in_chinese(super().get_help(ctx))


class Group(TyperGroup):
    """The program, likewise."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return in_chinese(super().get_help(ctx))


def wrong_call(error: Any) -> str:
    """What is wrong with a call, and where its help is. `error` is a usage error of the command-line library."""
    command = error.ctx.command_path if getattr(error, "ctx", None) else "zongjie"
    if ENGLISH:
        return f"{error.format_message()}\nHelp: {command} --help"
    return f"{_said(error)}\n用法请看：{command} --help"


def _said(error: Any) -> str:
    kind, message = type(error).__name__, str(error.format_message())
    hint = re.search(r"'[^']+'(?: / '[^']+')*", message)
    where = hint[0].replace("'", "") if hint else ""
    if kind == "MissingParameter":
        return f"缺少{'选项' if where.startswith('-') else '参数'} {where}。"
    if kind == "NoSuchOption":
        near = "".join(get_close_matches(error.option_name, getattr(error, "possibilities", None) or (), 1, 0.7))
        return f"没有选项 {error.option_name}。" + (f"是不是 {near}？" if near else "")
    if message.startswith("No such command"):
        return f"没有命令 {where}。"
    if kind == "BadParameter":
        choices = re.findall(r"'([^']+)'", message.partition(" is not one of ")[2])
        return f"{where} 的值不对。" + (
            f"只能是 {'、'.join(choices)}。" if choices else "应是数字，或不在允许的范围内。"
        )
    extra = re.search(r"unexpected extra argument(?:\(s\)|s)?\s*\((.*)\)", message)
    return f"多出了参数 {extra[1]}；名称里有空格时要加引号。" if extra else message


def _wanted(message: str, choices: list[str]) -> str:
    if choices:
        return f"只能是 {'、'.join(choices)}。"
    if "readable" in message:
        return "没有权限读取这个文件或文件夹。"
    return (
        "应是数字，且在允许的范围内。" if "number" in message or "integer" in message else message.rpartition(": ")[2]
    )
