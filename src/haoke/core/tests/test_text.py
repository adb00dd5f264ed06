"""Texts composed of others, in both languages."""

from __future__ import annotations

import pytest

from haoke.core.text import T, say


@pytest.mark.parametrize(
    ("what", "zh"),
    [
        ("Webhook", "为 Webhook 新建{7}项"),
        ("客户", "为客户新建{7}项"),
        ("Q3", "为 Q3 新建{7}项"),
        ("21", "为21新建{7}项"),
        ("{n}x", "为{n}x 新建{7}项"),
        ("ERP系统", "为 ERP系统新建{7}项"),
        ("", "为新建{7}项"),
    ],
)
def test_a_space_stands_between_chinese_and_a_latin_word(what: str, zh: str) -> None:
    plain = T("New {what}", "为{what}新建{{7}}项")
    assert say(plain.fill(what=what), "zh") == zh
    assert say(plain.fill(what=what), "en") == f"New {what}"


def test_what_it_is_filled_with_is_shaped_as_the_form_says() -> None:
    assert say(T("{n:>3}|", "第{n:>3}个").fill(n="A"), "zh") == "第  A 个"
    assert T("{a}{b}", "{a}{b}").fill(a="x", b=T("y", "乙")).zh == "x乙"
