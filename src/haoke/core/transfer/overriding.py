"""What a person says about tables and columns, merged and put in the place of guesses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from haoke.core.errors import Invalid
from haoke.core.text import T
from haoke.core.transfer import asides
from haoke.core.transfer.guessing.mapping import KEY, NOTES, PEOPLE, Guess, Match, guess
from haoke.core.transfer.guessing.targets import ADDRESS_PARTS, NAME_PARTS

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.transfer.guessing.targets import ObjectTarget
    from haoke.core.transfer.tables import Table

NO_OBJECT = T("There is no such object to import", "没有可导入的该对象")
NO_FIELD = T("There is no such field to import into", "没有可导入的该字段")
TWICE = T("Two columns cannot become the same field", "两列不能对应同一个字段")
_PARTS = ("tables", "answers", "fixes", "options")


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Old decisions with new ones laid over them, two levels deep for tables."""
    result = {part: {**old.get(part, {}), **new.get(part, {})} for part in _PARTS}
    for ident, rule in new.get("tables", {}).items():
        before = old.get("tables", {}).get(ident, {})
        result["tables"][ident] = {
            **before,
            **rule,
            "columns": _one_each(before.get("columns", {}), rule.get("columns", {})),
        }
        if "object" in rule and rule["object"] != before.get("object"):
            result["tables"][ident]["columns"] = dict(rule.get("columns", {}))
    return result


def _one_each(old: Mapping[str, str | None], new: Mapping[str, str | None]) -> dict[str, str | None]:
    """{column: field} after new choices; a field given to another column is taken from the one that had it."""
    given = {path for path in new.values() if path}
    return {**{index: None if path in given else path for index, path in old.items()}, **new}


def validate(
    actor: Actor,
    tables: Mapping[str, Mapping[str, Any]],
    objects: Mapping[str, str | None],
    known: Mapping[str, ObjectTarget],
) -> None:
    """Refuse objects and fields there are not, and what the actor may not say; `objects`: what tables are taken for.

    Raises Invalid.
    """
    for ident, rule in tables.items():
        key = rule.get("object", objects.get(ident))
        _object(key, known)
        paths = [path for path in rule.get("columns", {}).values() if _checked(path, key, known)]
        if len(set(paths)) < len(paths):
            raise Invalid.at("columns", "twice", TWICE)
        for path in paths:
            if path and key and (closed := asides.closed(actor, key, path)):
                raise Invalid.at("columns", "closed", closed)


def _object(key: str | None, objects: Mapping[str, ObjectTarget]) -> None:
    if key is not None and (key not in objects or not objects[key].importable):
        raise Invalid.at("object", "unknown", NO_OBJECT)


def applied(table: Table, rule: Mapping[str, Any], objects: Mapping[str, ObjectTarget]) -> Table:
    """The table with its meaning as decided; raises Invalid for an object or field there is not."""
    if rule.get("skip"):
        table.guess = Guess(None, 0.0, {column.index: Match(None) for column in table.columns})
        return table
    key = rule.get("object", table.object)
    _object(key, objects)
    if "object" in rule and key != table.object:
        table.guess = (
            guess(table.columns, objects, table.name, key)
            if key
            else Guess(None, 0.0, {c.index: Match(None) for c in table.columns})
        )
    chosen = {path for path in rule.get("columns", {}).values() if path}
    for place, match in table.guess.matches.items():
        if match.path in chosen:
            table.guess.matches[place] = Match(None)
    for index, path in rule.get("columns", {}).items():
        if int(index) in table.guess.matches:
            table.guess.matches[int(index)] = Match(_checked(path, key, objects), 1.0, "chosen")
    return table


def _is_option(target: ObjectTarget, field: str, part: str) -> bool:
    item = target.fields[field]
    return item.kind == "multichoice" and part in {option.value for option in item.options}


def _is_aside(path: str, target: ObjectTarget | None) -> bool:
    return target is not None and target.aside(path) is not None


def _checked(path: str | None, main: str | None, objects: Mapping[str, ObjectTarget]) -> str | None:
    if path is None or path == KEY or _is_aside(path, objects.get(main or "")):
        return path
    owner, _, name = path.rpartition(".")
    target = objects.get(owner or main or "")
    field, _, part = name.partition("/")
    if (
        target is None
        or (name not in (PEOPLE, NOTES) and field not in target.fields)
        or (part and part not in {**ADDRESS_PARTS, **NAME_PARTS} and not _is_option(target, field, part))
    ):
        raise Invalid.at("columns", "unknown", NO_FIELD)
    return path
