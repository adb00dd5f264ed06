"""Corrections: proposed by who sees a record but may not change it, decided by who may, or by a data steward."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import orjson
from pydantic import BaseModel, ConfigDict, Field

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Verb
from haoke.core.errors import BadValue, Conflict, Invalid, Missing, Problem, Refused, Stale
from haoke.core.records import changes, gate, storage
from haoke.core.sql import Sql
from haoke.core.text import T, say
from haoke.dataquality.choices import CorrectionState
from haoke.dataquality.queries import correcting
from haoke.dataquality.queries.correcting import JUDGE, KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.records import Tx
    from haoke.core.spec import ObjectSpec
    from haoke.dataquality.models import Correction

    #: Writes the field of what a correction (its row) is about: a value as text, the version it was looked at.
    _Writer = Callable[[Tx, storage.Row, str | None, int | None], None]

#: Kinds whose values nobody can propose: they are no values but things of their own.
_THINGS: Final = frozenset({"file", "json"})
YOURSELF: Final = T("You may change this yourself", "您可以直接修改此内容")
CLOSED: Final = T("Nobody fills this in by hand", "此字段不由人工填写")
SAME: Final = T("That is what it says already", "与当前内容相同")
ASKED: Final = T("This is proposed already and waits for a decision", "已有人提出相同建议，正在等待处理")
DECIDED: Final = T("This has been decided already", "该建议已处理")
NOT_YOURS: Final = T("Only who decided this can take that back", "仅处理人本人可以撤回处理结果")
EDITED: Final = T("Somebody has changed it since; correct it in the record", "该内容之后又被修改，请在记录中更正")
WHY: Final = T("Say why it is not accepted", "请说明不采纳的原因")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of one correction; `version`: of the record as it was looked at."""

    correction: UUID
    version: int | None = None


class Judgment(BaseModel):
    """What is said of a correction; `version`: of the record as it was looked at."""

    model_config = ConfigDict(extra="forbid")
    state: CorrectionState = Field(title=T("Outcome", "处理结果"), json_schema_extra={"kind": "text"})
    answer: str | None = Field(None, title=T("Answer", "答复"), max_length=1000)
    version: int | None = Field(None, title=T("Version of the record", "记录版本"), ge=1, le=2**31 - 1)


def propose(actor: Actor, spec: ObjectSpec, record: UUID, values: Mapping[str, Any], reason: str) -> list[str]:
    """Propose other values of a record's fields; ids of the corrections. Raises Missing, Invalid."""
    row, yourself = _row(actor, spec, record)
    present = storage.values(spec, row)
    made = {name: _proposed(actor, spec, present, name, raw, yourself=yourself) for name, raw in values.items()}
    _once(spec, record, made)
    with changes(actor, "propose_correction") as tx:
        found = [_add(tx, spec, present, each, reason) for each in made.items()]
        _tell(tx, found[0], "proposed", row["owner_id"])
    return [str(each) for each in found]


def _row(actor: Actor, spec: ObjectSpec, record: UUID) -> tuple[storage.Row, bool]:
    """The row, and whether the actor may change it himself; raises Missing."""
    access.require(actor, spec, Verb.READ)
    may, seen = (access.visible_to(actor, spec, verb) for verb in (Verb.UPDATE, Verb.READ))
    head = Sql(f"SELECT {storage.listed(storage.columns(spec), 'r')}, ") + may
    found = storage.fetch(
        head + Sql(f' AS "may?" FROM {storage.table(spec.model)} r WHERE r.id = %s AND ', (record,)) + seen
    )
    if not found:
        raise Missing
    return found[0], bool(found[0].pop("may?"))


def _proposed(
    actor: Actor, spec: ObjectSpec, present: Mapping[str, Any], name: str, raw: Any, *, yourself: bool
) -> Any:
    """The cleaned value; raises Invalid."""
    field = access.readable(actor, spec).get(name)
    if field is None or access.field_right(actor, spec, name) < FieldRight.READ:
        raise Missing
    if field.readonly or field.type.kind in _THINGS:
        raise Invalid(problems=[Problem(name, "closed", CLOSED)])
    if yourself and name in access.writable(actor, spec):
        raise Invalid(problems=[Problem(name, "yourself", YOURSELF)])
    try:
        value = field.type.clean(raw)
    except BadValue as bad:
        raise Invalid(problems=[Problem(name, bad.code, bad.message)]) from None
    if value == present[name] or (field.type.is_empty(value) and field.type.is_empty(present[name])):
        raise Invalid(problems=[Problem(name, "same", SAME)])
    if gate.unseen(actor, {(key, each) for _, key, each in gate.pointed(spec, {name: value}, {name})}):
        raise Invalid(problems=[gate.not_seen(name)])
    return value


def _once(spec: ObjectSpec, record: UUID, made: Mapping[str, Any]) -> None:
    """Refuse what waits already."""
    waiting = correcting.waiting(spec.key, record)
    for name, value in made.items():
        if (name, _text(registry.field(spec.key, name), value)) in waiting:
            raise Invalid(problems=[Problem(name, "asked", ASKED)])


