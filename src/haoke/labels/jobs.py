"""What keeps tags and levels right: a subscriber of the Log for what was changed, a round for what time changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from haoke.core import custom, registry
from haoke.core.jobs import defer, job
from haoke.core.log import subscribe
from haoke.core.records.storage import fetch
from haoke.core.sql import Sql, ident
from haoke.core.text import T
from haoke.core.transfer.actors import company
from haoke.labels.actions.keeping import VIA, expire, keep_levels, keep_tags
from haoke.labels.queries import levels
from haoke.labels.queries.reading import groups, looks_away, taggable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from haoke.core.log import Entry

#: More records than that wait for the job that goes through all of them.
MOST: Final = 5_000
_OURS: Final = frozenset({"tag", "tag_group", "level_rule"})


def _conditions() -> dict[str, list[Any]]:
    """{object: conditions of its rules}."""
    found: dict[str, list[Any]] = {}
    for key, spec in registry.objects().items():
        known = groups(key) if taggable(spec) else ()
        found[key] = [tag.condition for group in known for tag in group.tags if tag.condition is not None]
    for (key, _), by in levels.rules().items():
        found[key] += [each.condition for each in by]
    return {key: each for key, each in found.items() if each}


def _pointing(homes: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """(object, column, home) of references to objects whose rules look at what belongs to them."""
    for key in registry.objects():
        for field in registry.fields(key).values():
            if field.type.kind == "reference" and field.type.meta().get("target") in homes:
                yield key, field.columns[0], str(field.type.meta()["target"])


def _further(known: Mapping[str, Sequence[Any]]) -> list[str]:
    """Objects whose conditions look at other records, too."""
    return [key for key, each in known.items() if any(looks_away(registry.get(key), one) for one in each)]


def _listened_to() -> frozenset[str]:
    with custom.latest():
        known = _conditions()
        return _OURS | known.keys() | {key for key, _, _ in _pointing(_further(known))}


@subscribe(
    "labels.keep",
    T("Keep tags and levels by rule right", "更新规则标签与分级"),
    objects=_listened_to,
    verbs=("create", "update", "restore", "delete"),
    not_via=(VIA,),
)
def keep(entries: Sequence[Entry]) -> None:
    """Ask the rules again about what was written and what it belongs to; once for all entries, so in any order."""
    if any(each.object in _OURS for each in entries):
        defer(keep_all)
    known = _conditions()
    affected = {key: {each.record for each in entries if each.object == key} for key in known}
    for key, column, home in _pointing(_further(known)):
        affected[home] |= _named(key, column, [each for each in entries if each.object == key])
    with company():
        for key, ids in affected.items():
            if len(ids) > MOST:
                defer(keep_all)
            elif ids:
                keep_levels(key, sorted(ids))
                keep_tags(key, sorted(ids))


def _named(key: str, column: str, entries: Sequence[Entry]) -> set[UUID]:
    """What the written records point at by a column, and pointed at before."""
    if not entries:
        return set()
    before = {str(was) for each in entries if (was := (each.data or {}).get("o", {}).get(column))}
    table = ident(registry.get(key).model._meta.db_table)
    query = (
        f"SELECT DISTINCT c.{ident(column)} AS id FROM {table} c WHERE c.id = ANY(%s) AND c.{ident(column)} IS NOT NULL"
    )
    rows = fetch(Sql(query, ([each.record for each in entries],)))
    return {UUID(each) for each in before} | {row["id"] for row in rows}


@job(
    "labels.keep_all",
    T("Tags and levels by rule of all records", "重算规则标签与分级"),
    every="40 * * * *",
    lock="labels.keep",
)
def keep_all() -> int:
    """Ask all rules about all records, and take away what is over; how many records were not right."""
    done = 0
    with custom.latest(), company():
        for key, spec in registry.objects().items():
            done += keep_levels(key)
            if taggable(spec):
                done += expire(key) + keep_tags(key)
    return done
