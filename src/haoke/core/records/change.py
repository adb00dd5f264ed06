"""The only way to write business records: `with changes(actor, action, reason) as tx`."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import orjson
from django.db import IntegrityError, connection, transaction
from pydantic import BaseModel, ValidationError

from haoke.core import access, jobs, registry
from haoke.core.access.actor import SYSTEM_ID, Verb
from haoke.core.conditions import reading as conditions
from haoke.core.errors import Invalid, Missing, OnlyLooking, Problem, Stale
from haoke.core.ids import uuid7
from haoke.core.records import gate, giving, hold, storage
from haoke.core.records.batch import Batch
from haoke.core.records.documents import concerns, forget, index
from haoke.core.records.files import attaching
from haoke.core.records.homes import Homes
from haoke.core.records.integrity import refusal
from haoke.core.records.judging import Draft, Judge
from haoke.core.records.model import Record
from haoke.core.records.numbers import take
from haoke.core.records.unfit import said
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.merging.moving import Moved
    from haoke.core.merging.work import Wanted
    from haoke.core.records.rehearsal import Rehearsal
    from haoke.core.records.storage import Row
    from haoke.core.spec import ObjectSpec

_BEGIN = f"""SELECT clock_timestamp(), {conditions.STATE}, {{gate}}, {{giver}},
    set_config('haoke.actor', %s, true), set_config('haoke.behalf', %s, true),
    set_config('haoke.via', %s, true), set_config('haoke.action', %s, true), set_config('haoke.reason', %s, true),
    set_config('haoke.change', %s, true), set_config('haoke.xid', pg_current_xact_id()::text, true)"""
_EACH = "SELECT set_config('haoke.reasons', %s, true)"
_WHO = """SELECT current_setting('haoke.actor'), current_setting('haoke.via'), current_setting('haoke.reason')"""
_BE = """SELECT set_config('haoke.actor', %s, true), set_config('haoke.via', %s, true),
    set_config('haoke.reason', %s, true)"""
_END = """SELECT set_config('haoke.actor', '', true), set_config('haoke.change', '', true),
    set_config('haoke.xid', '', true)"""

_open: ContextVar[bool] = ContextVar("haoke_change_open", default=False)


@contextmanager
def changes(
    actor: Actor, action: str, reason: str = "", *, history: bool = False, change: UUID | None = None
) -> Iterator[Tx]:
    """One transaction of writes by `actor`, logged as `action` because of `reason`; any refusal rolls back all of it.

    `history` allows locked fields, creation dates, authors and owners to whoever holds the verb import_history;
    `change` goes on with a change that earlier transactions began.
    """
    if _open.get():
        raise RuntimeError("a change is open already: use its tx")
    if actor.seen_by is not None:
        raise OnlyLooking
    token = _open.set(True)
    nested = connection.in_atomic_block
    try:
        with transaction.atomic(), hold.heeding():
            jobs.fence()
            yield _begin(actor, action, reason or _said(), history=history, change=change or uuid7())
            if nested:
                _end()
    finally:
        _open.reset(token)


def _said() -> str:
    """Why, in the words of whoever asks: what it is for, and why it is wanted though something is against it."""
    return " · ".join(filter(None, (hold.because(), hold.reason())))


def _begin(actor: Actor, action: str, reason: str, *, history: bool, change: UUID) -> Tx:
    behalf = str(actor.behalf or "")
    with connection.cursor() as cursor:
        cursor.execute(
            _BEGIN.format(gate=hold.state(), giver=giving.state()),
            [str(actor.id), behalf, actor.via, action, reason, str(change)],
        )
        now, state, heeded, giver, *_ = cursor.fetchone()
    hold.heed(heeded)
    return Tx(actor, change, now, history=history, rules=state, giver=giver)


def _end() -> None:
    # Inside an outer transaction the settings would live on and hide a forgotten path.
    with connection.cursor() as cursor:
        cursor.execute(_END)


class Tx:
    """The writes of one change. Records are named by object key and id, or given as locked instances.

    What comes back is an instance of the object's model; it is typed Any because the key alone decides which.
    """

    def __init__(self, actor: Actor, change: UUID, now: datetime, *, history: bool, rules: str, giver: str) -> None:
        self.actor = actor
        self.change = change
        self.now = now
        self.history = history
        self.rules = rules
        self.giver = giver
        self.homes = Homes(actor)

    # -- writing as the actor ---------------------------------------------------------------------
    def create(self, key: str, values: Mapping[str, Any]) -> Any:
        """A new record; raises Denied, Invalid."""
        spec = registry.get(key)
        access.require(self.actor, spec, Verb.CREATE)
        with hold.asking(key, None, Verb.CREATE, values):
            return self._insert(self.judge(spec), values)

    def update(self, key: str, record: UUID | Record, values: Mapping[str, Any], version: int | None = None) -> Any:
        """Change fields; raises Missing, Denied, Invalid, and Stale when `version` is not the present one."""
        spec = registry.get(key)
        row = gate.lock_one(self.actor, spec, _id(record), Verb.UPDATE)
        self._fresh(spec, row, version, values)
        judge = self.judge(spec)
        draft = judge.update(row, values, self.homes)
        verb = judge.verb(draft)
        if verb != Verb.UPDATE:
            gate.lock_one(self.actor, spec, draft.id, verb)
        with hold.asking(key, draft.id, Verb.UPDATE, values):
            return self._save(judge, draft, record, verb)

    def delete(self, key: str, record: UUID | Record, version: int | None = None) -> None:
        """Move to the bin; what points at the record goes on pointing there."""
        spec = registry.get(key)
        row = gate.lock_one(self.actor, spec, _id(record), Verb.DELETE)
        self._fresh(spec, row, version, {})
        gate.may_bin(self.actor, spec, row)
        with hold.asking(key, row["id"], Verb.DELETE, {}):
            self._mark(spec, row, self.now)
        forget([row["id"]])

    def restore(self, key: str, record: UUID | Record) -> Any:
        """Take out of the bin."""
        spec = registry.get(key)
        row = gate.lock_one(self.actor, spec, _id(record), Verb.DELETE, deleted=True)
        gate.may_bin(self.actor, spec, row)
        row = self._mark(spec, row, None)
        index(spec, [(storage.values(spec, row), row)])
        return storage.instance(spec, row)

    def get(self, key: str, record: UUID, verb: str = Verb.UPDATE) -> Any:
        """The record with its row locked; raises Missing, or Denied when it is seen but closed to `verb`."""
        spec = registry.get(key)
        return storage.instance(spec, gate.lock_one(self.actor, spec, record, verb))

    def run(
        self,
        key: str,
        record: UUID | Record,
        action: str,
        data: Mapping[str, Any] | None = None,
        version: int | None = None,
        *,
        several: bool = False,
    ) -> Any:
        """Carry out an action of the object on one record (`several`: one of many); its name is the right it takes."""
        spec = registry.get(key)
        found = spec.action(action)
        if found is None:
            raise Missing
        row = gate.lock_either(self.actor, spec, _id(record), action, binned=found.binned)
        asked = pointed(data or {})
        self._fresh(spec, row, version, asked)
        given = action_input(found.input, asked)
        with hold.asking(key, row["id"], action, asked):
            self._hold(spec, action, row, storage.values(spec, row))
            present = storage.instance(spec, row)
            if several and found.among is not None:
                found.among(present)
            return found.run(self, present, given)

    def merge(self, key: str, wanted: Wanted) -> Moved:
        """Make one record of two, everything that points at the one that goes moved; raises as `merging.work.merge`."""
        from haoke.core.merging.work import merge  # noqa: PLC0415 (merging stands above writing)

        return merge(self, registry.get(key), wanted)

    def batch(self, key: str, *, rehearsal: bool = False, kept: Rehearsal | None = None) -> Batch:
        """Many rows of one object, a verdict each; a `rehearsal` writes no search entries and tells `kept`."""
        return Batch(self, registry.get(key), rehearsal=rehearsal, kept=kept)

    # -- writing as an action, whose right has been checked ------------------------------------------
    def add(self, key: str, values: Mapping[str, Any]) -> Any:
        """A new record an action makes by itself: locked fields allowed, no right asked; references must be visible."""
        return self._insert(self.judge(registry.get(key), trusted=True), values)

    def set(self, key: str, record: UUID | Record, values: Mapping[str, Any]) -> Any:
        """Set locked or read-only fields of a record this change has locked; no right asked, rules hold."""
        spec = registry.get(key)
        judge = self.judge(spec, trusted=True)
        return self._save(judge, judge.update(gate.relock(spec, _id(record)), values, self.homes), record, None)

    def drop(self, key: str, record: UUID | Record) -> None:
        """Move a record to the bin whose right an action has checked."""
        spec = registry.get(key)
        row = gate.relock(spec, _id(record))
        self._mark(spec, row, self.now)
        forget([row["id"]])

    def note(self, key: str, record: UUID | Record, verb: str, data: Mapping[str, Any] | None = None) -> None:
        """An entry of the action's own in the Log ("x:verb") about a record this change has locked."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT log.add(%s, %s, %s, %s::jsonb)",
                [registry.get(key).key, _id(record), verb, orjson.dumps(dict(data or {}), default=str).decode()],
            )

    @contextmanager
    def acting(self, actor: Actor, reason: str) -> Iterator[Tx]:
        """Go on as somebody else, whose rights count and whose name the Log says; for what he asked for before.

        Belongs into a savepoint: what is refused inside leaves nobody else's name behind.
        """
        with connection.cursor() as cursor:
            cursor.execute(_WHO)
            former = cursor.fetchone()
            cursor.execute(_BE, [str(actor.id), actor.via, reason])
            yield Tx(actor, self.change, self.now, history=False, rules=self.rules, giver=self.giver)
            cursor.execute(_BE, former)

    def bare(self) -> Tx:
        """The same change for what is added beside, of which nobody says how it was in the past."""
        return Tx(self.actor, self.change, self.now, history=False, rules=self.rules, giver=self.giver)

    @contextmanager
    def because(self, reasons: Mapping[UUID, str]) -> Iterator[None]:
        """Write in the block some records because of a reason of their own, which the Log keeps of each."""
        with connection.cursor() as cursor, hold.insisting_each(reasons):
            cursor.execute(_EACH, [orjson.dumps({str(record): why for record, why in reasons.items()}).decode()])
            yield
            cursor.execute(_EACH, [""])

    # -- common ---------------------------------------------------------------------------------------
    def judge(self, spec: ObjectSpec, *, trusted: bool = False, numbers: bool = False) -> Judge:
        """Who judges values of that object in this change."""
        if self.history and self.actor.id != SYSTEM_ID:
            access.require(self.actor, spec, Verb.HISTORY)
        rules = conditions.in_force(spec.key, self.rules)
        return Judge(self.actor, spec, self.now, self.history, trusted, numbers, rules)

    def _insert(self, judge: Judge, values: Mapping[str, Any]) -> Any:
        spec = judge.spec
        cleaned = judge.clean(values, creating=True)
        draft = judge.made(cleaned, None, self.homes)
        given = giving.gifts(self, judge, [draft])
        for gift in given.values():
            draft = judge.gifted(cleaned, draft.id, gift.values, self.homes)
        self._check_pointed(spec, draft)
        hold.require(self.actor, spec, hold.Attempt(Verb.CREATE, draft.id, None, draft.after, draft.changed))
        row = judge.row(draft, take(spec, 1, self.now)[0])
        with _explained(spec), giving.stored(spec, given):
            storage.insert(spec, row)
        attaching.note(spec, [draft])
        if not (judge.trusted or draft.gift):
            self._check_scope(spec, draft, judge.verb(draft))
        index(spec, [(draft.after, row)])
        return storage.instance(spec, row)

    def _save(self, judge: Judge, draft: Draft, record: UUID | Record, verb: str | None) -> Any:
        spec, before = judge.spec, draft.row or {}
        row = before
        if draft.changed:
            self._check_pointed(spec, draft)
            attempt = hold.Attempt(Verb.UPDATE, draft.id, draft.before, draft.after, draft.changed)
            hold.require(self.actor, spec, attempt)
            row = judge.row(draft)
            with _explained(spec):
                storage.update(spec, draft.id, {name: value for name, value in row.items() if value != before[name]})
            attaching.note(spec, [draft])
            if verb is not None:
                self._check_scope(spec, draft, verb)
            if concerns(spec, draft.changed):
                index(spec, [(draft.after, row)])
        return storage.refresh(spec, record, row) if isinstance(record, Record) else storage.instance(spec, row)

    def _hold(self, spec: ObjectSpec, action: str, row: Row, values: Mapping[str, Any]) -> None:
        hold.require(self.actor, spec, hold.Attempt(action, row["id"], values, values))

    def _mark(self, spec: ObjectSpec, row: Row, deleted_at: datetime | None) -> Row:
        self._hold(spec, Verb.DELETE if deleted_at else "restore", row, storage.values(spec, row))
        changed = {
            "deleted_at": deleted_at, "version": row["version"] + 1,
            "updated_at": self.now, "updated_by_id": self.actor.id,
        }  # fmt: skip
        with _explained(spec):
            storage.update(spec, row["id"], changed)
        return row | changed

    def _fresh(self, spec: ObjectSpec, row: Row, version: int | None, values: Mapping[str, Any]) -> None:
        if version is not None and version != row["version"]:
            from haoke.core.records.reading import read_one  # noqa: PLC0415 (reading stands above writing)

            raise Stale(extra={"current": read_one(self.actor, spec, row["id"]), "yours": dict(values)})

    def _check_pointed(self, spec: ObjectSpec, draft: Draft) -> None:
        pointed = gate.pointed(spec, draft.after, draft.checked)
        missing = gate.unseen(self.actor, {(key, record) for _, key, record in pointed})
        bad = [name for name, key, record in pointed if (key, record) in missing]
        bad += sorted(attaching.settle(self.actor, spec, [draft]).get(draft.id, ()))
        if bad:
            raise Invalid(problems=[gate.not_seen(name) for name in bad])

    def _check_scope(self, spec: ObjectSpec, draft: Draft, verb: str) -> None:
        if gate.lost(self.actor, spec, [draft.id], verb):
            raise gate.out_of_scope()


