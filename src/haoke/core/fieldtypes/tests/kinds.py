"""One type of every kind, with inputs hypothesis can make for it."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from haoke.core.fieldtypes import (
    address,
    booleans,
    choices,
    dates,
    documents,
    files,
    im,
    links,
    money,
    numbers,
    phone,
    references,
    relative,
    richtext,
    texts,
    translated,
    uscc,
)
from haoke.core.fieldtypes.base import Choice, FieldType, Op
from haoke.core.text import T

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

CHOICES = (
    Choice("open", T("Open", "进行中")),
    Choice("won", T("Won", "赢单"), "green"),
    Choice("lost", T("Lost; gone", "输单、丢失")),
)

#: Assigned characters of the basic plane: both databases and Python know them.
CHARS = st.characters(max_codepoint=0xFFFF, categories=("L", "N", "P", "S", "Zs", "Mn", "Cc"))
TEXT = st.text(CHARS, max_size=12) | st.sampled_from(
    ["50%", "a_b", "A\\B", "İstanbul", "ΣΑΣ", "straße", "张三", "ＡＢ", "a%", "_"]
)
SHORT = st.text(st.sampled_from("aA_%\\ı李.é"), min_size=1, max_size=4)
WORD = st.text(st.sampled_from("abAB09"), min_size=1, max_size=3)
DAY = st.dates(dt.date(1850, 1, 1), dt.date(2200, 1, 1))
NEAR = st.dates(dt.date(2026, 9, 1), dt.date(2027, 3, 1))
MOMENT = st.datetimes(dt.datetime(1905, 1, 1), dt.datetime(2200, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001
NEARLY = st.datetimes(dt.datetime(2026, 11, 10), dt.datetime(2026, 12, 10), timezones=st.just(dt.UTC))  # noqa: DTZ001
DECIMAL = st.decimals(-10_000, 10_000, places=2)
RELATIVE = st.sampled_from([name for name in relative.NAMES if not name.endswith(("days", "ago", "ahead"))]).map(
    lambda name: {"rel": name}
) | st.builds(
    lambda name, n: {"rel": name, "n": n},
    st.sampled_from(["last_days", "next_days", "days_ago", "days_ahead"]),
    st.integers(1, 60),
)
PHONES = st.sampled_from(
    [
        "13800138000",
        "+8613800138000",
        "138 0013 8000",
        "0755-26770000",
        "0755-26770000转8012",
        "0755-26770000-8",
        "95588",
        "10086",
        "+1 415 555 2671",
        "400-820-8820",
        "010-62770000 ext. 12",
        "8000",
    ]
)
PLACES = st.sampled_from(
    [
        "广东省深圳市南山区科技园1号",
        "广东深圳",
        "北京市朝阳区建国路",
        "湖北省仙桃市",
        "1 Main St",
        "科技园",
        "518057 深圳市科苑路",
        "中国银行大厦",
        "东莞市长安镇",
    ]
)
ADDRESS = PLACES | st.fixed_dictionaries(
    {},
    optional={
        "country": st.sampled_from(["CN", "US", "de", "HK", None]),
        "province": st.sampled_from(["广东省", "北京市", "Bavaria", "湖北", "火星省"]),
        "city": st.sampled_from(["深圳市", "Munich", "北京市", "深圳"]),
        "district": st.sampled_from(["南山区", "朝阳区", "Mitte"]),
        "line": st.sampled_from(
            ["科技园1号", "1 Main St · 2", "518057 x", "广东省深圳市福田区x", "邮编518000", "中国 a", "x 邮编518057"]
        )
        | TEXT,
        "postcode": st.sampled_from(["518057", "100000"]),
        "code": st.sampled_from(["440305", "110100", "440000", "429004", "500200"]),
    },
)


def _samples(kind: FieldType) -> SearchStrategy[Any]:
    return st.integers(0, 10_000).map(lambda seed: kind.sample(random.Random(seed)))


TYPES: dict[str, FieldType] = {
    "text": texts.TextType(40),
    "text_not_null": texts.TextType(40, null=False),
    "longtext": texts.LongTextType(60),
    "autonumber": texts.AutoNumberType(),
    "uuid": texts.UuidType(),
    "integer": numbers.IntegerType(-1000, 1000),
    "rating": numbers.RatingType(),
    "decimal": numbers.DecimalType(12, 3),
    "percent": numbers.PercentType(),
    "money": money.MoneyType(),
    "date": dates.DateType(),
    "datetime": dates.DateTimeType(),
    "boolean": booleans.BooleanType(),
    "choice": choices.ChoiceType(CHOICES),
    "multichoice": choices.MultiChoiceType(CHOICES),
    "tags": choices.TagsType(),
    "reference": references.ReferenceType(FieldType),  # type: ignore[arg-type]  # the model is only looked up by name
    "user": references.UserType(FieldType),  # type: ignore[arg-type]  # as above
    "multireference": references.MultiReferenceType(""),
    "email": links.EmailType(80),
    "uscc": uscc.UsccType(),
    "url": links.UrlType(),
    "phone": phone.PhoneType(),
    "im": im.ImType(),
    "address": address.AddressType(),
    "file": files.FileType(),
    "files": files.FileType(multiple=True),
    "json": documents.JsonType(),
    "richtext": richtext.RichTextType(5000),
    "translated": translated.TranslatedType(40),
}

_IDS = st.uuids().map(str)
_FEW = st.sampled_from([f"00000000-0000-4000-8000-00000000000{digit}" for digit in range(4)])
_TAG = st.text(st.sampled_from("aAb李é"), min_size=1, max_size=2)

#: {name: inputs}; what clean refuses of them is left out by the tests.
INPUTS: dict[str, SearchStrategy[Any]] = {
    "text": TEXT | SHORT,
    "text_not_null": TEXT | SHORT,
    "longtext": TEXT | st.text(st.sampled_from("a\n\r\tB "), max_size=10),
    "autonumber": SHORT,
    "uuid": _FEW | _IDS,
    "integer": st.integers(-1000, 1000) | st.integers(-3, 3),
    "rating": st.integers(0, 5),
    "decimal": DECIMAL.map(str) | st.floats(-100, 100).map(lambda number: round(number, 3)),
    "percent": DECIMAL.map(str) | st.integers(0, 3),
    "money": st.builds(
        lambda amount, currency: {
            "amount": str(amount.to_integral_value() if currency == "JPY" else amount),
            "currency": currency,
        },
        DECIMAL | st.sampled_from([Decimal(0), Decimal("0.5"), Decimal("-12.34")]),
        st.sampled_from(["CNY", "USD", "EUR", "JPY", "KWD", "CHF"]),
    ),
    "date": (DAY | NEAR).map(dt.date.isoformat),
    "datetime": (MOMENT | NEARLY).map(dt.datetime.isoformat),
    "boolean": st.booleans(),
    "choice": st.sampled_from(["open", "won", "lost"]),
    "multichoice": st.lists(st.sampled_from(["open", "won", "lost"]), max_size=4),
    "tags": st.lists(_TAG, max_size=4),
    "reference": _FEW,
    "user": _FEW,
    "multireference": st.lists(_FEW, max_size=3),
    "uscc": st.integers(0, 10_000).map(lambda seed: uscc.UsccType().sample(random.Random(seed)))
    | st.sampled_from(["９１４４０３００1922038216", "9144-0300-1922-0382-16", "914403001922038217", "91"]),
    "email": st.builds(lambda name, host: f"{name}@{host}.com", WORD, WORD),
    "url": st.builds(lambda host, path: f"http://{host}.com/{path}", WORD, SHORT),
    "phone": PHONES | _samples(TYPES["phone"]),
    "im": st.lists(
        st.fixed_dictionaries({"kind": st.sampled_from(["wechat", "qq", "other"]), "id": WORD | st.just("12345")}),
        max_size=3,
    ),
    "address": ADDRESS | _samples(TYPES["address"]),
    "file": _samples(TYPES["file"]),
    "files": _samples(TYPES["files"]),
    "json": st.recursive(
        st.dictionaries(WORD, st.integers() | TEXT | st.none(), max_size=3),
        lambda inner: st.dictionaries(WORD, inner, max_size=2) | st.lists(inner, max_size=2),
        max_leaves=4,
    ),
    "richtext": TEXT
    | st.lists(
        st.sampled_from(
            ["<b>", "</b>", "<p>", "a", "A&b", "\n", "<script>x</script>", "<a href='http://x'>l</a>", "&lt;"]
        )
    ).map("".join),
    "translated": st.fixed_dictionaries({}, optional={"zh": TEXT | SHORT, "en": TEXT | SHORT}) | TEXT,
}

#: {name: operands}, by the shape of the operator where it is not that of an input.
OPERANDS: dict[str, SearchStrategy[Any]] = {
    **INPUTS,
    "autonumber": SHORT,
    "date": (DAY | NEAR).map(dt.date.isoformat) | RELATIVE,
    "datetime": (MOMENT | NEARLY).map(dt.datetime.isoformat) | NEAR.map(dt.date.isoformat) | RELATIVE,
    "money": DECIMAL.map(str) | st.integers(-5, 5),
    "multichoice": st.sampled_from(["open", "won", "lost"]),
    "tags": _TAG,
    "multireference": _FEW,
    "im": WORD | st.just("%"),
    "address": st.sampled_from(
        ["440300", "440000", "440305", "110000", "广东", "深圳市", "US", "CN", "429004", "Hong Kong", "abroad", "未知"]
    ),
    "translated": TEXT | SHORT,
}
PARTS: dict[str, SearchStrategy[Any]] = {
    "phone": st.sampled_from(["138", "0755", "8", "86", "8012"]),
    "address": SHORT | st.just("深圳"),
}
PARTLY = (Op.CONTAINS, Op.NCONTAINS, Op.STARTS, Op.ENDS)
