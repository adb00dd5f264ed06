"""Texts: what is kept, what is refused, rich text, both languages, choices, tags, ids, references."""

from __future__ import annotations

import random
from typing import Any
from uuid import UUID

import pytest

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import choices, documents, files, normal, references, richtext, texts, translated
from haoke.core.fieldtypes.base import Choice, Hints, SearchKind
from haoke.core.fieldtypes.tests.kinds import CHOICES
from haoke.core.sql import Sql
from haoke.core.text import say, speaking

HINTS = Hints()
ID = "00000000-0000-4000-8000-000000000001"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  a b  ", "a b"),
        ("a\x00b\x1f", "ab"),
        ("a\r\nb\tc", "a  b c"),
        ("\u200bx\ufeff", "x"),
        ("\u202eevil", "evil"),
        ("e\u0301", "é"),
        ("\u3000张三\u3000", "张三"),
        ("👨\u200d👩", "👨\u200d👩"),
        ("\u2028", None),
    ],
)
def test_one_line_is_tidied(raw: str, kept: str | None) -> None:
    assert texts.TextType().clean(raw) == kept


def test_lines_stay_lines() -> None:
    assert texts.LongTextType().clean(" a\r\nb\rc\td\x07 ") == "a\nb\nc\td"
    assert texts.LongTextType().mask("secret") == "***"
    assert texts.LongTextType().max_length == texts.LONG


@pytest.mark.parametrize(
    ("raw", "code"), [("x" * 201, "too_long"), ("x" * 2000, "too_long"), (5, "not_text"), ("\ud800", "bad_text")]
)
def test_bad_texts_are_refused(raw: Any, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        texts.TextType(200).clean(raw)
    assert caught.value.code == code


def test_refusals_speak_both_languages() -> None:
    with pytest.raises(BadValue) as caught:
        texts.TextType(3).clean("abcd")
    assert caught.value.message == "At most 3 characters; this has 4"
    assert say(caught.value.message, "zh") == "最多 3 个字符，当前 4 个"


def test_marks_without_end_are_refused() -> None:
    with pytest.raises(BadValue) as caught:
        texts.LongTextType().clean("a" * 1000 + "\u0301" * 31)
    assert caught.value.code == "bad_text"
    assert texts.LongTextType().clean("a\u0301" * 1000) == "á" * 1000


def test_names_are_masked_but_for_the_first_character() -> None:
    assert texts.TextType().mask("张三丰") == "张**"
    assert texts.TextType().mask(None) == ""


def test_ids() -> None:
    kind = texts.UuidType()
    assert kind.clean(ID) == UUID(ID)
    assert kind.parse(f" {ID} ", HINTS) == UUID(ID)
    for raw in ("x", "g" * 36, 5):
        with pytest.raises(BadValue, match="is not an id"):
            kind.clean(raw)


def test_numbers_given_are_found_as_codes() -> None:
    assert list(texts.AutoNumberType().search("OPP-1")) == [(SearchKind.CODE, "OPP-1")]


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("<p>a<script>alert(1)</script></p>", "<p>a</p>"),
        ("<img src=x onerror=alert(1)>", None),
        ("<style>*{}</style>x", "x"),
        ("<b onclick=x>a</b>", "<b>a</b>"),
        ("<svg/onload=x>", None),
        ("a\nb", "a<br>b"),
        ("1 < 2\n& 3", "1 &lt; 2<br>&amp; 3"),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener noreferrer nofollow">x</a>'),
        ("<p>a\nb</p>", "<p>a\nb</p>"),
        ("<!-- c -->", None),
    ],
)
def test_rich_text_is_made_harmless(raw: str, kept: str | None) -> None:
    assert richtext.RichTextType().clean(raw) == kept


def test_rich_text_is_cleaned_when_read_too() -> None:
    kind = richtext.RichTextType(null=False)
    assert kind.dump("<script>x</script><b>y</b>") == "<b>y</b>"
    assert kind.dump("<b>" * 5000).startswith("&lt;b&gt;")
    assert kind.store(None) == ("",)
    assert list(kind.search("<p>a&amp;b</p>")) == [(SearchKind.TEXT, " a&b ")]


