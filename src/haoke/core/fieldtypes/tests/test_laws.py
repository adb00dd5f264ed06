"""What holds for every kind: shapes turn into one another and back, nothing is slow, nothing lies about itself."""

from __future__ import annotations

import json
import random
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from haoke.core.errors import BadValue
from haoke.core.fieldtypes.base import FieldType, Hints, Op
from haoke.core.fieldtypes.tests.kinds import INPUTS, TYPES
from haoke.core.testing.lots import SLOW, examples
from haoke.core.text import T, say, speaking

QUICK = settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
KINDS = pytest.mark.parametrize("name", TYPES)
HINTS = Hints()


def value_of(kind: FieldType, raw: Any) -> Any:
    try:
        return kind.clean(raw)
    except BadValue:
        assume(False)


@KINDS
@QUICK
@given(data=st.data())
def test_shapes_come_back(name: str, data: st.DataObject) -> None:
    kind = TYPES[name]
    value = value_of(kind, data.draw(INPUTS[name]))
    assert kind.clean(value) == value
    dumped = kind.dump(value)
    assert kind.clean(json.loads(json.dumps(dumped))) == value
    assert kind.load(kind.store(value)) == value
    assert kind.output(kind.store(value)) == dumped
    assert len(kind.store(value)) == len(kind.parts)


@pytest.mark.parametrize("name", [name for name in TYPES if name not in ("file", "files")])
@pytest.mark.parametrize("language", ["zh", "en"])
@QUICK
@given(data=st.data())
def test_a_formatted_value_parses(name: str, language: str, data: st.DataObject) -> None:
    kind = TYPES[name]
    value = value_of(kind, data.draw(INPUTS[name]))
    assert kind.parse(kind.format(value, language), HINTS) == value


@KINDS
def test_samples_are_clean_and_differ(name: str) -> None:
    kind = TYPES[name]
    samples = [kind.sample(random.Random(seed)) for seed in range(60)]
    assert all(value is None or not kind.is_empty(kind.clean(value)) for value in samples)
    if kind.kind not in ("reference", "user", "multireference"):
        assert len({json.dumps(sample) for sample in samples}) > 1


@KINDS
def test_empty_is_empty_in_every_shape(name: str) -> None:
    kind = TYPES[name]
    assert kind.clean(None) is None
    assert kind.dump(None) is None
    assert kind.load(kind.store(None)) is None
    assert kind.format(None, "zh") == ""
    assert kind.is_empty(None)
    assert kind.matches(Op.EMPTY, None, None)
    if name != "boolean":
        assert kind.parse("", HINTS) is None
    assert kind.parse("  ", HINTS) is None


@KINDS
def test_what_is_said_of_it_is_json(name: str) -> None:
    kind = TYPES[name]
    for write in (True, False):
        json.dumps(kind.schema(write=write))
    if kind.kind not in ("reference", "user", "department"):  # their target needs the registry
        json.dumps(kind.meta())
    assert set(kind.operators) <= set(Op)


@KINDS
@QUICK
@given(data=st.data())
def test_search_and_mask_are_texts(name: str, data: st.DataObject) -> None:
    kind = TYPES[name]
    value = value_of(kind, data.draw(INPUTS[name]))
    mask = kind.mask(value)
    assert isinstance(mask, str)
    if value is None:
        return
    assert mask
    assert all(isinstance(text, str) for _, text in kind.search(value))
    assert mask != kind.format(value, "zh") or len(mask) <= 3


@KINDS
@pytest.mark.parametrize(
    "raw",
    [
        object(),
        1.5,
        float("nan"),
        [object()],
        {"id": 3},
        {1: 2},
        ["x", 1],
        "\x00",
        "\ud800",
        "x" * 300_000,
        -(10**50),
        True,
    ],
)
def test_nonsense_is_refused_in_both_languages(name: str, raw: Any) -> None:
    kind = TYPES[name]
    refused = None
    try:
        value = kind.clean(raw)
    except BadValue as bad:
        refused = bad
    if refused is None:
        assert kind.clean(kind.dump(value)) == value
    else:
        assert refused.code
        assert isinstance(refused.message, T)
        assert say(refused.message, "zh") != say(refused.message, "en")
        assert len(refused.message) < 400


_NASTY = (
    "a",
    "1",
    "<b>",
    "&",
    "e\u0301",
    "\u0301\u0323",
    ",;",
    "年月日",
    "中国",
    "(",
    " ",
    "@.",
    "广东省",
    "\ufdfa",
    "{",
    "[",
    "a ",
    "/ ",
    "+",
    "-",
    "1,",
    "0 ",
    "<a<",
    "\u200b",
    "十万",
    "13800138000 ",
    "a.",
    "<!--",
    "\n",
    "<div x=1>",
    "¥",
    "转1",
    "http://",
    "1e9",
)


def _shapes(text: str) -> list[Any]:
    keys = (
        "zh",
        "raw",
        "amount",
        "currency",
        "line",
        "id",
        "code",
        "country",
        "province",
        "name",
        "kind",
        "ext",
        "rel",
    )
    return [
        text,
        dict.fromkeys(keys, text),
        [text],
        [{"kind": text, "id": text}],
        {"amount": 1, "currency": text},
        text.split(text[0]),
    ]


def _seconds(work: Any) -> float:
    times = []
    for _ in range(3):
        start = time.process_time()
        try:
            work()
        except BadValue as bad:
            str(bad)
        times.append(time.process_time() - start)
        if times[-1] < SLOW:
            break
    return min(times)


@KINDS
@pytest.mark.parametrize("piece", _NASTY)
def test_no_text_of_100_kb_is_slow(name: str, piece: str) -> None:
    kind, text = TYPES[name], (piece * (100_000 // len(piece) + 1))[:100_000]
    for shape in _shapes(text):
        assert _seconds(lambda shape=shape: kind.clean(shape)) < SLOW
        assert _seconds(lambda shape=shape: [kind.operand(op, shape) for op in kind.operators[:1]]) < SLOW
    assert _seconds(lambda: kind.parse(text, HINTS)) < SLOW
    for cut in (60, 199, 500, 2000):  # within the caps, where patterns do run
        assert _seconds(lambda cut=cut: kind.parse(text[:cut], HINTS)) < SLOW


@KINDS
def test_labels_follow_the_language(name: str) -> None:
    kind = TYPES[name]
    with speaking("en"):
        assert isinstance(kind.format(kind.clean(kind.sample(random.Random(1))), "en"), str)
