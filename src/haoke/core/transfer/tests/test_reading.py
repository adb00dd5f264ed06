"""Files to rows: every encoding and delimiter comes out the same, hostile files are refused fast in bounded memory."""

# Moments in files have no time zone; the one they get is decided where they become values.
# ruff: noqa: DTZ001, E501

from __future__ import annotations

import csv
import io
import os
import resource
import struct
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haoke.core.text import say
from haoke.core.transfer.reading import delimited, limits, tables
from haoke.core.transfer.reading.cells import Formula, pack_rows, text_of, unpack_rows
from haoke.core.transfer.reading.encoding import detect
from haoke.core.transfer.reading.errors import MESSAGES, Unreadable
from haoke.core.transfer.tests import books

CHINESE = "客户名称,联系人,电话,备注\n武汉安方食品有限公司,赵丽,13800138000,老客户介绍\n西安鼎星医疗器械公司,吴伟,13900139000,价格敏感\n"
TAIWAN = "客戶名稱,聯絡人,電話,備註\n臺北國際貿易有限公司,陳先生,0912345678,老客戶介紹\n高雄電子股份有限公司,張小姐,0987654321,價格敏感\n"
WESTERN = "name,city,contact\nBlondesddsl père et fils,Strasbourg,Frédérique Citeaux\nBólido Comidas preparadas,Madrid,Martín Sommer\nHeli Süßwaren,Göteborg,Jürg Müller\n"


def read_one(data: bytes) -> tables.Sheet:
    (sheet,) = tables.read_sheets(data)
    return sheet


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *[
            (CHINESE, name)
            for name in ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
        ],
        *[(WESTERN, name) for name in ("utf-8", "cp1252", "latin-1", "utf-16")],
        *[(TAIWAN, name) for name in ("utf-8", "big5", "gb18030", "utf-16")],
        ("a,b\n1,2\n", "ascii"),
        ("a,b\n1,2\n", "utf-16-le"),
    ],
)
def test_every_encoding_reads_as_the_same_rows(text: str, encoding: str) -> None:
    sheet = read_one(text.encode(encoding))
    assert sheet.rows == [line.split(",") for line in text.splitlines()]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_every_delimiter_is_found(delimiter: str) -> None:
    rows: list[list[str | None]] = [
        ["name", "amount", "note"],
        ["A, B; C", "1,200", 'says "hi"\nand more'],
        ["D|E", "3;4", None],
    ]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows * 3)
    sheet = read_one(out.getvalue().encode())
    assert sheet.delimiter == delimiter
    assert sheet.rows == rows * 3


def test_excel_separator_line_and_single_column_and_crlf() -> None:
    assert read_one(b"sep=;\r\na;b\r\n1;2\r\n").rows == [["a", "b"], ["1", "2"]]
    assert read_one("公司\r\n甲公司\r\n乙公司\r\n".encode()).rows == [["公司"], ["甲公司"], ["乙公司"]]
    assert read_one(b"a,b\r1,2\r").rows == [["a", "b"], ["1", "2"]]


def test_ragged_rows_are_kept_as_they_are() -> None:
    assert read_one(b"a,b,c\n1,2\n1,2,3,4\n,,\n").rows == [
        ["a", "b", "c"],
        ["1", "2"],
        ["1", "2", "3", "4"],
        [None, None, None],
    ]


def test_a_stray_quote_does_not_swallow_the_file() -> None:
    body = 'name,size\n"Smith & Co,1\n' + "Jones,2\n" * 200
    rows = read_one(body.encode()).rows
    assert len(rows) == 202
    assert rows[1] == ['"Smith & Co', "1"]
    assert rows[-1] == ["Jones", "2"]


def test_backslash_escapes() -> None:
    assert read_one(b'a,b\n"say \\"hi\\"",2\n').rows[1] == ['say "hi"', "2"]


def test_workbook_values_dates_formulas_and_hidden_rows() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["客户", "日期", "金额", "好", "公式"])
    sheet.append(["甲", datetime(2026, 2, 7), 12.5, True, "=SUM(C2:C2)"])
    sheet.append(["乙", datetime(2026, 2, 7, 9, 30), 3, False, None])
    sheet["B3"].number_format = "yyyy-mm-dd hh:mm"
    sheet.merge_cells("A5:A6")
    sheet.row_dimensions[3].hidden = True
    found = read_one(books.saved(book))
    assert found.rows[1][:4] == ["甲", datetime(2026, 2, 7), 12.5, True]
    assert isinstance(found.rows[1][4], Formula)
    assert found.rows[2][1] == datetime(2026, 2, 7, 9, 30)
    assert found.hidden_rows == [2]
    assert found.merges == [(4, 0, 5, 0)]


