"""Whatever an action asks for, people are asked in their language and by the right kind of field."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.core import registry
from haoke.core.api.meta import inputs
from haoke.core.text import speaking

KINDS = {field.type.kind for spec in registry.objects().values() for field in registry.fields(spec.key).values()}
ASKED = [
    (spec.key, action.name)
    for spec in registry.objects().values()
    for action in spec.actions
    if action.input is not None
]


def asked(key: str, name: str) -> list[dict[str, Any]]:
    spec = registry.get(key)
    (action,) = (each for each in spec.actions if each.name == name)
    assert action.input is not None
    return inputs(spec, action.input)


@pytest.mark.parametrize(("key", "name"), ASKED)
def test_every_input_has_a_label_in_both_languages_and_a_kind(key: str, name: str) -> None:
    with speaking("en"):
        english = asked(key, name)
    with speaking("zh"):
        chinese = asked(key, name)
    for one, other in zip(english, chinese, strict=True):
        assert one["label"] != one["name"]
        assert not one["label"].isspace()
        assert any(letter > "\u2e7f" for letter in other["label"]), other
        assert one["kind"] in KINDS
        if one["kind"] in {"reference", "multireference"}:
            assert one["target"]
        if one["kind"] == "choice":
            assert one["choices"]
