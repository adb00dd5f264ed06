"""Patterns such as `OPP-{yyyy}{seq:6}`: what may stand in one, and how long its numbers become."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from haoke.core.errors import Problem
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator

SEQUENCE: Final = re.compile(r"\{seq(?::(\d+))?\}")
_WHOLE: Final = re.compile(r"(?:[A-Za-z0-9_./-]|\{yyyy\}|\{yy\}|\{mm\})*\{seq(?::\d{1,2})?\}[A-Za-z0-9_./-]*")
_PART: Final = re.compile(r"\{(yyyy|yy|mm)\}")
#: Characters a number has room for, and digits its count takes one day.
LONGEST, COUNT = 40, 12

BAD: Final = T(
    "A number is letters, digits, {{yyyy}}, {{yy}}, {{mm}} and one {{seq:4}}, such as PRJ-{{yyyy}}{{seq:4}}",
    "编号由字母、数字、{{yyyy}}、{{yy}}、{{mm}} 和一个 {{seq:4}} 组成，如 PRJ-{{yyyy}}{{seq:4}}",
)
UNNUMBERED: Final = T("Records of “{key}” have no numbers", "“{key}”的记录没有编号")
LONG: Final = T("A number may have {most} characters; shorten this", "编号最长 {most} 个字符，请缩短")


def problem(field: str, pattern: str | None) -> Iterator[Problem]:
    """What is wrong with a pattern, if anything."""
    found = _WHOLE.fullmatch(pattern or "")
    if found is None:
        yield Problem(field, "bad_number", BAD.fill())
        return
    digits = SEQUENCE.search(found[0])
    bare = _PART.sub(lambda part: part[1], SEQUENCE.sub("", found[0]))
    if len(bare) + max(int((digits and digits[1]) or 0), COUNT) > LONGEST:
        yield Problem(field, "too_long", LONG.fill(most=LONGEST))
