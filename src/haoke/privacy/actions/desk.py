"""The desk for what persons ask about their data: find, hand out, erase, answer; everything it looks at is logged."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final, Literal, cast
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict, Field

from haoke.core import jobs, registry
from haoke.core.access import scope_of
from haoke.core.access.actor import Scope
from haoke.core.erasing import ERASE
from haoke.core.erasing.action import Why, erase_person, may_be_erased
from haoke.core.errors import Conflict, Denied, Invalid, Missing
from haoke.core.ids import uuid7
from haoke.core.records import changes, gate, storage
from haoke.core.text import Language, T, say, speaking
from haoke.core.transfer import actors
from haoke.privacy import choices
from haoke.privacy.models import Prepared
from haoke.privacy.queries import held, package
from haoke.privacy.queries.people import person_objects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx
    from haoke.privacy.models import PrivacyRequest

KEY: Final = "privacy_request"
CLOSED = T("This request has been answered", "此请求已答复")
UNPROVED = T("First say how the person proved who he is", "请先填写身份核验方式")
NOT_ASKED = T("Only what the person asked to be deleted is erased", "仅“删除”类请求可执行删除")
NO_RECORDS = T("Choose the person's records first", "请先选定此人的记录")
NOT_HIS = T("This record was not found as the person's", "此记录不在查找结果中")
LOOKING = T("Looking through all records", "正在查找全部记录")
PACKING = T("Packing what is held", "正在生成数据包")
GONE = T("What was found is not kept any longer; begin anew", "结果已不再保留，请重新操作")
MAY_NOT = T(
    "Erasing {objects} is not among your rights; ask an administrator", "您无权删除{objects}中的个人信息，请联系管理员"
)


class One(BaseModel):
    """A record."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    id: UUID


class Later(BaseModel):
    """Done by a job: asked for first, then taken with the job that did it, once."""

    job: UUID | None = Field(None, title=T("Job", "任务"), json_schema_extra={"kind": "text"})


class Sought(Later):
    """Whom to look for besides what the request says."""

    words: str | None = Field(
        None, title=T("Another name or mark", "其他姓名或标识"), min_length=2, max_length=120,
    )  # fmt: skip


class Chosen(BaseModel):
    """The records that are this person."""

    records: list[One] = Field(
        title=T("Records of the person", "此人的记录"), max_length=50, json_schema_extra={"kind": "json"}
    )


class Wanted(Later):
    """In which language the package is."""

    language: Literal["zh", "en"] = Field("zh", title=T("Language", "语言"), json_schema_extra={"kind": "text"})


class Answered(BaseModel):
    """What the person was told."""

    outcome: Literal["answered", "declined"] = Field(
        "answered", title=T("Outcome", "处理结果"), json_schema_extra={"kind": "text"}
    )
    text: str = Field(title=T("Answer", "答复内容"), min_length=2, max_length=20_000)


def find(tx: Tx, record: PrivacyRequest, data: Sought) -> dict[str, Any]:
    """{job} that looks for what is held of the person, or, with it, what it found."""
    _open(record)
    if data.job:
        found: dict[str, Any] = orjson.loads(_taken(tx, record, data.job))
        return found
    return _begun(tx, record, find_job, words=data.words or "")


@jobs.job("privacy.find", T("Look for what is held of a person", "查找个人信息"), retry=2)
def find_job(request: str, user: str, scopes: list[str] | None, words: str) -> dict[str, Any]:
    """What is held of the person and where, whoever else may see it; that it was looked at stays in the Log."""
    with actors.at_work(actors.load(UUID(user), "job", scopes)) as actor:
        record = _allowed(actor, request, "find")
        found = held.of_request(actor, record, words, _telling(LOOKING))
        with changes(actor, "find") as tx:
            looked = [f"{each['object']}:{each['id']}" for each in found["records"]]
            tx.note(KEY, _again(tx, request, "find").id, "looked", {"records": looked})
            _prepare(actor, record, orjson.dumps(found))
        return {"records": len(looked)}


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
    """{job} that packs all that is held of the person, or, with it, {name, content}: the ZIP (base64)."""
    _deliverable(record)
    if data.job:
        content = _taken(tx, record, data.job)
        return {"name": f"{record.number}.zip", "content": base64.b64encode(content).decode()}
    return _begun(tx, record, deliver_job, language=data.language)


@jobs.job("privacy.deliver", T("Pack what is held of a person", "生成个人信息数据包"), retry=2)
def deliver_job(request: str, user: str, scopes: list[str] | None, language: Language) -> dict[str, Any]:
    """{sha256, bytes} of the ZIP that waits to be taken."""
    with actors.at_work(actors.load(UUID(user), "job", scopes)) as actor:
        record = _allowed(actor, request, "deliver")
        with speaking(language):
            content, digest = package.make(record, _deliverable(record), _telling(PACKING))
        told = {"sha256": digest, "bytes": len(content)}
        with changes(actor, "deliver") as tx:
            tx.note(KEY, _again(tx, request, "deliver").id, "delivered", told)
            _prepare(actor, record, content)
        return told


def _begun(tx: Tx, record: PrivacyRequest, work: Callable[..., Any], **data: Any) -> dict[str, Any]:
    job = jobs.defer(
        work, actor=tx.actor, lock=f"{work.__name__} {record.id}", request=str(record.id), user=str(tx.actor.id),
        scopes=actors.scopes_of(tx.actor), **data,
    )  # fmt: skip
    return {"job": str(job)}


def _allowed(actor: Actor, request: str, step: str) -> PrivacyRequest:
    """The request, where whoever asked may still take this step; raises Missing, Denied, Conflict."""
    with changes(actor, step) as tx:
        return _again(tx, request, step)


def _again(tx: Tx, request: str, step: str) -> PrivacyRequest:
    record = cast("PrivacyRequest", tx.get(KEY, UUID(request), step))
    _open(record)
    return record


def _telling(what: T) -> Callable[[int, int], None]:
    progress = jobs.Progress()
    return lambda done, total: progress.step(done, total, what)


def _prepare(actor: Actor, record: PrivacyRequest, content: bytes) -> None:
    """Keep what a job made until it is taken; in the transaction that notes it."""
    jobs.fence()
    running = jobs.current()
    made = running.job if running else uuid7()
    Prepared.objects.update_or_create(job=made, defaults={"actor": actor.id, "request": record.id, "content": content})


def _taken(tx: Tx, record: PrivacyRequest, job: UUID) -> bytes:
    """What a job made for whoever asked; it is kept nowhere from then on. Raises Missing "gone"."""
    found = Prepared.objects.select_for_update().filter(job=job, actor=tx.actor.id, request=record.id).first()
    if found is None:
        raise Missing(GONE, code="gone")
    content = bytes(found.content)
    found.delete()
    return content


def _deliverable(record: PrivacyRequest) -> list[tuple[str, UUID]]:
    _open(record)
    _proved(record)
    return _chosen(record)


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
    done = [_erase(tx, key, each, record) for key, each in chosen]
    done.append({"object": KEY, "label": say(registry.get(KEY).label), **erase_person(tx, record, Why(reason=reason))})
    closed = {"state": choices.ANSWERED, "answered_at": tx.now, "answer": say(package.ERASED_ANSWER), "found": None}
    tx.set(KEY, record.id, closed)
    return done


def _erase(tx: Tx, key: str, record: UUID, request: PrivacyRequest) -> dict[str, Any]:
    told = tx.run(key, record, ERASE.name, {"reason": str(request.number), "request": str(request.id)})
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
    if record.identified == choices.NOT_YET:
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
