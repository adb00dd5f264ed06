"""What texts are found by."""

from __future__ import annotations

import pytest

from haoke.core.fieldtypes.base import SearchKind
from haoke.core.search.companies import core
from haoke.core.search.tokens import MOST, digits, fold, pairs, runs, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Müller", "muller"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("ＡＢＣ１２", "abc12"),
        ("Bjørn Þór", "bjorn thor"),
        ("한글", "한글"),
        ("café", "cafe"),
    ],
)
def test_folding_takes_case_width_and_accents_away(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_runs_part_han_from_latin() -> None:
    assert list(runs("华为Mate 60-Pro(上海)_x")) == ["华为", "mate", "60", "pro", "上海", "x"]


def test_pairs() -> None:
    assert pairs("华为技术") == ["华为", "为技", "技术"]
    assert pairs("李") == ["李"]


def test_a_person_is_found_by_pinyin_initials_and_given_name() -> None:
    assert {"张伟", "伟", "zhangwei", "zw", "wei"} <= set(tokens(SearchKind.NAME, "张伟"))
    assert {"欧阳", "ouyangzhiyuan", "oyzy"} <= set(tokens(SearchKind.NAME, "欧阳志远"))


def test_a_company_is_found_by_the_initials_of_its_core() -> None:
    found = set(tokens(SearchKind.COMPANY, "深圳市华为技术有限公司"))
    assert {"华为", "技术", "hwjs", "huaweijishu", "szshwjsyxgs"} <= found


def test_plain_text_has_no_pinyin() -> None:
    assert tokens(SearchKind.TEXT, "报价 quote") == ("报价", "价", "quote")


def test_a_latin_name_has_no_pinyin() -> None:
    assert tokens(SearchKind.NAME, "Zoë O'Brien") == ("zoe", "o", "brien")


def test_a_long_text_gives_a_bounded_number_of_tokens() -> None:
    text = "".join(chr(0x4E00 + i) for i in range(3_000))
    assert len(tokens(SearchKind.TEXT, text)) == MOST


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("深圳市华为技术有限公司", "华为技术"),
        ("广东省深圳市中兴股份有限公司", "中兴"),
        ("好客（北京）科技有限公司", "好客（北京）科技"),
        ("新疆维吾尔自治区天山集团", "天山"),
        ("北京公司", "北京"),
        ("公司", "公司"),
        ("厂", "厂"),
    ],
)
def test_core_of_a_company_name(name: str, kept: str) -> None:
    assert core(name) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("+86 138 1234 0000", "13812340000"),
        ("0086-138-1234-0000", "13812340000"),
        ("021-62345678", "2162345678"),
        ("+49 89 1234567", "49891234567"),
        ("8613812340000", "13812340000"),
        ("86123456", "86123456"),
        ("0000", "0000"),
        ("１３８１２３４００００", "13812340000"),
        ("abc", ""),
    ],
)
def test_digits_of_a_number(text: str, kept: str) -> None:
    assert digits(text) == kept
