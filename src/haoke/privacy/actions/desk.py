"""The desk for what persons ask about their data: find, hand out, erase, answer; everything it looks at is logged."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final, Literal, cast
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core import jobs, registry
from haoke.core.access import scope_of
from haoke.core.access.actor import Scope
from haoke.core.erasing import ERASE
from haoke.core.erasing.action import Why, erase_person, may_be_erased
from haoke.core.errors import Conflict, Denied, Invalid, Missing
from haoke.core.records import changes, gate, storage
from haoke.core.text import T, say, speaking
from haoke.core.transfer import actors
from haoke.privacy import choices
from haoke.privacy.queries import held, package
from haoke.privacy.queries.people import person_objects

if TYPE_CHECKING:
    from collections.abc import Iterable

    from haoke.core.records import Tx
    from haoke.privacy.models import PrivacyRequest

KEY: Final = "privacy_request"
CLOSED = T("This request has been answered", "此请求已答复")
UNPROVED = T("First say how the person proved who he is", "请先填写身份核验方式")
NOT_ASKED = T("Only what the person asked to be deleted is erased", "仅“删除”类请求可执行删除")
NO_RECORDS = T("Choose the person's records first", "请先选定此人的记录")
NOT_HIS = T("This record was not found as the person's", "此记录不在查找结果中")
MAY_NOT = T(
    "Erasing {objects} is not among your rights; ask an administrator", "您无权删除{objects}中的个人信息，请联系管理员"
)


class One(BaseModel):
    """A record."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    id: UUID


class Sought(BaseModel):
    """Whom to look for besides what the request says."""

    words: str | None = Field(
        None, title=T("Another name or mark", "其他姓名或标识"), min_length=2, max_length=120,
    )  # fmt: skip


class Chosen(BaseModel):
    """The records that are this person."""

    records: list[One] = Field(
        title=T("Records of the person", "此人的记录"), max_length=50, json_schema_extra={"kind": "json"}
    )


class Wanted(BaseModel):
    """In which language the package is."""

    language: Literal["zh", "en"] = Field("zh", title=T("Language", "语言"), json_schema_extra={"kind": "text"})


class Answered(BaseModel):
    """What the person was told."""

    outcome: Literal["answered", "declined"] = Field(
        "answered", title=T("Outcome", "处理结果"), json_schema_extra={"kind": "text"}
    )
    text: str = Field(title=T("Answer", "答复内容"), min_length=2, max_length=20_000)


def find(tx: Tx, record: PrivacyRequest, data: Sought) -> dict[str, Any]:
    """What is held of the person and where, whoever else may see it; that it was looked at stays in the Log."""
    _open(record)
    found = held.of_request(tx.actor, record, data.words or "")
    looked = [f"{each['object']}:{each['id']}" for each in found["records"]]
    tx.note(KEY, record.id, "looked", {"records": looked})
    return found


def choose(tx: Tx, record: PrivacyRequest, data: Chosen) -> None:
    """Say which of the records found are this person's."""
    _open(record)
    wanted = list(dict.fromkeys((each.object, each.id) for each in data.records))
    allowed = {spec.key for spec in person_objects()}
    known = held.candidates(record, "").keys()
    others = [each for each in wanted if each not in known]
    if any(key not in allowed for key, _ in wanted) or gate.unseen(tx.actor, others):
        raise Invalid.at("records", "not_found", NOT_HIS)
    tx.set(KEY, record.id, {"found": [{"object": key, "id": str(each)} for key, each in wanted]})


def deliver(tx: Tx, record: PrivacyRequest, data: Wanted) -> dict[str, Any]:
    """{name, content}: a ZIP (base64) of all that is held of the person; it is made now and kept nowhere."""
    _open(record)
    _proved(record)
    chosen = _chosen(record)
    with speaking(data.language):
        content, digest = package.make(record, chosen)
    tx.note(KEY, record.id, "delivered", {"sha256": digest, "bytes": len(content)})
    return {"name": f"{record.number}.zip", "content": base64.b64encode(content).decode(), "sha256": digest}


