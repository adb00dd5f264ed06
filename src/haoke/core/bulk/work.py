"""What is done to each of many records, and the verdicts of a single change for every one of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from haoke.core import access, clock, registry
from haoke.core.access.actor import Verb
from haoke.core.api.problems import from_exception
from haoke.core.errors import BadRequest, BadValue, Invalid, Missing
from haoke.core.fieldtypes import normal
from haoke.core.fieldtypes.base import Op
from haoke.core.records import Outcome, Verdict, gate, storage
from haoke.core.records.change import action_input, pointed
from haoke.core.records.judging import UNKNOWN, Judge
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx
    from haoke.core.records.beside import Line
    from haoke.core.records.storage import Row
    from haoke.core.spec import ObjectSpec

    #: (id, version or None) of a record.
    Mark = tuple[UUID, int | None]

ONE_OF = T(
    "Say exactly one of set, add and remove, action, delete or restore",
    "set、add 与 remove、action、delete、restore 必须且只能选一项",
)
NO_LIST = T("Only fields that hold several values can be added to", "只有多值字段才能添加或移除")


@dataclass(frozen=True, slots=True)
class Work:
    """One of: `set` fields, `add` to and `remove` from fields of several values, an `action`, delete, restore, `each`.

    `each`: every record gets values of its own, from what `settings.EACH` names by its `by`; nobody asks for it by API.

    `told`, `reason`: what the Log calls it where that is more than the verb, and why it is done.
    """

    set: Mapping[str, Any] | None = None
    add: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    remove: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    action: str | None = None
    input: Mapping[str, Any] = field(default_factory=dict)
    delete: bool = False
    restore: bool = False
    each: Mapping[str, Any] = field(default_factory=dict)
    told: str = ""
    reason: str = ""

    @property
    def verb(self) -> str:
        """The right it takes."""
        return Verb.DELETE if self.delete or self.restore else self.action or Verb.UPDATE

    @property
    def name(self) -> str:
        """What the Log calls it."""
        return self.told or ("restore" if self.restore else str(self.verb))

    def stored(self) -> dict[str, Any]:
        """The work as JSON that `Work(**…)` reads."""
        return {name: value for name, value in asdict(self).items() if value not in (None, {}, False, "")}

    def check(self, actor: Actor, spec: ObjectSpec) -> None:
        """Refuse what would be refused of every record; raises BadRequest, Denied, Missing, Invalid."""
        chosen = (self.set is not None, self.add or self.remove, self.action, self.delete, self.restore)
        if sum(map(bool, chosen)) != 1:
            raise BadRequest(ONE_OF, code="bulk")
        step = spec.action(self.action) if self.action else None
        if self.action and step is None:
            raise Missing
        access.require(actor, spec, self.verb)
        if step is not None:
            action_input(step.input, pointed(self.input))
        changed = [*self.add, *self.remove]
        for name in changed:
            _several(actor, spec, name)
        values = {**(self.set or {}), **{name: self.add.get(name) or self.remove[name] for name in changed}}
        Judge(actor, spec, clock.now()).clean(values, creating=False)


def _several(actor: Actor, spec: ObjectSpec, name: str) -> Any:
    """The field of that name, which holds several values; raises Invalid."""
    found = access.readable(actor, spec).get(name)
    if found is None:
        raise Invalid.at(name, "unknown_field", UNKNOWN)
    if Op.HAS_ANY not in found.type.operators:
        raise Invalid.at(name, "not_several", NO_LIST)
    return found


def carry_out(tx: Tx, spec: ObjectSpec, work: Work, records: Sequence[Mark], *, trying: bool = False) -> list[Verdict]:
    """One verdict a record, in their order; what is refused leaves no trace. `trying`: it will be rolled back."""
    if work.action:
        return [_acted(tx, spec, work, place, mark) for place, mark in enumerate(records)]
    batch = tx.batch(spec.key, rehearsal=trying)
    if work.delete:
        return batch.delete(records)
    if work.restore:
        return batch.restore(records)
    return batch.rows(_lines(tx, spec, work, records))


def _acted(tx: Tx, spec: ObjectSpec, work: Work, place: int, mark: Mark) -> Verdict:
    try:
        with transaction.atomic():
            tx.run(spec.key, mark[0], work.action or "", dict(work.input), version=mark[1], several=True)
    except Exception as error:  # noqa: BLE001 (one row's refusal must not stop the others)
        return Verdict(place, Outcome.REFUSED, mark[0], error=from_exception(error))
    return Verdict(place, Outcome.UPDATED, mark[0])


def _lines(tx: Tx, spec: ObjectSpec, work: Work, records: Sequence[Mark]) -> list[Line]:
    if not (work.add or work.remove or work.each):
        return [(record, version, work.set or {}) for record, version in records]
    present = gate.lock(tx.actor, spec, [record for record, _ in records], Verb.UPDATE)
    if work.each:
        given = {record: storage.values(spec, row) for record, row in present.items() if row}
        made = import_string(settings.EACH[work.each["by"]])(spec, work.each, given)
        return [(record, version, made.get(record, {})) for record, version in records]
    return [(record, version, _merged(spec, work, present.get(record))) for record, version in records]


def _merged(spec: ObjectSpec, work: Work, row: Row | None) -> dict[str, Any]:
    """The new lists of a record; a row that may not be changed is refused whatever they are."""
    if row is None:
        return {}
    values = storage.values(spec, row)
    return {name: _list(spec, work, name, values[name]) for name in dict.fromkeys([*work.add, *work.remove])}


def _list(spec: ObjectSpec, work: Work, name: str, old: Sequence[Any] | None) -> list[Any]:
    kind = registry.field(spec.key, name).type
    more, less = (_cleaned(kind, name, given.get(name)) for given in (work.add, work.remove))
    gone = {_same(each) for each in less}
    kept = [each for each in old or () if _same(each) not in gone]
    known = {_same(each) for each in kept}
    return kept + [each for each in more if _same(each) not in known]


def _same(each: Any) -> Any:
    """Tags that differ only in case or width are one."""
    return normal.key(each) if isinstance(each, str) else each


def _cleaned(kind: Any, name: str, given: Sequence[Any] | None) -> list[Any]:
    try:
        return list(kind.clean(list(given)) or ()) if given else []
    except BadValue as bad:
        raise Invalid.at(name, bad.code, bad.message) from None