def test_rich_text_has_bounds() -> None:
    kind = richtext.RichTextType(1000)
    with pytest.raises(BadValue) as caught:
        kind.clean("&" * 900)
    assert caught.value.code == "too_long"
    with pytest.raises(BadValue) as caught:
        richtext.RichTextType().clean("<b>" * 601)
    assert caught.value.code == "too_complex"


def test_a_text_in_two_languages() -> None:
    kind = translated.TranslatedType(20)
    assert kind.clean({"zh": " 赢单 ", "en": ""}) == {"zh": "赢单"}
    assert kind.clean({"xx": "a"}) is None
    assert kind.clean({"en": "Win / loss"}) == {"en": "Win loss"}
    assert kind.parse("赢单 / Won", HINTS) == {"zh": "赢单", "en": "Won"}
    assert kind.parse("Won", HINTS) == {"en": "Won"}
    assert kind.parse("VIP /", HINTS) == {"zh": "VIP"}
    assert kind.format({"zh": "VIP"}, "zh") == "VIP /"
    assert kind.format({"en": "赢"}, "en") == "/ 赢"
    assert translated.said({"zh": "赢单"}, "en") == "赢单"
    assert translated.said({"zh": "赢单", "en": "Won"}, "en") == "Won"
    assert translated.said({}, "zh") == ""
    with speaking("en"):
        assert kind.clean("Won") == {"en": "Won"}
    for raw in (5, {"zh": 5}, {"zh": "x" * 21}):
        with pytest.raises(BadValue):
            kind.clean(raw)


def test_both_languages_are_ordered_by_the_readers() -> None:
    kind = translated.TranslatedType()
    with speaking("en"):
        assert kind.sort_key(Sql("c")).text.startswith("lower(coalesce(c->>'en'")
    assert kind.sort_key(Sql("c")).text.startswith("lower(coalesce(c->>'zh'")


@pytest.mark.parametrize("text", ["won", "Won", "赢单", " ＷＯＮ ", "w on"])
def test_choices_by_value_or_label(text: str) -> None:
    assert choices.ChoiceType(CHOICES).parse(text, HINTS) == "won"


def test_choices_by_what_was_answered() -> None:
    kind = choices.ChoiceType(CHOICES)
    assert kind.parse("成交", Hints(choices={"成交": "won"})) == "won"
    with pytest.raises(BadValue, match="Open, Won"):
        kind.parse("成交", Hints(choices={"成交": "nothing"}))
    for raw in ("Won", 5):
        with pytest.raises(BadValue):
            kind.clean(raw)
    assert kind.clean("") is None
    assert kind.label("gone", "zh") == "gone"
    assert kind.format("won", "zh") == "赢单"
    assert kind.meta()["choices"][1] == {"value": "won", "label": CHOICES[1].label, "color": "green"}
    assert choices.ChoiceType().sample(random.Random(0)) is None
    assert choices.MultiChoiceType().sample(random.Random(0)) is None


def test_a_value_wins_over_another_ones_label() -> None:
    kind = choices.ChoiceType((Choice("a", "b"), Choice("b", "c")))
    assert kind.parse("b", HINTS) == "b"


def test_several_choices() -> None:
    kind = choices.MultiChoiceType(CHOICES)
    assert kind.clean(["won", "open", "won"]) == ["open", "won"]
    assert kind.parse("赢单，进行中", HINTS) == ["open", "won"]
    assert kind.parse("Won; 输单、丢失", HINTS) == ["won", "lost"]
    for raw in ("won", [5], ["x"], ["won"] * 101):
        with pytest.raises(BadValue):
            kind.clean(raw)


def test_tags() -> None:
    kind = choices.TagsType()
    assert kind.clean(["VIP", "vip", " ＶＩＰ ", "b"]) == ["VIP", "b"]
    assert kind.parse("a，b;c|d", HINTS) == ["a", "b", "c", "d"]
    for raw in (["a,b"], [""], [None], ["x" * 51], "a"):
        with pytest.raises(BadValue):
            kind.clean(raw)