def test_cached_formula_value_gaps_inline_text_errors_and_epoch() -> None:
    cells = (
        '<row r="2"><c r="B2"><f>1+1</f><v>2</v></c><c r="D2" t="inlineStr"><is><r><t>a</t></r><rPh><t>x</t></rPh><r><t>b</t></r></is></c>'
        '<c r="E2" t="e"><v>#REF!</v></c><c r="F2" t="d"><v>2026-01-02T00:00:00</v></c><c r="G2" t="d"><v>soon</v></c>'
        '<c r="H2"><v>1e3</v></c><c r="I2"><v>nope</v></c><c t="str"><v>next</v></c><c r="K2" s="1"><v>0</v></c></row>'
    )
    book = books._BOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    rows = read_one(books.raw(books.sheet_xml(cells), book=book)).rows
    assert rows == [[], [None, 2, None, "ab", None, datetime(2026, 1, 2), "soon", 1000, "nope", "next", 0]]


def test_1904_dates() -> None:
    styles = '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;d&quot;"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>'
    book = books._BOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    xml = books.sheet_xml('<row r="1"><c r="A1" s="0"><v>1</v></c></row>')
    assert read_one(books.raw(xml, book=book, styles=styles)).rows == [[datetime(1904, 1, 2)]]


def test_several_sheets_empty_ones_left_out() -> None:
    sheets = tables.read_sheets(books.honest([["a"]], 空=[], 第二=[["b", None]]))
    assert [(sheet.name, sheet.rows) for sheet in sheets] == [("Sheet", [["a"]]), ("第二", [["b"]])]


FLAT = zipfile.ZIP_DEFLATED
ROW = '<row><c t="inlineStr"><is><t>x</t></is></c></row>'
DTD = '<?xml version="1.0"?><!DOCTYPE x [{}]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>'
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + '<!ENTITY a "&a9;">'


def lying_sizes() -> bytes:
    """A bomb whose directory says it is small."""
    data = bytearray(books.raw(books.sheet_xml(ROW * 4_000_000)))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"sheet1.xml"))
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(data)


def encrypted_zip() -> bytes:
    data = bytearray(books.raw(books.sheet_xml(ROW)))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def many_entries() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(limits.MAX_ZIP_ENTRIES + 1):
            archive.writestr(f"a{number}", b"")
    return out.getvalue()


def texts_bomb() -> bytes:
    texts = "<sst>" + "".join(f"<si><t>{os.urandom(500).hex()}</t></si>" for _ in range(34_000)) + "</sst>"
    return books.raw(books.sheet_xml(ROW), sharedStrings=texts)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "flat bomb": (lambda: books.raw(books.sheet_xml(ROW * 4_000_000)), "bomb"),
    "lying sizes": (lying_sizes, "broken"),
    "nested": (lambda: books.raw(b"<x/>", media__inner=b"PK" + b"\0" * 90_000_000), "bomb"),
    "entries": (many_entries, "bomb"),
    "billion laughs": (lambda: books.raw(DTD.format(LAUGHS)), "doctype"),
    "outside entity": (lambda: books.raw(DTD.format('<!ENTITY a SYSTEM "file:///etc/passwd">')), "doctype"),
    "outside dtd": (lambda: books.raw('<!DOCTYPE x SYSTEM "http://127.0.0.1/x"><worksheet/>'), "doctype"),
    "million columns": (
        lambda: books.raw(books.sheet_xml('<row r="1"><c r="BDWGN1"><v>1</v></c></row>')),
        "too_many_columns",
    ),
    "million cells in a row": (
        lambda: books.raw(books.sheet_xml("<row>" + "<c><v>1</v></c>" * 100_000 + "</row>")),
        "too_many_columns",
    ),
    "row two billion": (lambda: books.raw(books.sheet_xml('<row r="2000000"><c><v>1</v></c></row>')), "too_many_rows"),
    "long cell": (
        lambda: books.raw(books.sheet_xml(f'<row><c t="str"><v>{os.urandom(80_000).hex()}</v></c></row>')),
        "cell_too_long",
    ),
    "shared texts": (texts_bomb, "too_big_in_memory"),
    "cut off": (lambda: books.honest([["a"]] * 50)[:-200], "broken"),
    "bad xml": (lambda: books.raw("<worksheet><sheetData><row></worksheet>"), "broken"),
    "bad catalogue": (lambda: books.raw(b"<x/>", book="<workbook>"), "broken"),
    "password": (encrypted_zip, "encrypted"),
    "old excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_excel"),
    "encrypted excel": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
    "word document": (many_entries, "bomb"),
    "pdf": (lambda: b"%PDF-1.7 ....", "not_a_table"),
    "binary": (lambda: bytes(range(256)) * 50, "not_a_table"),
    "control characters": (lambda: bytes(range(1, 256)) * 50, "not_a_table"),
    "csv with a million columns": (lambda: b"a," * 1_000_000 + b"\n", "too_many_columns"),
    "csv of one line": (lambda: b"a," * 20_000_000, "line_too_long"),
    "csv with a huge cell": (lambda: b'a,b\n"' + b"x" * 150_000 + b'",1\n', "cell_too_long"),
    "nothing": (lambda: b"", "empty"),
    "spaces": (lambda: b"  \n\n \n", "empty"),
    "empty book": (lambda: books.honest([]), "empty"),
}


