"""Giving a field another kind that holds its values as they are: which can be had, and which values would not fit.

Nothing is rewritten, so nothing is lost on the way back either. Kinds that would keep values otherwise (a text as a
number) are none of these: the Log tells what a field held, and could no longer be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.custom.kinds import KINDS
from haoke.core.custom.options import LONGEST, MOST_CHOICES, type_of
from haoke.core.errors import BadValue, Denied
from haoke.core.records import reading, storage
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

_TEXTS: Final = ("text", "longtext")
#: {kind: kinds it can become}; the database's trigger knows the same list.
INTO: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("longtext", "choice", "email", "url"),
    "longtext": ("text", "choice"),
    "choice": _TEXTS,
    "email": _TEXTS,
    "url": _TEXTS,
    "integer": ("decimal",),
}
#: Different values that are looked at; more are none anybody would go through, nor choices.
MOST: Final = 50_000
EXAMPLES, RECORDS = 10, 3

NOT_INTO: Final = T(
    "A field of this kind can become: {kinds}. For another one make a new field, and import the values into it",
    "此类型只能改为：{kinds}。需要其他类型时，请新建字段并导入内容",
)
NOTHING: Final = T("none", "无")
MISFITS: Final = T(
    "{count} records hold something that does not fit, such as “{value}”; change those first",
    "有 {count} 条记录的内容不符合新类型，如“{value}”，请先修改",
)
NOT_SEEN: Final = T(
    "Only who reads all records and this field can change its kind, for it rests on what they hold",
    "更改类型需查看全部记录内容，只有能读取全部记录及此字段的人可以更改",
)
CALCULATED: Final = T("A calculated field keeps its kind", "计算字段不能更改类型")


def into(definition: Mapping[str, Any]) -> tuple[str, ...]:
    """Kinds a field can become."""
    options = definition["options"] or {}
    return () if options.get("formula") or options.get("rollup") else INTO.get(definition["kind"], ())


def reads_all(actor: Actor, definition: Mapping[str, Any]) -> bool:
    """Whether somebody may be told what any record holds in the field."""
    spec = registry.get(definition["object"])
    whole = access.scope_of(actor, spec, Verb.READ) is Scope.ALL
    return whole and access.field_right(actor, spec, definition["name"]) >= FieldRight.READ


def misfits(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[Any, int, list[UUID]]]:
    """[(value, how many records hold it, some of them)] of what the kind and options it shall have cannot hold.

    `before` and `after` are definitions; records in the bin count, for they may come back.
    """
    spec = registry.get(before["object"])
    old, new = registry.field(spec.key, before["name"]), type_of(after)
    labels = {each["value"]: each["label"] for each in (before["options"] or {}).get("choices", ())}
    held = _held(spec, old)
    known = {each["value"] for each in (after["options"] or {}).get("choices", ())}
    return [each for each in held if not _fits(each[0], new, labels, known)]


def _held(spec: ObjectSpec, field: FieldDef) -> list[tuple[Any, int, list[UUID]]]:
    column, table = field.column("r"), storage.table(spec.model)
    head = column.wrap("SELECT ", f", count(*), (array_agg(r.id ORDER BY r.id))[1:{RECORDS}] FROM {table} r WHERE ")
    tail = column.wrap("", " IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 ") + Sql("LIMIT %s", (MOST,))
    return [(value, count, ids) for value, count, ids in rows(head + tail) if value != ""]


def _fits(value: Any, kind: Any, labels: Mapping[str, Mapping[str, str]], known: set[str]) -> bool:
    """Whether the kind takes the value as it is; a choice must be called what it is kept as, for only that stays."""
    if labels:
        return set(labels.get(value, {}).values()) <= {value}
    if kind.kind == "choice":
        return value in known
    try:
        return bool(kind.clean(value) == value)
    except BadValue:
        return False


def choices(before: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The values there are as choices, those of most records first, as many as a field has."""
    spec = registry.get(before["object"])
    held = _held(spec, registry.field(spec.key, before["name"]))
    fit = [str(value) for value, _, _ in held if len(str(value)) <= LONGEST and _plain(str(value))]
    return [{"value": each, "label": {"zh": each, "en": each}, "color": "gray"} for each in fit[:MOST_CHOICES]]


def _plain(value: str) -> bool:
    return value == value.strip() and value.isprintable()


def foreseen(actor: Actor, before: Mapping[str, Any], kind: str | None, options: Mapping[str, Any] | None) -> Any:
    """{kinds} it can become, and of one of them {held, misfits: [{value, count, records}], unfit, choices}."""
    spec = registry.get(before["object"])
    if not reads_all(actor, before):
        raise Denied(NOT_SEEN)
    answer = {"kinds": [{"value": each, "label": say(KINDS[each].label)} for each in into(before)], "change": None}
    if kind is None or kind not in into(before):
        return answer
    offered = choices(before) if kind == "choice" else []
    given = dict(options or {}) or ({"choices": offered} if offered else {})
    found = misfits(before, {**before, "kind": kind, "options": given})
    total = sum(count for _, count, _ in _held(spec, registry.field(spec.key, before["name"])))
    listed = [_told(actor, spec, *each) for each in found[:EXAMPLES]]
    unfit = sum(count for _, count, _ in found)
    return answer | {"change": {"held": total, "unfit": unfit, "misfits": listed, "choices": offered}}


def _told(actor: Actor, spec: ObjectSpec, value: Any, count: int, ids: list[UUID]) -> dict[str, Any]:
    """A value that does not fit, with records that hold it as far as the actor sees them, else without it."""
    titles = {each: title for each, title in reading.titles(actor, spec, ids).items() if title is not None}
    records = [{"id": str(each), "title": title} for each, title in titles.items()]
    return {"value": str(value)[:200] if titles else None, "count": count, "records": records}
