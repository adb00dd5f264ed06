"""Making one record of two, in one change: `tx.merge`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from haoke.core import access, jobs, registry
from haoke.core.access.actor import Verb
from haoke.core.errors import Conflict, Denied, Invalid, Missing
from haoke.core.merging import beside, choosing, former, sweeping
from haoke.core.merging.choosing import MergeRule, Take
from haoke.core.merging.moving import move
from haoke.core.records import gate, hold, storage
from haoke.core.records.change import from_validation
from haoke.core.records.files import attaching
from haoke.core.records.judging import REQUIRED
from haoke.core.sql import Sql, ident
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.merging.moving import Moved
    from haoke.core.records.change import Tx
    from haoke.core.records.storage import Row
    from haoke.core.spec import ObjectSpec

SAME = T("These are one and the same record", "这是同一条记录")
NOT_MERGED = T("{what} cannot be merged", "{what}不能合并")
ALREADY = T("This has been merged into another record already", "此记录已被合并到另一条记录")
CIRCLE = T("It would stand above itself; choose the other value", "会形成循环上下级，请选择另一个值")
_VERBS = (Verb.MERGE, Verb.UPDATE, Verb.DELETE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which record goes up into which, whose value is taken of which field, by which rule, and the versions seen."""

    keep: UUID
    gone: UUID
    take: Mapping[str, str]
    rule: str | None = None
    version: int | None = None
    gone_version: int | None = None

    def asked(self) -> dict[str, Any]:
        """As it can be asked for again."""
        return {"with": str(self.gone), "take": dict(self.take), "rule": self.rule}


class MergeBody(BaseModel):
    """The record that goes up into the other, with what the person saw of both and whose values are to survive."""

    model_config = ConfigDict(extra="forbid")
    other: UUID | None = Field(None, alias="with")
    take: dict[str, Take] = Field(default_factory=dict)
    rule: MergeRule | None = None
    version: int | None = None
    with_version: int | None = None

    def wanted(self, keep: UUID) -> Wanted:
        """The same for a record that stays; raises Invalid where the other is not named."""
        if self.other is None:
            raise Invalid.at("with", "required", REQUIRED)
        return Wanted(keep, self.other, self.take, self.rule, self.version, self.with_version)


def wanted_of(keep: UUID, data: Mapping[str, Any], version: int | None) -> Wanted:
    """What was asked for before (`Wanted.asked`); raises Invalid."""
    try:
        return replace(MergeBody.model_validate(data).wanted(keep), version=version)
    except ValidationError as error:
        raise from_validation(error) from None


def merge(tx: Tx, spec: ObjectSpec, wanted: Wanted) -> Moved:
    """Make one of two; raises Missing, Denied, Invalid, Stale, Conflict, and whatever approvals say."""
    if wanted.keep == wanted.gone:
        raise Invalid(SAME, code="same")
    if not spec.mergeable:
        raise Invalid(NOT_MERGED.fill(what=spec.label_plural), code="not_merged")
    keep, gone = locked(tx.actor, spec, wanted)
    chosen = choosing.choices(tx.actor, spec, (keep, gone), wanted.take, wanted.rule)
    values = choosing.values(spec, (keep, gone), chosen)
    with hold.asking(spec.key, wanted.keep, Verb.MERGE, wanted.asked()), hold.sorted_out():
        attaching.lend(spec, wanted.keep, values)
        # First what goes, so that its values are free where only one record may have them.
        tx.delete(spec.key, wanted.gone, wanted.gone_version)
        tx.update(spec.key, wanted.keep, values, wanted.version)
    moved = move(tx, spec, wanted.keep, wanted.gone)
    _no_circles(spec, wanted.keep)
    former.keep(spec, gone, wanted.keep, tx.change, beside.move(spec.key, wanted.gone, wanted.keep))
    tx.note(spec.key, wanted.keep, "merged", {"record": str(wanted.gone)})
    jobs.defer(sweeping.stragglers, after=sweeping.LATER, key=f"merge:{tx.change}", change=str(tx.change))
    return moved


def locked(actor: Actor, spec: ObjectSpec, wanted: Wanted) -> tuple[Row, Row]:
    """Both rows, locked in the order of their ids, if the actor may merge, change and delete both."""
    for verb in _VERBS:
        access.require(actor, spec, verb)
        found = gate.lock(actor, spec, [wanted.keep, wanted.gone], verb)
        rows = [_may(actor, spec, found, each) for each in (wanted.keep, wanted.gone)]
    return rows[0], rows[1]


def _may(actor: Actor, spec: ObjectSpec, found: Mapping[UUID, Row | None], record: UUID) -> Row:
    if record not in found:
        into = former.survivor(actor, spec, record)
        raise Conflict(ALREADY, code="merged", extra={"into": str(into)}) if into else Missing()
    row = found[record]
    if row is None:
        raise Denied
    return row


def _no_circles(spec: ObjectSpec, record: UUID) -> None:
    """Raise Invalid where the record would stand above itself by one of its own references."""
    table = storage.table(spec.model)
    for name, each in registry.fields(spec.key).items():
        if each.type.kind == "reference" and each.type.meta().get("target") == spec.key:
            column = ident(each.columns[0])
            up = Sql(
                f"WITH RECURSIVE up(id) AS (SELECT {column} FROM {table} WHERE id = %s"
                f" UNION SELECT t.{column} FROM {table} t JOIN up ON t.id = up.id)"
                " SELECT 1 AS one FROM up WHERE id = %s",
                (record, record),
            )
            if storage.fetch(up):
                raise Invalid.at(name, "circle", CIRCLE)
