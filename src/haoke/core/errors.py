"""Refusals, each with a stable code, an HTTP status and a text in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field (empty `field`: the record as a whole)."""

    field: str
    code: str
    message: T


class Refused(Exception):
    """A request that is not carried out; rolls back the change it happens in."""

    status = 400
    code = "refused"
    title = T("This cannot be done", "无法完成此操作")

    def __init__(
        self,
        message: T | None = None,
        *,
        code: str | None = None,
        problems: Sequence[Problem] = (),
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message or self.title)
        self.message = message or self.title
        self.code = code or type(self).code
        self.problems = tuple(problems)
        self.extra = dict(extra or {})


class Invalid(Refused):
    """A value that does not fit its field: 422. `Invalid.at(field, code, message)` names one."""

    status = 422
    code = "invalid"
    title = T("Some values need correcting", "有些内容需要更正")

    @classmethod
    def at(cls, field: str, code: str, message: T) -> Invalid:
        return cls(message, code=code, problems=[Problem(field, code, message)])


class BadValue(ValueError):
    """Raised by a field type that cannot take a value; the caller adds the field's name."""

    def __init__(self, code: str, message: T) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class BadRequest(Refused):
    status = 400
    code = "bad_request"
    title = T("The request could not be understood", "请求无法识别")


class SignInNeeded(Refused):
    status = 401
    code = "sign_in"
    title = T("Please sign in", "请先登录")


class Denied(Refused):
    """The actor sees the record but may not do this to it."""

    status = 403
    code = "denied"
    title = T("You may not do this; ask your administrator for the right", "您没有此操作的权限，请联系管理员")


class StepUpRequired(Refused):
    """The session is open, but whether its person still sits there must be proved first."""

    status = 403
    code = "step_up_required"
    title = T("Please confirm that it is you, then it goes on", "请先验证身份，然后继续")


class OnlyLooking(Denied):
    """An administrator looks as somebody else: nothing is written and nothing is taken along."""

    code = "only_looking"
    title = T("You are only looking as this person; end it first", "您正以他人身份只读查看，请先结束")


class Missing(Refused):
    """There is no such thing, or the actor may not know of it."""

    status = 404
    code = "not_found"
    title = T("Not found, or not visible to you", "未找到，或您无权查看")


class Stale(Refused):
    """The record was changed meanwhile; `extra["current"]` is its present state."""

    status = 409
    code = "stale"
    title = T("Someone changed this record meanwhile", "此记录刚刚被他人修改")


class Conflict(Refused):
    status = 409
    code = "conflict"


class TooMany(Refused):
    """Over a limit; `extra["retry_after"]` seconds."""

    status = 429
    code = "too_many"
    title = T("Too many attempts; wait a little", "尝试次数过多，请稍后再试")
