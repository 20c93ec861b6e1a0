"""The closed list of reasons: why a file was not read, or what is to be known of how it was.

A reason is a code with a status (`ok`: read all the same, `skipped`: not a submission, `failed`: a submission that
could not be read), what it says in Chinese and English, and what the user can do.
"""

from __future__ import annotations

from dataclasses import dataclass

OK, SKIPPED, FAILED = "ok", "skipped", "failed"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason code: its status in files.csv, its text and the advice, in Chinese and in English."""

    code: str
    status: str
    zh: str
    en: str
    todo_zh: str = ""
    todo_en: str = ""


_ALL = (
    # Read all the same.
    Reason("wrong_suffix", OK, "后缀不符", "suffix does not fit the content",
           "已按实际内容读取；建议改正后缀。", "Read by its content; correct the suffix."),
    Reason("bad_bytes", OK, "个别字节无法解码", "a few bytes could not be decoded",
           "缺字处显示为 �，请核对原文。", "They show as �; check the original."),
    Reason("mixed_encoding", OK, "编码混杂", "lines in different encodings",
           "已逐行判断编码；请核对，并统一另存为 UTF-8。", "Decoded line by line; check it and save as UTF-8."),
    Reason("guessed_encoding", OK, "编码系推测", "the encoding is a guess",
           "请核对文字是否正常，或另存为 UTF-8。", "Check that the text is right, or save it as UTF-8."),
    Reason("partly_garbled", OK, "部分疑似乱码", "partly garbled",
           "文中有成段的乱码，请向报送单位索取原文件。", "Stretches of the text are garbled; ask for the original."),
    Reason("partial", OK, "部分读取", "read in part",
           "文件有缺损，只读出了一部分，请与原件核对。", "The file is defective; compare with the original."),
    Reason("numbering_lost", OK, "自动编号未还原", "automatic numbering not restored",
           "请用 Word 或 WPS 另存为 .docx 后重试。", "Save it as .docx with Word or WPS and try again."),
    Reason("archive", OK, "压缩包", "an archive, its files are listed one by one"),
    # Not submissions.
    Reason("lock_file", SKIPPED, "锁文件或临时文件", "lock or temporary file of an office program",
           "无需处理；它表示文档曾被打开。", "Nothing to do; it shows that a document was open."),
    Reason("system_file", SKIPPED, "系统文件", "file of the operating system", "无需处理。", "Nothing to do."),
    Reason("data_file", SKIPPED, "说明或数据文件", "a read-me or data file", "无需处理。", "Nothing to do."),
    Reason("hidden", SKIPPED, "隐藏文件", "hidden file",
           "如确为报送材料，请去掉文件名开头的点。", "If it is a report, rename it without the leading dot."),
    Reason("special_file", SKIPPED, "特殊文件", "not a regular file", "无需处理。", "Nothing to do."),
    Reason("folder", SKIPPED, "文件夹（名称像文件）", "a folder named like a file",
           "其中的文件已照常读取。", "The files in it are read as usual."),
    Reason("link_folder", SKIPPED, "指向文件夹的链接", "a link to a folder",
           "为防循环和重复，不跟随文件夹链接。", "Links to folders are not followed."),
    Reason("link_outside", SKIPPED, "链接指向文件夹之外", "a link out of the folder",
           "请把文件本身放进来。", "Put the file itself into the folder."),
    Reason("duplicate", SKIPPED, "重复文件", "same content as another file",
           "与另一文件内容完全相同。", "Identical to another file."),
    Reason("output", SKIPPED, "本程序的输出", "an output of this program", "无需处理。", "Nothing to do."),
    # Submissions that could not be read.
    Reason("empty", FAILED, "空文件", "empty file",
           "文件里没有文字，请报送单位重新提交。", "There is no text in it; ask for it again."),
    Reason("encrypted", FAILED, "已加密", "encrypted",
           "请去掉密码后重新提交。", "Ask for it without the password."),
    Reason("damaged", FAILED, "损坏", "damaged",
           "请用 Word 或 WPS 打开并另存后重试，打不开则请重新提交。", "Save it again, or ask for it again."),
    Reason("mojibake", FAILED, "疑似乱码", "garbled text",
           "文字在提交前已损坏，请向报送单位索取原文件。", "It was garbled before it came; ask for the original."),
    Reason("scanned", FAILED, "扫描件，没有文字层", "a scan without text",
           "请提交 Word 文件，或先做文字识别（OCR）。", "Ask for the Word file, or run OCR first."),
    Reason("unsupported", FAILED, "不支持的格式", "unsupported format",
           "请另存为 .docx、.doc、.pdf、.rtf、.odt、.html 或 .txt。", "Save it as .docx, .pdf or .txt."),
    Reason("forbidden", FAILED, "无权限", "no permission",
           "请检查文件或文件夹的读取权限。", "Check the permissions of the file or folder."),
    Reason("broken_link", FAILED, "链接断开", "broken link",
           "链接指向的文件不存在或成环，请放入文件本身。", "Its target is missing; put the file itself there."),
    Reason("vanished", FAILED, "文件已不存在", "the file is gone",
           "读取时文件已被移走或改名。", "It was moved or renamed before it was read."),
    Reason("io_error", FAILED, "读取出错", "the disk or network failed",
           "请检查磁盘或网络后重试。", "Check the disk or network and try again."),
    Reason("missing_part", FAILED, "缺少组件", "an optional part is not installed",
           "请安装所缺的组件后重试。", "Install the missing part and try again."),
    Reason("too_large", FAILED, "文件过大", "too large",
           "请压缩图片或拆分后重新提交。", "Ask for it with smaller pictures, or in parts."),
    Reason("too_deep", FAILED, "嵌套过深", "nested too deep",
           "请解压后重新提交。", "Unpack it and submit the files."),
    Reason("bomb", FAILED, "疑似压缩炸弹", "looks like a decompression bomb",
           "展开后异常庞大，已拒绝；请核实来源。", "It unpacks to an absurd size; check its origin."),
    Reason("refused", FAILED, "含有不安全的内容", "unsafe content",
           "含 DTD 或实体等内容，已拒绝；请用 Word 或 WPS 另存后重试。", "It holds a DTD or entities; save it again."),
    Reason("timeout", FAILED, "超时", "took too long",
           "请另存后重试，或延长时限。", "Save it again, or allow more time."),
    Reason("memory", FAILED, "内存超限", "needed too much memory",
           "请另存后重试，或放宽内存限制。", "Save it again, or allow more memory."),
    Reason("internal", FAILED, "程序内部错误", "internal error",
           "其他文件不受影响；请把此文件和括号里的文字发给我们。", "The other files are untouched; please report it."),
    Reason("crashed", FAILED, "读取程序崩溃", "the reader crashed",
           "其他文件不受影响；请另存后重试。", "The other files are untouched; save it again and retry."),
)  # fmt: skip

REASONS: dict[str, Reason] = {reason.code: reason for reason in _ALL}


def reason_text(code: str, detail: str = "", lang: str = "zh") -> str:
    """What a reason says, the detail in brackets: 损坏（缺少 WordDocument 流）."""
    reason = REASONS[code]
    if lang == "zh":
        return f"{reason.zh}（{detail}）" if detail else reason.zh
    return f"{reason.en} ({detail})" if detail else reason.en


def advice(code: str, lang: str = "zh") -> str:
    """What the user can do about it; empty where there is nothing to do."""
    reason = REASONS[code]
    return reason.todo_zh if lang == "zh" else reason.todo_en


def status_of(code: str) -> str:
    """ok, skipped or failed."""
    return REASONS[code].status