def _text(field: FieldDef, value: Any) -> str:
    return orjson.dumps(field.type.dump(value)).decode()


def _add(tx: Tx, spec: ObjectSpec, present: Mapping[str, Any], given: tuple[str, Any], reason: str) -> UUID:
    name, value = given
    field = registry.field(spec.key, name)
    made = tx.add(
        KEY,
        {
            "object": spec.key, "record": present["id"], "field": name, "value": _text(field, value),
            "was": _text(field, present[name]), "reason": reason or None,
        },
    )  # fmt: skip
    found: UUID = made.id
    return found


def _tell(tx: Tx, correction: UUID, news: str, whom: UUID | None) -> None:
    if whom is not None and whom != tx.actor.id:
        tx.note(KEY, correction, "tell", {"news": news, "to": [str(whom)]})


def decide(actor: Actor, wanted: Sequence[Verdict], state: CorrectionState, answer: str) -> dict[str, Any]:
    """{done, refused: [{id, message}]}; each correction is decided by itself. OPEN: take one's own decision back."""
    if state is CorrectionState.REFUSED and not answer.strip():
        raise Invalid(problems=[Problem("answer", "required", WHY)])
    done, refused = 0, list[dict[str, str]]()
    for each in wanted:
        try:
            _decide(actor, each, state, answer)
        except Refused as against:
            refused.append({"id": str(each.correction), "message": _against(against)})
        else:
            done += 1
    return {"done": done, "refused": refused}


def _against(refused: Refused) -> str:
    if isinstance(refused, Invalid) and refused.problems:
        return "; ".join(say(each.message) for each in refused.problems)
    return say(refused.message)


def _decide(actor: Actor, wanted: Verdict, state: CorrectionState, answer: str) -> None:
    """One of them; accepted, it is written as the decider's change on behalf of who proposed it."""
    withdrawn = state is CorrectionState.WITHDRAWN
    proposer = correcting.proposer(actor, wanted.correction, mine=withdrawn)
    with changes(actor if withdrawn else replace(actor, behalf=proposer), f"{state}_correction", answer) as tx:
        said = Judgment(state=state, answer=answer or None, version=wanted.version)
        if withdrawn or correcting.by_right(actor, wanted.correction):
            _say(tx, wanted.correction, said, _rightly)
        else:
            tx.run(KEY, wanted.correction, JUDGE, said.model_dump())
        if not withdrawn:
            _tell(tx, wanted.correction, state.value, proposer)


def judge(tx: Tx, record: Correction, data: Judgment) -> None:
    """Decide as a data steward: the field is written though he may not otherwise write it; raises Missing, Conflict."""
    gate.relock(registry.get(record.object), record.record)
    if not correcting.by_office(tx.actor, record.id):
        raise Missing
    _say(tx, record.id, data, _elevated)


def _say(tx: Tx, correction: UUID, said: Judgment, write: _Writer) -> None:
    """Note what is decided, once it is done."""
    row = gate.relock(registry.get(KEY), correction)
    told = _reopened(tx, row, write) if said.state is CorrectionState.OPEN else _settled(tx, row, said, write)
    tx.set(KEY, correction, {"state": said.state.value, "answer": said.answer, **told})


def _settled(tx: Tx, row: storage.Row, said: Judgment, write: _Writer) -> dict[str, Any]:
    """What is noted of a decision; of one accepted, also what its value took the place of."""
    if row["state"] != CorrectionState.OPEN:
        raise Conflict(DECIDED, code="decided")
    told = {"decided_by": tx.actor.id, "decided_at": tx.now}
    if said.state is not CorrectionState.ACCEPTED:
        return told
    before = _now(row)
    write(tx, row, row["value"], said.version)
    return told | {"was": before}


def _reopened(tx: Tx, row: storage.Row, write: _Writer) -> dict[str, Any]:
    """Nothing is decided any more; what was accepted goes back, unless somebody has written it since."""
    if row["decided_by_id"] != tx.actor.id or row["state"] not in correcting.DECIDED:
        raise Conflict(NOT_YOURS, code="not_yours")
    if row["state"] == CorrectionState.ACCEPTED:
        if _now(row) != row["value"]:
            raise Conflict(EDITED, code="edited")
        write(tx, row, row["was"], None)
    return {"decided_by": None, "decided_at": None}


def _now(row: storage.Row) -> str:
    """What the record says in that field, locked."""
    spec = registry.get(row["object"])
    present = storage.values(spec, gate.relock(spec, row["record"]))
    return _text(registry.field(spec.key, row["field"]), present[row["field"]])


def _rightly(tx: Tx, row: storage.Row, value: str | None, version: int | None) -> None:
    tx.update(row["object"], row["record"], {row["field"]: orjson.loads(value or "null")}, version)


def _elevated(tx: Tx, row: storage.Row, value: str | None, version: int | None) -> None:
    if version not in (None, gate.relock(registry.get(row["object"]), row["record"])["version"]):
        raise Stale
    tx.set(row["object"], row["record"], {row["field"]: orjson.loads(value or "null")})
