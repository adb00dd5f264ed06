"""Generic endpoints that show what lists and records do not: a masked value in full."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.api.routes import Answer, Call
from haoke.core.errors import Missing
from haoke.core.limits import unmasking
from haoke.core.text import T


class UnmaskBody(BaseModel):
    """The field whose value is to be shown."""

    model_config = ConfigDict(extra="forbid")
    field: str = Field(max_length=100)


def unmask(call: Call) -> Answer:
    """{value, left}: a masked value in full, and how many more may be shown today."""
    try:
        record = UUID(call.params["id"])
    except ValueError:
        raise Missing from None
    return Answer(unmasking.unmask(call.actor, call.spec, record, call.body.field))


_BODY: dict[str, Any] = {"body": UnmaskBody, "keyed": False}
UNMASK = ("POST", "/unmask", unmask, "unmask", T("Show a masked value of {one}", "查看{one}的脱敏内容"), _BODY)