def test_references_take_an_id_or_a_ref() -> None:
    kind = references.ReferenceType(object)  # type: ignore[arg-type]  # any model
    assert kind.clean({"id": ID, "title": "x"}) == UUID(ID)
    assert kind.clean("") is None
    assert kind.dump(UUID(ID)) == {"id": ID, "title": None}
    with pytest.raises(BadValue) as caught:
        kind.parse("华为", HINTS)
    assert caught.value.code == "unresolved"


def test_several_references() -> None:
    kind = references.MultiReferenceType("")
    assert kind.clean([ID, {"id": ID}]) == [UUID(ID)]
    assert kind.clean([]) is None
    assert kind.meta() == {"target": None}
    for raw in ("x", [ID] * 201, ["x"]):
        with pytest.raises(BadValue):
            kind.clean(raw)


def test_files_are_uploaded_not_typed() -> None:
    kind = files.FileType()
    value = kind.clean({"id": ID, "name": "../a.pdf", "size": 3})
    assert value == files.FileRef(UUID(ID))
    assert (value.name, value.size, value.type) == ("a.pdf", 3, "application/octet-stream")
    assert kind.clean(ID) == kind.clean({"id": ID}) == value
    assert kind.format(value, "zh") == "a.pdf"
    for raw in (
        "x",
        3,
        {"id": ID, "size": True},
        {"id": ID, "size": -1},
        {"id": ID, "name": 1},
        {"name": "a", "size": 1},
    ):
        with pytest.raises(BadValue):
            kind.clean(raw)
    with pytest.raises(BadValue) as caught:
        kind.parse("a.pdf", HINTS)
    assert caught.value.code == "not_typed"


def test_several_files() -> None:
    kind = files.FileType(multiple=True)
    other = "00000000-0000-4000-8000-000000000009"
    value = kind.clean([{"id": ID, "name": "a.pdf", "size": 1}, other, ID])
    assert value == (files.FileRef(UUID(ID)), files.FileRef(UUID(other)))
    assert kind.clean([]) is None
    assert kind.dump(value)[0] == {"id": ID, "name": "a.pdf", "size": 1, "type": "application/octet-stream"}
    assert kind.format(kind.clean([ID, other]), "zh") == "file; file"
    with pytest.raises(BadValue) as caught:
        kind.clean([ID] * 21)
    assert caught.value.code == "too_many"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("报价单.pdf", "报价单.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\a.txt", "a.txt"),
        ("a\x00b\r\n.txt", "ab  .txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\u200b.html\u200f", "a.html"),
        (".htaccess", "htaccess"),
        ("..", "file"),
        ("/", "file"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
        ("x" * 300, "x" * 255),
        ("x." + "y" * 300, "x." + "y" * 253),
    ],
)
def test_names_of_files(given: str, kept: str) -> None:
    assert files.tidy_name(given) == kept


def test_names_that_cannot_be_stored() -> None:
    for bad in ("\ud800.pdf", None, 3):
        with pytest.raises(BadValue):
            files.tidy_name(bad)


def nested(depth: int) -> list[Any]:
    value: list[Any] = [1]
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("x", "not_json"),
        ({"a": object()}, "not_json"),
        ([float("nan")], "not_json"),
        ([1] * 10_001, "too_many"),
        (nested(40), "too_deep"),
        ({"a": "x" * 100_001}, "too_long"),
        ({"a": "\x00"}, "bad_text"),
        ({"a": "\ud800"}, "bad_text"),
    ],
)
def test_bad_json_is_refused(raw: Any, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        documents.JsonType().clean(raw)
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["{", "1", "[" * 5000, "1" * 5000, "x" * 100_001, '{"a": NaN}'])
def test_bad_json_text_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        documents.JsonType().parse(text, HINTS)


def test_words_in_full_width_are_the_same() -> None:
    assert normal.key(" Ａ b") == normal.key("aB")
    assert normal.lower("İΣ") == "iσ"
    assert normal.plain("\tＡ  ｂ\n", 10) == "A b"
