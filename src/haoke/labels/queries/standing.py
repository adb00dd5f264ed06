"""Why a record has the tags and levels it has, as far as the reader may know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import access, criteria, registry
from haoke.core.errors import BadRequest
from haoke.core.fieldtypes import translated
from haoke.core.records import storage
from haoke.core.records.reading import read_one, titles
from haoke.core.sql import Sql
from haoke.core.text import current_language, say
from haoke.labels.choices import SOURCES
from haoke.labels.queries.figures import figures
from haoke.labels.queries.levels import in_force
from haoke.labels.queries.reading import TAGS, groups

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec
    from haoke.labels.models import LevelRule
    from haoke.labels.queries.reading import Group

_OF = "SELECT * FROM labels_standing WHERE object = %s AND record = %s ORDER BY at, id"


def choices(actor: Actor, key: str) -> list[dict[str, Any]]:
    """[{id, name, multiple, free, open, tags: [{name, color, ruled, days}]}] of an object, in order."""
    return [_group(actor, each) for each in groups(key)]


def _group(actor: Actor, each: Group) -> dict[str, Any]:
    listed = [
        {"name": tag.name, "color": tag.color, "ruled": tag.condition is not None, "days": tag.days}
        for tag in each.tags
    ]
    name = say_both(each.name)
    shown = {"id": str(each.id), "name": name, "multiple": each.multiple, "free": each.free}
    return {**shown, "open": each.open_to(actor), "tags": listed}


def say_both(name: Mapping[str, str]) -> dict[str, str]:
    """A translated name in both languages."""
    either = name.get("zh") or name.get("en") or ""
    return {"zh": name.get("zh") or either, "en": name.get("en") or either}


def profile(actor: Actor, key: str, record: UUID) -> dict[str, Any]:
    """{tags, levels, groups, figures} as `of_record`, `choices` and `figures` tell them; raises Missing."""
    spec = registry.get(key)
    row = read_one(actor, spec, record)
    told = of_record(actor, spec, record, row)
    return {**told, "groups": choices(actor, key), "figures": figures(actor, spec, row)}


def of_record(actor: Actor, spec: ObjectSpec, record: UUID, row: Mapping[str, Any]) -> dict[str, Any]:
    """{tags: [{value, source, by, at, expires, score}], levels: [{field, value, rule, condition, facts, …}]}.

    Of a level only what the reader may read of what it rests on.
    """
    key = spec.key
    known = storage.fetch(Sql(_OF, (key, record)), prepared=True)
    people = titles(actor, registry.get("user"), {each["by"] for each in known if each["by"]})
    tags = [_said(each, people) for each in known if each["field"] == TAGS and each["value"] in (row.get(TAGS) or ())]
    kept = {each["field"]: each for each in known if each["field"] != TAGS}
    levels = [
        _level(actor, spec, row, field, by, kept.get(field), people)
        for (_, field), by in in_force(key).items()
        if field in access.readable(actor, spec) and row.get(field) is not None
    ]
    return {"tags": tags, "levels": levels}


def _said(each: Mapping[str, Any], people: Mapping[UUID, str | None]) -> dict[str, Any]:
    return {
        "value": each["value"],
        "source": each["source"],
        "said": say(SOURCES[each["source"]]),
        "by": people.get(each["by"]) if each["source"] not in ("rule", "begun") else None,
        "at": each["at"].isoformat(),
        "expires": each["expires"] and each["expires"].isoformat(),
        "score": each["score"],
        "reason": each["reason"],
    }


def _level(  # noqa: PLR0917 - what is known of it
    actor: Actor, spec: ObjectSpec, row: Mapping[str, Any], field: str, by: list[LevelRule],
    kept: Mapping[str, Any] | None, people: Mapping[UUID, str | None],
) -> dict[str, Any]:  # fmt: skip
    """What is said of a level; one that differs from what is kept was written by hand since."""
    if kept is None or kept["value"] != row[field]:
        return {"field": field, "value": row[field], "source": "hand", "said": say(SOURCES["hand"])}
    rule = next((each for each in by if each.id == kept["rule"]), None)
    found = {
        "field": field,
        **_said(kept, people),
        "rule": rule_name(rule) if rule and kept["source"] == "rule" else None,
    }
    if rule is None or kept["source"] != "rule" or not _askable(actor, spec, rule.condition):
        return found
    facts = {name: row[name] for name in dict.fromkeys(_fields(rule.condition)) if row.get(name) is not None}
    return {**found, "condition": rule.condition, "facts": facts}


def rule_name(rule: LevelRule) -> str:
    """What a rule is called in the language of the request."""
    return translated.said(rule.name, current_language())


def _askable(actor: Actor, spec: ObjectSpec, raw: Any) -> bool:
    try:
        return raw is not None and bool(criteria.parse(raw, spec, actor, reckoned=True))
    except BadRequest:
        return False


def _fields(tree: Any) -> Iterator[str]:
    """Fields of the record itself that a condition looks at."""
    if isinstance(tree, list):
        for each in tree:
            yield from _fields(each)
    elif isinstance(tree, dict) and "related" not in tree:
        if isinstance(tree.get("field"), str):
            yield tree["field"]
        for name in ("and", "or", "not"):
            yield from _fields(tree.get(name))
