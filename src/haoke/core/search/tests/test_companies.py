"""What company names are made of, and which are one company's."""

from __future__ import annotations

import pytest

from haoke.core.search.companies import Company, parts
from haoke.core.search.naming import head, key, person


@pytest.mark.parametrize(
    ("name", "place", "said", "branch"),
    [
        ("深圳市华为技术有限公司", "深圳", "华为技术", ""),
        ("广东省深圳市南山区腾讯计算机系统有限公司", "深圳", "腾讯计算机系统", ""),
        ("海南椰岛股份有限公司", "海南", "椰岛", ""),
        ("昆山市某某电子有限公司", "", "某某电子", ""),
        ("ＡＢＣ（上海）贸易有限公司", "上海", "abc贸易", ""),
        ("中国平安保险（集团）股份有限公司", "", "中国平安保险", ""),
        ("华为技术有限公司北京分公司", "", "华为技术", "北京"),
        ("华为北京分公司", "", "华为", "北京"),
        ("中国银行深圳分行", "", "中国银行", "深圳"),
        ("Acme Trading Co., Ltd.", "", "acme trading", ""),
        ("Acme Ltd, London Branch", "", "acme", "london"),
        ("Acme - Berlin branch office", "", "acme", "berlin"),
        ("The Company Ltd", "", "the company ltd", ""),
        ("Olive Branch", "", "olive branch", ""),
        ("Twig & Branch Ltd", "", "twig & branch", ""),
        ("上海分公司", "", "上海", ""),
        ("？！", "", "?!", ""),
    ],
)
def test_what_a_name_is_made_of(name: str, place: str, said: str, branch: str) -> None:
    assert parts(name) == Company(place, said, branch)


@pytest.mark.parametrize(
    ("names", "one"),
    [
        (
            ("华为技术（有限公司）", " 华为 技术有限公司", "华为技术", "華為技術（深圳）有限公司", "广东华为技术"),
            "华为技术",
        ),
        (("ACME S.r.l.", "Acme", "acme GmbH", "ＡＣＭＥ　Co., Ltd."), "acme"),
        (("北京科技有限公司", "北京市科技"), "北京科技"),
        (("北京市海淀区人民医院", "北京海淀区人民医院"), "北京海淀区人民医院"),
        (("华为技术有限公司北京市分公司", "华为技术北京分公司"), "华为技术#北京"),
    ],
)
def test_names_of_one_company_have_one_key(names: tuple[str, ...], one: str) -> None:
    assert {key(name) for name in names} == {one}


def test_a_place_tells_apart_what_is_called_by_its_trade_alone() -> None:
    assert key("吉林大学") != key("浙江大学")
    assert key("北京市海淀区人民医院") != key("北京市朝阳区人民医院")


def test_a_branch_knows_its_head() -> None:
    assert head("华为技术有限公司北京分公司") == key("华为技术有限公司")
    assert head("华为技术有限公司") == ""


def test_spellings_of_a_person() -> None:
    assert person("張偉 ") == person("张伟")
    assert person("Zoë") == person("ZOE")
