"""What has been kept as long as it may be: by which entry of the register, which records, and what keeps some back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from haoke.core import clock, registry
from haoke.core.erasing.action import ERASED
from haoke.core.fieldtypes.base import Op
from haoke.core.records import storage
from haoke.core.records.reading.naming import lookup
from haoke.core.records.reading.running import rows
from haoke.core.records.reading.touched import touches
from haoke.core.sql import Sql, all_of, ident, join
from haoke.core.text import T, say
from haoke.identity import queries as company
from haoke.privacy import choices
from haoke.privacy.models import LegalHold
from haoke.privacy.queries.register import MISSING, Kept, kept, objects

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

#: Records of one entry shown in a trial, and counted at most.
SHOWN: Final = 20
COUNTED: Final = 10_000
#: Records an entry is carried out on in one night, besides those that are refused: the others follow.
NIGHTLY: Final = 1_000
WHY: Final = T("Kept for {months} months after: {since}", "保留期限已满 {months} 个月（{since}起）")
A_MONTH: Final = T("Kept for a month after: {since}", "保留期限已满 1 个月（{since}起）")
HELD: Final = T("A legal hold keeps this record: {reason}", "此记录已设置保全，不能删除：{reason}")


@dataclass(frozen=True, slots=True)
class Over:
    """An entry of the register whose time can be over, of one object."""

    spec: ObjectSpec
    entry: Kept

    @property
    def erases(self) -> bool:
        return self.entry.then == choices.ERASE

    @property
    def why(self) -> T:
        """On what grounds it goes, for the Log and for people."""
        words = A_MONTH if self.entry.months == 1 else WHY
        return words.fill(months=self.entry.months, since=self.since)

    @property
    def since(self) -> T | str:
        """After what the months count."""
        if self.entry.after == choices.DATE:
            return registry.field(self.spec.key, self.entry.date_field or "").label
        return next(each.label for each in choices.SINCE if each.value == self.entry.after)


def entries() -> Iterator[Over]:
    """All entries by which something goes by itself, those that erase persons last."""
    found = [
        Over(spec, each)
        for spec in objects()
        for each in kept(spec)
        if each.months and each.then in (choices.ERASE, choices.BLANK) and each.origin != MISSING and _dated(spec, each)
    ]
    return iter(sorted(found, key=lambda one: one.erases))


def _dated(spec: ObjectSpec, entry: Kept) -> bool:
    """Whether the date an entry counts from is (still) there."""
    return entry.after != choices.DATE or entry.date_field in registry.fields(spec.key)


def due(over: Over) -> Sql:
    """Condition on the rows `r` of the object that their time is over, something is there, and nothing holds them."""
    return all_of(_parts(over))


def _parts(over: Over) -> Iterator[Sql]:
    spec, entry = over.spec, over.entry
    months = Sql("now() - make_interval(months => %s)", (entry.months,))
    # Nothing younger than its time can be over, whatever else it counts from: that is cheap to see.
    if entry.after != choices.DATE:
        yield Sql("r.created_at < ") + months
    yield _since(over) + Sql(" < ") + months
    if spec.person is not None and spec.person.field:
        column = ident(registry.field(spec.key, spec.person.field).columns[0])
        yield Sql(f"r.{column} = %s", (spec.person.value,))
    field = registry.field(spec.key, entry.field)
    if over.erases:
        yield field.column("r") + Sql(" <> ALL(%s)", ([str.__str__(ERASED), ERASED.zh],))
    else:
        yield field.type.condition(Op.NEMPTY, field.column("r"), None)
    yield Sql(
        "NOT EXISTS (SELECT 1 FROM privacy_legalhold h WHERE h.record = r.id AND h.object = %s"
        " AND (h.until IS NULL OR h.until >= %s))",
        (spec.key, clock.today()),
    )


def _since(over: Over) -> Sql:
    entry = over.entry
    if entry.after == choices.DATE:
        return registry.field(over.spec.key, entry.date_field or "").column("r")
    made = Sql("r.created_at")
    if entry.after == choices.CREATED:
        return made
    return join(", ", [made, *touches(over.spec.key, "r")]).wrap("greatest(", ")")


def ids(over: Over, after: UUID | None, limit: int) -> list[UUID]:
    """The next records of an entry, in the order in which they go."""
    query = Sql(f"SELECT r.id FROM {storage.table(over.spec.model)} r WHERE ") + due(over)
    if after is not None:
        query += Sql(" AND r.id > %s", (after,))
    return [record for (record,) in rows(query + Sql(f" ORDER BY r.id LIMIT {limit}"))]


def still(over: Over, record: UUID) -> bool:
    """Whether a record that is locked now still is due: somebody may have spoken to him meanwhile."""
    query = Sql(f"SELECT 1 FROM {storage.table(over.spec.model)} r WHERE r.id = %s AND ", (record,)) + due(over)
    return bool(rows(query))


def count(over: Over) -> int:
    """How many records an entry is over for, COUNTED + 1 at most."""
    query = Sql(f"SELECT 1 FROM {storage.table(over.spec.model)} r WHERE ") + due(over) + Sql(f" LIMIT {COUNTED + 1}")
    ((found,),) = rows(query.wrap("SELECT count(*) FROM (", ") x"))
    return int(found)


def tonight(actor: Actor) -> dict[str, Any]:
    """{on, nightly, groups, holds}: what tonight would do, of which records, and why; nothing is done."""
    found = [(over, ids(over, None, SHOWN), count(over)) for over in entries()]
    wanted: dict[str, set[str]] = {}
    for over, records, _ in found:
        wanted.setdefault(over.spec.key, set()).update(map(str, records))
    holds = list(LegalHold.objects.filter(_open()).order_by("-id")[:100])
    for each in holds:
        if each.object in registry.objects():
            wanted.setdefault(each.object, set()).add(str(each.record))
    titles = lookup(actor, wanted)
    return {
        "on": company.retains(), "nightly": NIGHTLY, "counted": COUNTED,
        "groups": [_group(over, records, many, titles) for over, records, many in found if many],
        "holds": [_hold(each, titles) for each in holds if each.object in registry.objects()],
    }  # fmt: skip


def _group(over: Over, records: list[UUID], many: int, titles: dict[str, dict[str, str | None]]) -> dict[str, Any]:
    spec, entry = over.spec, over.entry
    then = next(each.label for each in choices.THEN if each.value == entry.then)
    return {
        "object": spec.key, "plural": None if spec.internal else spec.plural, "label": say(spec.label_plural),
        "field": say(registry.field(spec.key, entry.field).label), "then": entry.then, "does": say(then),
        "why": say(over.why), "count": many,
        "items": [{"id": str(each), "title": titles[spec.key].get(str(each))} for each in records],
    }  # fmt: skip


def _hold(one: LegalHold, titles: dict[str, dict[str, str | None]]) -> dict[str, Any]:
    spec = registry.get(one.object)
    return {
        "object": spec.key, "plural": None if spec.internal else spec.plural, "label": say(spec.label),
        "id": str(one.record), "title": titles[spec.key].get(str(one.record)), "reason": one.reason,
        "until": one.until, "at": one.at,
    }  # fmt: skip


def _open() -> Q:
    return Q(until=None) | Q(until__gte=clock.today())


def held_back(spec: ObjectSpec, record: UUID) -> T | None:
    """Why a person may not be erased: somebody has to keep what is held of him."""
    one = LegalHold.objects.filter(_open(), object=spec.key, record=record).first()
    return HELD.fill(reason=one.reason) if one else None
