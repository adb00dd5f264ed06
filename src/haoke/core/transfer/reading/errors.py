"""Why a file cannot be read, said in both languages with what to do."""

from __future__ import annotations

from haoke.core.text import T
from haoke.core.transfer.reading import limits


class Unreadable(Exception):
    """A file that cannot be taken: `code` and a text `message` for the person who sent it."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code if code in MESSAGES else "broken"
        self.detail = detail
        self.message = MESSAGES[self.code].fill(detail=detail)


_SAVE = "Open it in your spreadsheet program, save it as .xlsx or CSV, and try again."
_SAVE_ZH = "请在表格软件中打开后另存为 .xlsx 或 CSV，再试一次。"

MESSAGES = {
    "empty": T("The file is empty.", "文件是空的。"),
    "erased": T(
        "Somebody whose data it held was erased, and the file too. Import it again, without that person.",
        "文件中有人的个人信息已被依法删除，文件已随之移除。请去掉此人后重新导入。",
    ),
    "too_large": T(
        f"The file is larger than {limits.MAX_FILE_BYTES // limits.MIB} MB. Split it and import the parts.",
        f"文件超过 {limits.MAX_FILE_BYTES // limits.MIB} MB，请拆分后分别导入。",
    ),
    "too_many_columns": T(
        f"The file has more than {limits.MAX_COLUMNS:,} columns{{detail}}. Keep the columns you need.",
        f"文件超过 {limits.MAX_COLUMNS:,} 列{{detail}}，请只保留需要的列。",
    ),
    "too_many_rows": T(
        f"The file has more than {limits.MAX_ROWS:,} rows. Split it and import the parts.",
        f"文件超过 {limits.MAX_ROWS:,} 行，请拆分后分别导入。",
    ),
    "too_many_sheets": T(
        f"The workbook has more than {limits.MAX_SHEETS} sheets.", f"工作簿超过 {limits.MAX_SHEETS} 个工作表。"
    ),
    "cell_too_long": T(
        f"A cell is longer than {limits.MAX_CELL_CHARS:,} characters{{detail}}.",
        f"有单元格超过 {limits.MAX_CELL_CHARS:,} 个字符{{detail}}。",
    ),
    "line_too_long": T(
        "A line is far too long for a table{detail}: it has too many columns, or this is no text file.",
        "有一行过长{detail}：列数太多，或者这不是文本文件。",
    ),
    "bomb": T(
        "The workbook unpacks to far more data than it holds and was refused. " + _SAVE,
        "该工作簿解压后的数据量异常，已拒绝读取。" + _SAVE_ZH,
    ),
    "doctype": T(
        "The workbook carries document type or entity declarations, which no spreadsheet needs; it was refused. "
        + _SAVE,
        "该工作簿包含文档类型或实体声明（正常表格不需要），已拒绝读取。" + _SAVE_ZH,
    ),
    "encrypted": T(
        "The workbook is protected by a password. Save it without one and try again.",
        "该工作簿有密码保护，请取消密码后再试。",
    ),
    "old_excel": T("This is the Excel 97-2003 format (.xls). " + _SAVE, "这是 Excel 97-2003 格式（.xls）。" + _SAVE_ZH),
    "not_a_table": T(
        "This is not a table Haoke can read (CSV, TSV, text or .xlsx). " + _SAVE,
        "这不是好客能读取的表格（CSV、TSV、文本或 .xlsx）。" + _SAVE_ZH,
    ),
    "too_slow": T(
        "Reading the file took too long and was stopped. Split it.", "读取文件用时过长，已停止。请拆分文件。"
    ),
    "too_big_in_memory": T(
        "Reading the file needs too much memory. Split it, or save it as CSV.",
        "读取该文件占用内存过多。请拆分，或另存为 CSV。",
    ),
    "broken": T("The file is damaged{detail}. " + _SAVE, "文件已损坏{detail}。" + _SAVE_ZH),
}
