"""What is here already, as the one who writes may know it: whole, or only of what kind and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import connections

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Verb
from haoke.core.records.reading.naming import said
from haoke.core.records.storage import columns, fetch, listed, table, values
from haoke.core.sql import Sql
from haoke.core.text import say
from haoke.dataquality.choices import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec
    from haoke.dataquality.queries.reading import Rule

#: Hits somebody may not see of which he is told a beginning and an owner in a day.
MOST_HIDDEN: Final = 50
_NOTE: Final = "INSERT INTO dataquality_maskedhit (person, object, record, rule) VALUES (%s, %s, %s, %s) RETURNING id"
_HEARD: Final = """SELECT count(DISTINCT record) FROM dataquality_maskedhit
    WHERE person = %s AND at > statement_timestamp() - interval '1 day'"""
_MASK: Final = "***"
_REFERENCE: Final = "reference"


@dataclass(frozen=True, slots=True)
class Known:
    """A record that is here already: its values, its owner's name, whether the actor sees it."""

    spec: ObjectSpec
    values: Mapping[str, Any]
    owner: str | None
    seen: bool

    @property
    def record(self) -> UUID:
        found: UUID = self.values["id"]
        return found

    def state(self, actor: Actor) -> State:
        """Whose it is."""
        if self.values.get("locked") is True:
            return State.LOCKED
        if self.values["owner"] is None:
            return State.POOL
        return State.MINE if self.values["owner"] == actor.id else State.OTHER

    def tied(self, spec: ObjectSpec, own: UUID, after: Mapping[str, Any]) -> bool:
        """Whether one of the two belongs to the other by a reference: what belongs together is no double."""
        return own in _pointed(self.spec, spec, self.values) or self.record in _pointed(spec, self.spec, after)


def _pointed(spec: ObjectSpec, target: ObjectSpec, of: Mapping[str, Any]) -> set[Any]:
    """Ids of records of an object that values point at."""
    names = (
        name
        for name, field in registry.fields(spec.key).items()
        if field.type.kind == _REFERENCE and field.type.meta().get("target") == target.key
    )
    return {of.get(name) for name in names}


def known(actor: Actor, key: str, ids: Iterable[UUID]) -> dict[UUID, Known]:
    """{record: what is known} of live records of an object."""
    spec = registry.get(key)
    seen = access.visible_to(actor, spec, Verb.READ)
    head = f'SELECT {listed(columns(spec), "r")}, u.name AS "owner?", '
    source = f" FROM {table(spec.model)} r LEFT JOIN identity_user u ON u.id = r.owner_id"
    rows = fetch(
        Sql(head) + seen + Sql(f' AS "seen?"{source} WHERE r.id = ANY(%s) AND r.deleted_at IS NULL', (list(ids),))
    )
    return {row["id"]: Known(spec, values(spec, row), row["owner?"], row["seen?"]) for row in rows}


def heard(actor: Actor, key: str, record: UUID, rule: UUID | None = None) -> int | None:
    """By what the actor may ask for the record; None where he has heard of so many today that he seems to search.

    Noted by a connection of its own: the write that met the record is rolled back, and all processes count together.
    """
    own = connections.create_connection("default")
    try:
        with own.cursor() as cursor:
            cursor.execute(_NOTE, [actor.id, key, record, rule])
            hit = int(cursor.fetchone()[0])
            cursor.execute(_HEARD, [actor.id])
            return hit if int(cursor.fetchone()[0]) <= MOST_HIDDEN else None
    finally:
        own.close()


def shown(actor: Actor, rule: Rule, hit: Known) -> dict[str, Any]:
    """A hit as {object, label, id, title, owner, fields}; of one he does not see no id and no field, but `ask`."""
    fields = list(dict.fromkeys(pair.other for pair in rule.pairs))
    title = str(hit.values.get(hit.spec.title) or "")
    told = {"object": hit.spec.key, "label": say(hit.spec.label), "owner": hit.owner}
    if not (hit.seen and all(access.field_right(actor, hit.spec, name) >= FieldRight.READ for name in fields)):
        ask = heard(actor, hit.spec.key, hit.record, rule.id)
        hidden: dict[str, Any] = {**told, "id": None, "title": title[:1] + _MASK, "fields": [], "ask": ask}
        return hidden if ask is not None else {**hidden, "title": _MASK, "owner": None}
    labels = [say(registry.field(hit.spec.key, name).label) for name in fields]
    return {**told, "id": str(hit.record), "title": said(actor, hit.spec, title), "fields": labels}