def forget(tx: Tx, record: PrivacyRequest, _data: None) -> dict[str, Any]:
    """Begin to erase the person in all chosen records and wherever else he is named: {job, stays, letter}.

    The letter is told now: afterwards nobody knows any more whom it was for.
    """
    _free(_to_erase(tx, record))
    letter = package.letter(record)
    job = jobs.defer(
        forget_job, actor=tx.actor, lock=f"forget {record.id}", request=str(record.id), user=str(tx.actor.id),
        scopes=actors.scopes_of(tx.actor),
    )  # fmt: skip
    return {"job": str(job), "stays": package.stays(), "letter": letter}


@jobs.job("privacy.forget", T("Erase a person everywhere", "全面删除个人信息"), retry=2, atomic=True)
def forget_job(request: str, user: str, scopes: list[str] | None) -> dict[str, Any]:
    """{done: [{object, label, …}]}: all of it as one change, or nothing of it, with the rights he has by then."""
    with actors.at_work(actors.load(UUID(user), "job", scopes)) as actor, changes(actor, "forget") as tx:
        record = cast("PrivacyRequest", tx.get(KEY, UUID(request), "forget"))
        return {"done": _erase_all(tx, record, _to_erase(tx, record))}


def _to_erase(tx: Tx, record: PrivacyRequest) -> list[tuple[str, UUID]]:
    """The records chosen; raises Conflict or Denied where the request or the rights are not such that they may go."""
    _open(record)
    _proved(record)
    if record.kind != "delete":
        raise Conflict(NOT_ASKED, code="not_asked")
    chosen = _chosen(record, some=False)
    _may_erase(tx, {key for key, _ in chosen})
    return chosen


def _erase_all(tx: Tx, record: PrivacyRequest, chosen: list[tuple[str, UUID]]) -> list[dict[str, Any]]:
    """What each record emptied; the request comes last: it says who he is, so what still names him goes with it."""
    reason = str(record.number)
    done = [_erase(tx, key, each, reason) for key, each in chosen]
    done.append({"object": KEY, "label": say(registry.get(KEY).label), **erase_person(tx, record, Why(reason=reason))})
    closed = {"state": choices.ANSWERED, "answered_at": tx.now, "answer": say(package.ERASED_ANSWER), "found": None}
    tx.set(KEY, record.id, closed)
    return done


def _erase(tx: Tx, key: str, record: UUID, reason: str) -> dict[str, Any]:
    told = tx.run(key, record, ERASE.name, {"reason": reason})
    return {"object": key, "label": say(registry.get(key).label), **told}


def _free(chosen: Iterable[tuple[str, UUID]]) -> None:
    """Raise Conflict for a record that cannot be erased, before anybody waits for a job that would say so."""
    for key, each in chosen:
        spec = registry.get(key)
        may_be_erased(spec, storage.instance(spec, gate.relock(spec, each)))


def _may_erase(tx: Tx, keys: set[str]) -> None:
    closed = [key for key in sorted(keys) if scope_of(tx.actor, registry.get(key), ERASE.name) is Scope.NONE]
    if closed:
        labels = [registry.get(key).label_plural for key in closed]
        listed = T(", ".join(map(str.__str__, labels)), "、".join(each.zh for each in labels))
        raise Denied(MAY_NOT.fill(objects=listed), code="may_not_erase")


def answer(tx: Tx, record: PrivacyRequest, data: Answered) -> None:
    """Note what the person was told; the request is done."""
    _open(record)
    tx.set(KEY, record.id, {"state": data.outcome, "answer": data.text, "answered_at": tx.now})


def _open(record: PrivacyRequest) -> None:
    if record.state != choices.OPEN:
        raise Conflict(CLOSED, code="answered")


def _proved(record: PrivacyRequest) -> None:
    if record.identified == "not_yet":
        raise Conflict(UNPROVED, code="not_identified")


def _chosen(record: PrivacyRequest, *, some: bool = True) -> list[tuple[str, UUID]]:
    """The records chosen that are still there; raises Conflict for none."""
    chosen = [(each["object"], UUID(each["id"])) for each in record.found or () if each["object"] in registry.objects()]
    there = [each for each in chosen if _there(*each)]
    if some and not there:
        raise Conflict(NO_RECORDS, code="no_records")
    return there


def _there(key: str, record: UUID) -> bool:
    try:
        gate.relock(registry.get(key), record)
    except Missing:
        return False
    return True
