"""Which encoding a text file is in, judged from its bytes."""

from __future__ import annotations

import codecs

from haoke.core.transfer.reading.errors import Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Characters any Chinese business table is full of, simplified and traditional.
_COMMON = frozenset(
    "的一是不了有人这個个中大为為上国國我以要他时時来來用们們公司有限客户客戶电话電話联系聯繫日期金额金額名称名稱地址"
    "市省区區路号號部门門经經理产產品数數量单單价價备備注註年月集团團股份技科贸貿易北京上海广廣州深圳台新高小张張王李陈陳"
)
_SAMPLE = 256 * 1024


def detect(data: bytes) -> str:
    """Python codec name for the whole of `data`; raises Unreadable when it is no text."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _whole(data, name)
    wide = _wide(data[:4096])
    if wide:
        return _whole(data, wide)
    if b"\x00" in data[:_SAMPLE]:
        raise Unreadable("not_a_table")
    if _decodes(data, "utf-8"):
        return "utf-8"
    return _legacy(data)


def _whole(data: bytes, name: str) -> str:
    """The codec a file promises, when it keeps the promise to its end; raises Unreadable."""
    if not _decodes(data, name):
        raise Unreadable("broken")
    return name


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark shows as zero bytes on every other place."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd / half > 0.2 and even / half < 0.02:  # noqa: PLR2004 (said where it is weighed)
        return "utf-16-le"
    if even / half > 0.2 and odd / half < 0.02:  # noqa: PLR2004 (said where it is weighed)
        return "utf-16-be"
    return None


def _decodes(data: bytes, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for start in range(0, len(data), _SAMPLE):
            decoder.decode(data[start : start + _SAMPLE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _legacy(data: bytes) -> str:
    scores = {
        name: _chinese(data, name, lead) for name, lead in (("gb18030", (0xB0, 0xD7)), ("big5hkscs", (0xA4, 0xC6)))
    }
    best = max(scores, key=lambda name: scores[name])
    if scores[best] > 0.5:  # noqa: PLR2004 (said where it is weighed)
        return best
    if _controls(data) > 0.02:  # noqa: PLR2004 (said where it is weighed)
        raise Unreadable("not_a_table")
    return "cp1252" if _decodes(data, "cp1252") else "latin-1"


def _chinese(data: bytes, name: str, common_lead: tuple[int, int]) -> float:
    """0..2: share of everyday characters in what the bytes would say, plus a bonus for the most common ones."""
    if not _decodes(data, name):
        return 0.0
    wide = [char for char in data[:_SAMPLE].decode(name, "ignore") if ord(char) > 0x7F]  # noqa: PLR2004 (said where it is weighed)
    if not wide:
        return 0.0
    everyday = sum(_everyday(char, name, common_lead) for char in wide)
    return everyday / len(wide) + sum(char in _COMMON for char in wide) / len(wide)


def _everyday(char: str, name: str, lead: tuple[int, int]) -> bool:
    raw = char.encode(name)
    if len(raw) != 2:  # noqa: PLR2004 (said where it is weighed)
        return False
    if name == "gb18030":
        return raw[1] >= 0xA1 and (lead[0] <= raw[0] <= lead[1] or raw[0] in (0xA1, 0xA3))  # noqa: PLR2004 (said where it is weighed)
    return lead[0] <= raw[0] <= lead[1] or raw[0] in (0xA1, 0xA2)


def _controls(data: bytes) -> float:
    sample = data[:_SAMPLE]
    return sum(byte < 9 or 13 < byte < 27 for byte in sample) / max(1, len(sample))  # noqa: PLR2004 (said where it is weighed)