@contextmanager
def _explained(spec: ObjectSpec) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise refusal(spec, error) from error


def _id(record: UUID | Record) -> UUID:
    return record.id if isinstance(record, Record) else record


def pointed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Input as actions take it: of a Ref, as reads give it, only the id."""
    return {name: _pointed(value) for name, value in data.items()}


def _pointed(value: Any) -> Any:
    if isinstance(value, list):
        return [_pointed(each) for each in value]
    return value["id"] if isinstance(value, dict) and "id" in value and value.keys() <= {"id", "title"} else value


def action_input(model: type[BaseModel] | None, data: Mapping[str, Any]) -> BaseModel | None:
    """What an action takes; raises Invalid."""
    if model is None:
        if data:
            raise Invalid(
                problems=[Problem(name, "unknown_field", T("There is no such field", "没有此字段")) for name in data]
            )
        return None
    try:
        return model.model_validate(dict(data), extra="forbid")
    except ValidationError as error:
        raise from_validation(error) from None


def from_validation(error: ValidationError) -> Invalid:
    """Field by field what a pydantic model refused."""
    return Invalid(
        problems=[
            Problem(
                ".".join(str(part) for part in found["loc"]),
                str(found["type"]),
                said(found),
            )
            for found in error.errors(include_url=False, include_context=False, include_input=False)
        ]
    )
