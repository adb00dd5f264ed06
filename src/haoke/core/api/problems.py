"""Refusals and failures as problem+json (RFC 9457) in the caller's language."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import DataError, IntegrityError, InterfaceError, OperationalError

from haoke.core.api.routes import Answer
from haoke.core.errors import BadValue, Conflict, Invalid, Problem, Refused
from haoke.core.records.unfit import said
from haoke.core.text import T, say

if TYPE_CHECKING:
    from pydantic import ValidationError

log = logging.getLogger("haoke.api")


class Busy(Refused):
    status = 503
    code = "busy"
    title = T("The system is busy; please try again in a moment", "系统繁忙，请稍后再试")


class Failed(Refused):
    status = 500
    code = "failed"
    title = T(
        "Something went wrong on our side; it has been recorded. Please try again",
        "系统内部出错，已记录。请重试",
    )


def answer(error: Refused) -> Answer:
    """The problem document of a refusal."""
    body: dict[str, Any] = {
        "type": f"urn:haoke:{error.code}",
        "title": say(error.title),
        "status": error.status,
        "code": error.code,
        "detail": say(error.message),
        "errors": told(error),
        **{key: value for key, value in error.extra.items() if key != "retry_after"},
    }
    headers = {"Retry-After": str(error.extra.get("retry_after", 1))} if error.status in (429, 503) else {}
    return Answer(body, error.status, headers, content_type="application/problem+json")


def told(error: Refused) -> list[dict[str, str]]:
    """[{field, code, message}] of what is wrong with single fields."""
    return [{"field": each.field, "code": each.code, "message": say(each.message)} for each in error.problems]


def from_exception(error: Exception) -> Refused:
    """The refusal that tells a person what an exception means; unexpected ones are logged and become a 500."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, BadValue):
        return Invalid(error.message, code=error.code)
    if isinstance(error, IntegrityError):
        return _integrity(error.__cause__)
    if isinstance(error, DataError):
        return Invalid(T("A value is out of range", "数值超出范围"), code="out_of_range")
    if isinstance(error, OperationalError | InterfaceError):
        log.warning("database not available: %s", type(error.__cause__ or error).__name__)
        return Busy()
    log.error("unexpected failure", exc_info=error)
    return Failed()


def _integrity(cause: BaseException | None) -> Refused:
    if isinstance(cause, psycopg.errors.UniqueViolation):
        return Conflict(T("There is already one with the same value", "已存在相同的值"), code="duplicate")
    if isinstance(cause, psycopg.errors.ForeignKeyViolation):
        return Conflict(T("Other records still refer to it", "仍有其他记录引用它"), code="referenced")
    return Invalid(T("The values do not fit together", "内容之间互相矛盾"), code="constraint")


def from_pydantic(error: ValidationError) -> Invalid:
    """Field problems of a body or query that does not fit its model."""
    problems = [
        Problem(
            ".".join(str(part) for part in item["loc"]),
            str(item["type"]),
            said(item),
        )
        for item in error.errors(include_url=False, include_input=False)
    ]
    return Invalid(problems=problems)