def worked() -> float:
    """Seconds of processor this process and its children have used: what a busy machine does not change."""
    mine, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_fast(name: str) -> None:
    make, code = HOSTILE[name]
    data = make()
    took: list[float] = []
    while len(took) < 3 and min(took, default=2) >= 2:  # a machine others keep busy works slower, but not each time
        started = worked()
        with pytest.raises(Unreadable) as refused:
            tables.read_sheets(data)
        took.append(worked() - started)
        assert refused.value.code == code
    assert min(took) < 2
    assert say(refused.value.message, "zh") != say(refused.value.message, "en")


def test_a_zip_that_is_no_workbook_and_too_many_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(Unreadable, match="not_a_table"):
        tables.read_sheets(out.getvalue())
    many = books.honest([["a"]], **{f"s{n}": [["a"]] for n in range(limits.MAX_SHEETS)})
    with pytest.raises(Unreadable, match="too_many_sheets"):
        tables.read_sheets(many)


def test_upload_limit_and_cell_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 10)
    with pytest.raises(Unreadable, match="too_large"):
        tables.read_sheets(b"a,b\n" * 10)
    monkeypatch.undo()
    monkeypatch.setattr(limits, "MAX_CELLS", 3)
    with pytest.raises(Unreadable, match="too_big_in_memory"):
        tables.read_sheets(b"a,b\n1,2\n3,4\n")


def test_a_child_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pipe = tmp_path / "fifo"
    os.mkfifo(pipe)
    monkeypatch.setattr(limits, "CHILD_SECONDS", 0.3)
    with pytest.raises(Unreadable, match="too_slow"):
        list(tables._messages(pipe))


def test_child_needs_less_memory_than_its_limit_for_an_honest_big_file() -> None:
    line = "武汉市安方食品集团有限公司,赵丽 19792174218,北京,食品,50000,暂停,2026-01-01,已发报价\n"
    sheet = read_one(line.encode() * 100_000)
    assert len(sheet.rows) == 100_000


def test_unknown_error_codes_become_broken() -> None:
    assert Unreadable("whatever").code == "broken"
    assert all("{" not in say(Unreadable(code).message, "zh") for code in MESSAGES)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.one_of(st.none(), st.integers(-(2**53), 2**53), st.booleans(), st.datetimes(), st.dates(), st.text()),
            max_size=5,
        ),
        max_size=5,
    )
)
def test_cells_travel_unchanged(rows: list[list[object]]) -> None:
    assert unpack_rows(pack_rows(rows)) == rows  # type: ignore[arg-type]


def test_text_of_cells() -> None:
    assert [
        text_of(cell)
        for cell in (None, "a", 2.0, 2.5, True, Formula("SUM(A1)"), datetime(2026, 1, 2), datetime(2026, 1, 2, 3, 4))
    ] == [
        "",
        "a",
        "2",
        "2.5",
        "True",
        "",
        "2026-01-02",
        "2026-01-02 03:04:00",
    ]
    assert unpack_rows(pack_rows([[Formula("SUM(A1)")]])) == [[Formula("SUM(A1)")]]
    assert isinstance(unpack_rows(pack_rows([[Formula("SUM(A1)")]]))[0][0], Formula)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(
                st.characters(codec="gb18030", exclude_characters="\x00\r\n\x1a", exclude_categories=("Cc", "Cs")),
                min_size=1,
                max_size=12,
            ),
            min_size=3,
            max_size=3,
        ),
        min_size=3,
        max_size=8,
    ),
    st.sampled_from([",", "\t", ";", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_generated_tables_come_out_whole(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["name", "phone", "note"], *rows])
    data = out.getvalue().encode(encoding)
    dialect = delimited.dialect_of(data)
    assert dialect.delimiter == delimiter
    assert list(delimited.rows_of(data, dialect))[1:] == rows
    assert detect(data)
