"""The check before a run: doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import CLEAN, FINDINGS, FolderArg, JobsOpt, LangOpt, Language, console, guarded, progress, told

app = typer.Typer()


@app.command(
    help=told(
        "运行之前先看：哪些文件读得出、哪些读不出和怎么办，缺什么组件，结果能不能写进输出文件夹。不写任何文件。\n\n"
        "例：zongjie doctor 报送材料 -o 结果\n\n退出码：0 都好，1 有要处理的。",
        "Before a run: what will be read, what will not and what to do, missing parts, whether results can be written."
        "\n\nExample: zongjie doctor reports -o out\n\nExit: 0 all is well, 1 there is something to do.",
    )
)
def doctor(
    folder: FolderArg,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help=told("打算放结果的文件夹", "Folder meant for the results"))
    ] = None,
    seconds: Annotated[float, typer.Option(min=1, help=told("每个文件最多用几秒", "Seconds allowed a file"))] = 60.0,
    jobs: JobsOpt = 0,
    lang: LangOpt = Language.zh,
) -> None:
    """What a run would meet with."""

    def action() -> int:
        from pipeline.doctor import examine
        from pipeline.options import Options
        from pipeline.outputs.checkup import diagnosis

        with progress(lang) as advance:
            found = examine(folder, out, Options(jobs=jobs, seconds=seconds), advance)
        diagnosis(console(), found, lang.value)
        return CLEAN if found.clean else FINDINGS

    guarded(lang, action)
