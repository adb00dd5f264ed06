"""Erasing one person from his page: on a request of his, or, by an administrator, on other grounds that are said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import UUID

from pydantic import Field

from haoke.core import registry
from haoke.core.erasing import ERASE as BY_HAND
from haoke.core.erasing.action import ERASED, Why, erase_person, may_be_erased
from haoke.core.errors import Conflict, Missing
from haoke.core.text import T, say
from haoke.privacy import choices
from haoke.privacy.queries.package import ERASED_ANSWER

if TYPE_CHECKING:
    from haoke.core.records import Tx
    from haoke.core.records.model import Record
    from haoke.privacy.models import PrivacyRequest

KEY: Final = "privacy_request"
NO_REQUEST: Final = T(
    "A person is erased on his request: choose it, or say how he asked and how he proved who he is",
    "须依据本人请求删除：请选择请求，或填写提出方式与身份核验方式",
)


def _offers(choices_: tuple[Any, ...]) -> dict[str, Any]:
    listed = [{"value": each.value, "label": each.label, "color": each.color} for each in choices_]
    return {"kind": "choice", "choices": listed}


class Asked(Why):
    """Whose wish it is: a request that is there already, or how he asked, which makes one."""

    request: UUID | None = Field(
        None, title=T("Data request", "个人信息请求"), json_schema_extra={"kind": "reference", "target": KEY},
        description=T("For deletion, with this record chosen", "类型为“删除”且已选定此记录"),
    )  # fmt: skip
    asked: Literal["letter", "email", "phone", "person", "chat"] | None = Field(
        None, title=T("How the person asked", "本人提出方式"), json_schema_extra=_offers(choices.ASKED),
    )  # fmt: skip
    identified: Literal["document", "call_back", "code", "letter", "relative"] | None = Field(
        None, title=T("Identity proved by", "身份核验方式"), json_schema_extra=_offers(choices.PROVED),
    )  # fmt: skip


def erase_asked(tx: Tx, record: Record, data: Asked) -> dict[str, Any]:
    """Erase a person who asked for it; raises Conflict "no_request" where nobody says that he did."""
    if data.request is not None:
        if not _asks(tx, data.request, record):
            raise Conflict(NO_REQUEST, code="no_request")
        return erase_person(tx, record, data)
    if data.asked and data.identified:
        may_be_erased(registry.by_model(type(record)), record)
        _note(tx, data)
    elif not tx.actor.admin:
        raise Conflict(NO_REQUEST, code="no_request")
    return erase_person(tx, record, data)


def _asks(tx: Tx, request: UUID, record: Record) -> bool:
    """Whether a request is open, proved, and asks just this record to be erased."""
    try:
        found: PrivacyRequest = tx.get(KEY, request, "forget")
    except Missing:
        return False
    chosen = {(each["object"], each["id"]) for each in found.found or ()}
    his = (registry.by_model(type(record)).key, str(record.id)) in chosen
    return his and found.state == choices.OPEN and found.kind == "delete" and found.identified != choices.NOT_YET


def _note(tx: Tx, data: Asked) -> None:
    """A request, answered by what is done now; what he is called is not kept, for he is erased."""
    how = next(each.label for each in choices.ASKED if each.value == data.asked)
    values = {
        "name": say(ERASED), "kind": "delete", "identified": data.identified, "details": f"{say(how)}: {data.reason}",
        "state": choices.ANSWERED, "answered_at": tx.now, "answer": say(ERASED_ANSWER), "owner": tx.actor.id,
    }  # fmt: skip
    tx.add(KEY, values)


ERASE: Final = replace(BY_HAND, run=erase_asked, input=Asked)
