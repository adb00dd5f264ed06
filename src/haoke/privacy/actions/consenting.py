"""Noting what a person said: each time a record of its own, of which the latest counts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from haoke.core import access, registry
from haoke.core.access.actor import Verb
from haoke.core.access.scopes import key_allows
from haoke.core.errors import Conflict, Denied, Invalid, Missing
from haoke.core.records import changes
from haoke.core.records.reach import CHANNELS
from haoke.core.text import T, say
from haoke.privacy import choices
from haoke.privacy.models import Consent, ConsentWording
from haoke.privacy.queries.consents import is_person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.fieldtypes.base import Choice
    from haoke.core.records import Tx
    from haoke.core.spec import ObjectSpec

NO_PERSON = T("Only of a person can consent be noted", "只有个人才能登记同意")
NOT_YET = T("This moment is still to come", "时间不能晚于现在")
OVER = T("This day is over already", "此日期已过")
BY_ITSELF = T(
    "The law asks for separate consent here: say that the person was asked for just this",
    "此用途依法须取得单独同意，请确认已就此单独征得同意",
)
NO_PROOF = T("Say where it can be seen: a note, a file or the wording", "请填写证明：说明、凭证文件或告知文本")
NO_WORDING = T("There is no such wording for this purpose", "没有此用途的告知文本")


_LISTS: Final[Mapping[str, tuple[Choice, ...]]] = {
    "channel": CHANNELS, "purpose": choices.PURPOSES, "state": choices.STATES,
}  # fmt: skip


class Said(BaseModel):
    """What a person said; `at`: now unless given, `proof` and `evidence`: where that can be seen."""

    model_config = ConfigDict(extra="forbid")
    channel: Literal["phone", "sms", "email", "wecom", "wechat", "mail", "visit"]
    purpose: Literal["marketing", "service", "profiling", "third_party", "position", "sensitive"]
    state: Literal["given", "withdrawn", "refused"]
    how: Literal["form", "paper", "phone", "chat", "email", "visit", "import", "unsubscribe", "request"]
    at: AwareDatetime | None = None
    separate: bool = False
    wording: UUID | None = None
    proof: str | None = Field(None, max_length=2_000)
    evidence: UUID | None = None
    until: dt.date | None = None


def note(actor: Actor, key: str, record_id: UUID, said: Said) -> None:
    """Note what a person said, on a record the actor may change; raises Missing, Denied, Conflict, Invalid."""
    spec = person_object(key)
    if not key_allows(actor, registry.get("consent"), Verb.CREATE):
        raise Denied
    access.require(actor, spec, Verb.UPDATE)
    with changes(actor, "consent") as tx:
        found = tx.get(key, record_id, Verb.UPDATE)
        if not is_person(spec, vars(found)):
            raise Conflict(NO_PERSON, code="no_person")
        record(tx, key, record_id, said)


def person_object(key: str) -> ObjectSpec:
    """The object of that key whose records stand for persons outside the company; raises Missing."""
    spec = registry.objects().get(key)
    if spec is None or spec.person is None or spec.group == "settings":
        raise Missing
    return spec


def record(tx: Tx, key: str, record_id: UUID, said: Said) -> None:
    """The same within a change whose rights were checked."""
    tx.add("consent", values_of(tx, key, record_id, said))
    settle(tx, key, record_id)


def values_of(tx: Tx, key: str, record_id: UUID, said: Said) -> dict[str, Any]:
    """A consent as it is kept; raises Invalid."""
    at = said.at or tx.now
    _check(tx, said, at)
    return {
        "object": key, "record": record_id, "channel": said.channel, "purpose": said.purpose, "state": said.state,
        "at": at, "how": said.how, "separate": said.separate, "proof": (said.proof or "").strip() or None,
        "evidence": {"id": str(said.evidence)} if said.evidence else None, "until": said.until,
        "summary": _summary(said), **_wording(said),
    }  # fmt: skip


def _summary(said: Said) -> dict[str, str]:
    labels = [each.label for name, listed in _LISTS.items() for each in listed if each.value == getattr(said, name)]
    return {language: " · ".join(say(label, language) for label in labels) for language in ("en", "zh")}


def _check(tx: Tx, said: Said, at: dt.datetime) -> None:
    if at > tx.now + dt.timedelta(minutes=5):
        raise Invalid.at("at", "future", NOT_YET)
    if said.state != choices.GIVEN:
        return
    if said.until and said.until < tx.now.date():
        raise Invalid.at("until", "over", OVER)
    if said.purpose in choices.SEPARATE and not said.separate:
        raise Invalid.at("separate", "separate", BY_ITSELF)
    if not ((said.proof or "").strip() or said.evidence or said.wording):
        raise Invalid.at("proof", "required", NO_PROOF)


def _wording(said: Said) -> dict[str, Any]:
    if said.wording is None:
        return {}
    found = ConsentWording._base_manager.filter(pk=said.wording, deleted_at=None, purpose=said.purpose).first()
    if found is None:
        raise Invalid.at("wording", "not_found", NO_WORDING)
    return {"wording": found.id, "edition": found.edition, "said": found.text}


def settle(tx: Tx, key: str, record_id: UUID) -> None:
    """Mark of each channel and purpose the one that counts; after a merge both histories stand together."""
    seen: set[tuple[str, str]] = set()
    said = Consent._base_manager.filter(object=key, record=record_id, deleted_at=None).order_by("-at", "-id")
    for row in said.values("id", "channel", "purpose", "current"):
        first = (row["channel"], row["purpose"]) not in seen
        seen.add((row["channel"], row["purpose"]))
        if row["current"] != first:
            tx.set("consent", row["id"], {"current": first})
