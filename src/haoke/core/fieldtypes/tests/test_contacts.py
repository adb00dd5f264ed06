"""Telephone numbers, e-mail and web addresses, messengers, postal addresses."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import address, countries, im, links, phone, places, regions
from haoke.core.fieldtypes.base import Hints, Op, SearchKind
from haoke.core.text import Language, speaking

HINTS = Hints()
PHONE, EMAIL, URL, IM, ADDRESS = (
    phone.PhoneType(),
    links.EmailType(60),
    links.UrlType(),
    im.ImType(),
    address.AddressType(),
)


@pytest.mark.parametrize(
    ("text", "e164", "ext", "mask"),
    [
        ("13800138000", "+8613800138000", None, "138****8000"),
        ("１３８ ００１３ ８０００", "+8613800138000", None, "138****8000"),
        ("+86 138-0013-8000", "+8613800138000", None, "138****8000"),
        ("手机：13800138000", "+8613800138000", None, "138****8000"),
        ("13800138000.0", "+8613800138000", None, "138****8000"),
        ("0755-26770000转8012", "+8675526770000", "8012", "755****0000"),
        ("(0755)26770000-8012", "+8675526770000", "8012", "755****0000"),
        ("010-62770000 ext. 12", "+861062770000", "12", "106****0000"),
        ("400-820-8820", "+864008208820", None, "400****8820"),
        ("400-820-8820-1", "+864008208820", "1", "400****8820"),
        ("95588", None, None, "***"),
        ("26770000分机12", None, "12", "26****00"),
        ("+999 12", None, None, "***"),
        ("00 44 20 7946 0958", "+442079460958", None, "442****0958"),
    ],
)
def test_numbers_are_read(text: str, e164: str | None, ext: str | None, mask: str) -> None:
    value = PHONE.parse(text, HINTS)
    assert (value.e164, value.ext) == (e164, ext)
    assert PHONE.mask(value) == mask
    assert phone.read(value.raw) == value


def test_numbers_of_another_country_are_kept_with_its_code() -> None:
    american = Hints(country="US")
    assert PHONE.parse("(415) 555-2671", american) == phone.Phone("+1 415-555-2671", "+14155552671", None)
    assert PHONE.parse("(415) 555-2671 x8", american) == phone.Phone("+1 415-555-2671 ext. 8", "+14155552671", "8")
    assert PHONE.parse("+1 415 555 2671", american).raw == "+1 415 555 2671"
    assert PHONE.parse("123", american).e164 is None


@pytest.mark.parametrize(
    "text", ["无", "138****0000", "12", "13800138000/13900139000", "1" * 18, "+", "++12/34()", "x" * 61]
)
def test_what_is_not_one_number_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        PHONE.parse(text, HINTS)


def test_numbers_as_objects() -> None:
    assert PHONE.clean({"raw": "0755-26770000", "ext": "12"}) == phone.read("0755-26770000转12")
    assert PHONE.clean({"raw": "0755-26770000转1", "ext": "12"}) == phone.read("0755-26770000转1")
    assert PHONE.clean({"e164": "+8613800138000"}) == phone.read("+8613800138000")
    assert PHONE.clean({"raw": 5}) is None
    assert PHONE.clean("  ") is None
    with pytest.raises(BadValue):
        PHONE.clean(5)
    assert list(PHONE.search(PHONE.clean("95588"))) == [(SearchKind.PHONE, "95588")]
    assert PHONE.mask(None) == ""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Li.Ming@Example.COM", "Li.Ming@example.com"),
        ("李明 <li@example.cn>", "li@example.cn"),
        ("mailto:a+b@example.com", "a+b@example.com"),
        ("ａ＠example.com；", "a@example.com"),
        ("用户@例子.中国", "用户@例子.中国"),
        ("a@corp.local", "a@corp.local"),
    ],
)
def test_mail_addresses(text: str, kept: str) -> None:
    assert EMAIL.parse(text, HINTS) == kept


@pytest.mark.parametrize(
    "text",
    ["a", "a@", "@b.com", "a@b", "a b@c.com", "a@b.com, c@d.com", "a@b..com", f"{'a' * 65}@b.com", "a@例 子.中国"],
)
def test_bad_mail_addresses_are_refused(text: str) -> None:
    with pytest.raises(BadValue) as caught:
        EMAIL.clean(text)
    assert caught.value.code in ("not_an_email", "too_long")


def test_a_mail_address_may_grow_too_long() -> None:
    with pytest.raises(BadValue):
        links.EmailType(10).clean("a@ﬃﬃ.cn")


def test_mail_addresses_are_masked() -> None:
    assert EMAIL.mask("liming@example.com") == "l***@example.com"
    assert EMAIL.mask(None) == ""
    assert list(EMAIL.search("a@b.cn")) == [(SearchKind.EMAIL, "a@b.cn")]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("www.example.com", "https://www.example.com"),
        ("//example.com/a", "https://example.com/a"),
        ("HTTP://Example.COM/Path?q=1#x", "http://example.com/Path?q=1#x"),
        ("例子.中国", "https://例子.中国"),
        ("example.com:8080/x", "https://example.com:8080/x"),
        ("http://[::1]:80/", "http://[::1]:80/"),
    ],
)
def test_web_addresses(text: str, kept: str) -> None:
    assert URL.clean(text) == kept
    assert URL.clean(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://x.com",
        "http://",
        "http://a@b.com",
        "http://a b.com",
        "http://a\\b.com",
        "http://x.com:99999",
        "http://[::1",
        "mailto:a@b.com",
        "http://x.com:port/",
        "http://a<b>.com",
        "x" * 1999,
    ],
)
def test_bad_web_addresses_are_refused(text: str) -> None:
    with pytest.raises(BadValue):
        URL.clean(text)


def test_messengers() -> None:
    accounts = IM.parse("微信：abc; QQ: 12345；wx:d\n99999", HINTS)
    assert accounts == [
        im.ImAccount("wechat", "abc"),
        im.ImAccount("qq", "12345"),
        im.ImAccount("wechat", "d"),
        im.ImAccount("qq", "99999"),
    ]
    assert IM.parse("plain_id", HINTS) == [im.ImAccount("wechat", "plain_id")]
    assert IM.parse("ICQ: 5", HINTS) == [im.ImAccount("other", "5")]
    assert IM.format(accounts[:1], "en") == "WeChat: abc"
    assert list(IM.search(accounts[:1])) == [(SearchKind.CODE, "abc")]
    for raw in (
        "x",
        [5],
        [{"kind": "fax", "id": "1"}],
        [{"kind": "qq", "id": ""}],
        [{"kind": "qq", "id": "a;b"}],
        [{"kind": "qq", "id": "1"}] * 21,
        [{"kind": ["qq"], "id": "1"}],
    ):
        with pytest.raises(BadValue):
            IM.clean(raw)


@pytest.mark.parametrize(
    ("text", "code", "line", "postcode"),
    [
        ("广东省深圳市南山区科技园南区1栋", "440305", "科技园南区1栋", None),
        ("广东深圳南山区科技园", "440305", "科技园", None),
        ("广东省, 深圳市 / 南山区 - 科技园", "440305", "科技园", None),
        ("深圳市南山区", "440305", None, None),
        ("北京市朝阳区建国路88号", "110105", "建国路88号", None),
        ("北京市北京市朝阳区", "110105", None, None),
        ("北京朝阳区建国路", "110105", "建国路", None),
        ("上海浦东新区张江", "310115", "张江", None),
        ("重庆市城口县", "500229", None, None),
        ("湖北省仙桃市", "429004", None, None),
        ("新疆石河子市", "659001", None, None),
        ("内蒙古呼和浩特市", "150100", None, None),
        ("吉林市昌邑区", "220202", None, None),
        ("昆山市玉山镇", "320583", "玉山镇", None),
        ("东莞市长安镇", "441900", "长安镇", None),
        ("大连市中山路12号", "210200", "中山路12号", None),
        ("香港特别行政区中环", "810000", "中环", None),
        ("台湾省台北市", "710100", None, None),
        ("中国广东省广州市天河区", "440106", None, None),
        ("中国 广东", "440000", None, None),
        ("中国银行大厦", None, "中国银行大厦", None),
        ("南京路100号", None, "南京路100号", None),
        ("吉林大学", None, "吉林大学", None),
        ("朝阳区望京", None, "朝阳区望京", None),
        ("518057 深圳市科苑路", "440300", "科苑路", "518057"),
        ("深圳市科苑路 邮编：518057", "440300", "科苑路", "518057"),
        ("深圳市科苑路（518057）", "440300", "科苑路", "518057"),
    ],
)
def test_chinese_addresses_are_taken_apart(text: str, code: str | None, line: str | None, postcode: str | None) -> None:
    value = ADDRESS.parse(text, HINTS)
    assert (value.country, value.code, value.line, value.postcode) == ("CN", code, line, postcode)
    assert ADDRESS.parse(ADDRESS.format(value, "zh"), HINTS) == value


def test_the_names_of_a_code() -> None:
    assert regions.get("440305") == regions.Region("440305", "广东省", "深圳市", "南山区")
    assert regions.get("110100") == regions.Region("110000", "北京市")
    assert regions.get("110105").written == "北京市朝阳区"  # type: ignore[union-attr]  # it exists
    assert regions.get("500229") == regions.Region("500229", "重庆市", None, "城口县")
    assert regions.get("999999") is None
    assert len(regions.names()) > 3500


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"code": "440305", "line": "科技园"}, ("CN", "440305", "科技园", None)),
        ({"code": "440305", "line": "广东省深圳市南山区科技园"}, ("CN", "440305", "科技园", None)),
        ({"code": "440300", "line": "广东省深圳市南山区科技园"}, ("CN", "440305", "科技园", None)),
        ({"province": "广东省", "city": "深圳市", "line": "南山区x"}, ("CN", "440305", "x", None)),
        ({"province": "火星省", "line": "x"}, ("CN", None, "火星省 x", None)),
        ({"country": "cn", "line": "Room 1"}, ("CN", None, "Room 1", None)),
        ({"country": "CN", "line": "中国 Room 1"}, ("CN", None, "Room 1", None)),
        ({"country": "CN", "line": "518057 Room"}, ("CN", None, "Room", "518057")),
        ({"country": "CN", "line": "518057 Room", "postcode": "100000"}, ("CN", None, "518057 Room", "100000")),
        ({"country": "CN", "postcode": "100000"}, (None, None, "100000", None)),
        ({"line": "1 Main St", "postcode": "AB1 2CD"}, (None, None, "AB1 2CD 1 Main St", None)),
        (
            {"country": "GB", "city": "London", "line": "1 · 2", "district": "W1", "postcode": "W1A 1AA"},
            ("GB", None, "1 , 2, W1", "W1A 1AA"),
        ),
        ({"country": "US"}, ("US", None, None, None)),
    ],
)
def test_addresses_as_objects(raw: dict[str, Any], expected: tuple[Any, ...]) -> None:
    value: Any = ADDRESS.clean(raw)
    assert (value.country, value.code, value.line, value.postcode) == expected
    assert ADDRESS.clean(ADDRESS.dump(value)) == value
    assert ADDRESS.parse(ADDRESS.format(value, "en"), HINTS) == value


@pytest.mark.parametrize("raw", [{}, {"country": "CN"}, {"line": " "}, "", {"country": "CN", "line": "中国"}])
def test_an_address_without_anything_is_none(raw: Any) -> None:
    assert ADDRESS.clean(raw) is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (5, "not_object"),
        ({"country": "Mars"}, "not_a_country"),
        ({"code": "999999"}, "not_a_region"),
        ({"line": 5}, "not_text"),
        ({"country": "CN", "line": "x", "postcode": "123"}, "bad_postcode"),
        ({"postcode": "?"}, "bad_postcode"),
    ],
)
def test_bad_addresses_are_refused(raw: Any, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        ADDRESS.clean(raw)
    assert caught.value.code == code


def test_a_region_takes_in_what_lies_in_it() -> None:
    shenzhen, beijing = ADDRESS.clean("深圳市南山区科技园"), ADDRESS.clean("北京市朝阳区")
    for raw in ("440000", "440300", "440305", "广东", "深圳市", "CN"):
        assert ADDRESS.matches(Op.EQ, shenzhen, ADDRESS.operand(Op.EQ, raw))
    for raw in ("440304", "110000", "北京", "US"):
        assert not ADDRESS.matches(Op.EQ, shenzhen, ADDRESS.operand(Op.EQ, raw))
    assert ADDRESS.matches(Op.IN, beijing, ADDRESS.operand(Op.IN, ["440000", "110000"]))
    assert ADDRESS.mask(shenzhen) == "广东省深圳市***"
    assert ADDRESS.mask(beijing) == "北京市***"
    assert ADDRESS.mask(ADDRESS.clean("吉林大学")) == "***"
    assert ADDRESS.mask(None) == ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_place_is_called_finds_it(language: Language) -> None:
    """What a tile is called, in either language, is what a condition takes for the same place."""
    kind = ADDRESS
    with speaking(language):
        assert [(code, kind.one(places.name(code))) for code in places.units()] == [
            (code, ("code", code[:2])) for code in places.units()
        ]
        abroad = sorted(countries.codes() - set(places.ELSEWHERE))
        assert [kind.one(places.name(code)) for code in abroad] == [("country", code) for code in abroad]
        assert kind.one(places.name(None))[0] == places.UNKNOWN
