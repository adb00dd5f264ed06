"""The published API document is the one the routes make; a change of the API shows as a change of the file."""

from __future__ import annotations

from pathlib import Path

import orjson

from haoke.core.api.openapi import document
from haoke.core.text import speaking

KEPT = Path(__file__).parents[2] / "docs" / "openapi.json"


def test_the_published_document_is_up_to_date() -> None:
    with speaking("en"):
        made = orjson.loads(orjson.dumps(document()))
    assert made == orjson.loads(KEPT.read_bytes()), "run `make contract` and read the difference"


def test_every_reference_in_it_leads_somewhere() -> None:
    found = orjson.loads(KEPT.read_bytes())
    for target in set(_references(found)):
        node = found
        for part in target.removeprefix("#/").split("/"):
            node = node[part]


def _references(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [ref for value in node.values() for ref in _references(value)]
    if isinstance(node, list):
        return [ref for value in node for ref in _references(value)]
    return []
