"""From an HTTP request to a route and back: limits, parsing, the gate, idempotency, problems."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import orjson
from django.core.exceptions import DisallowedHost
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse, StreamingHttpResponse
from django.http.multipartparser import MultiPartParserError
from pydantic import BaseModel, ValidationError

from haoke.core import limits
from haoke.core.access import require, require_whole
from haoke.core.api import problems
from haoke.core.api.routes import HEALTH, PREFIX, Access, Answer, Call, Route, find
from haoke.core.custom.naming import OBJECT as RUN_TIME
from haoke.core.errors import BadRequest, Denied, Missing, OnlyLooking, Refused, SignInNeeded, StepUpRequired
from haoke.core.modules.switching import refuse
from haoke.core.records import giving, hold
from haoke.core.records.idempotency import once
from haoke.core.text import T

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from haoke.core.access.actor import Actor

BODY_LIMIT = 2 * 1024 * 1024
_REASON: Final = 500
_ANONYMOUS_OK = frozenset({Access.PUBLIC})


class MethodNotAllowed(Refused):
    status = 405
    code = "method"
    title = T("This address does not take that method", "此地址不支持该方法")


class TooLarge(Refused):
    status = 413
    code = "too_large"
    title = T("The request is larger than 2 MB", "请求超过 2 MB")


class ForeignHost(Refused):
    status = 421
    code = "host"
    title = T(
        "Haoke is not to be reached by this name; its administrator can add the name to HAOKE_HOSTS",
        "此域名未被允许访问好客；管理员可将其加入 HAOKE_HOSTS",
    )


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer `PREFIX/path`; never raises."""
    return _response(answer(request, path))


def answer(request: HttpRequest, path: str) -> Answer:
    """What is answered to a request for `PREFIX/path`; never raises."""
    try:
        return _answer(request, path)
    except Exception as error:  # noqa: BLE001 (the outermost border: everything becomes a problem document)
        return problems.answer(problems.from_exception(error))


def _answer(request: HttpRequest, path: str) -> Answer:
    route, params, methods = find(request.method or "GET", path)
    if route is None:
        raise MethodNotAllowed if methods else _absent(request, path)
    call = Call(request, _admit(request, route), route, params)
    try:
        call.query = route.query.model_validate(request.GET.dict()) if route.query else None
        call.body = _body(request, route) if route.writes and not (route.multipart or route.form) else None
        if route.multipart:
            request.FILES  # noqa: B018 - read here, so that a form that is none is refused before anything is done
    except ValidationError as error:
        raise problems.from_pydantic(error) from None
    except MultiPartParserError:
        raise BadRequest(NO_FORM, code="form") from None
    with (
        hold.insisting(_insisted(request)),
        hold.giving_reason(_told(request, "Haoke-Reason") or ""),
        giving.wishing(request.headers.get("Haoke-Owner") == "rules"),
    ):
        return _handled(call)


def _insisted(request: HttpRequest) -> str | None:
    """What `Haoke-Duplicates` says, percent-encoded: "?" tell me of doubtful ones, too; else why it is wanted twice."""
    return _told(request, "Haoke-Duplicates")


def _told(request: HttpRequest, header: str) -> str | None:
    """A percent-encoded header as one line of what can be printed: the database takes no other."""
    said = request.headers.get(header)
    return None if said is None else "".join(filter(str.isprintable, " ".join(unquote(said).split())))[:_REASON]


def _handled(call: Call) -> Answer:
    route, request = call.route, call.request
    key = request.headers.get("Idempotency-Key")
    keyed = bool(route.writes and route.keyed and key and call.actor is not None)
    try:
        return _once(call, key) if keyed and key else route.handle(call)
    except (OperationalError, InterfaceError):
        if (route.writes and not keyed) or connection.is_usable():
            raise
        connection.close()
        return _once(call, key) if keyed and key else route.handle(call)


def _absent(request: HttpRequest, path: str) -> Refused:
    """Of objects made at run time nobody learns before he signs in, not even that there is none of that name."""
    if getattr(request, "actor", None) is None and path.startswith(RUN_TIME):
        refusal: Refused | None = getattr(request, "refusal", None)
        return refusal or SignInNeeded()
    return Missing()


def _admit(request: HttpRequest, route: Route) -> Any:
    _require_our_name(request, route)
    if route.form:
        return None
    actor = getattr(request, "actor", None)
    refusal = getattr(request, "refusal", None)
    if refusal is not None and (route.writes or route.access not in _ANONYMOUS_OK):
        raise refusal
    # Also what anybody may call: signed in, it would be done to the person looked as.
    if actor is not None and actor.seen_by is not None and not route.looked:
        raise OnlyLooking
    if route.access in _ANONYMOUS_OK:
        return actor
    if actor is None and route.access is Access.HALF:
        actor = getattr(request, "half", None)
    if actor is None:
        raise SignInNeeded
    limits.admit(actor)
    _require_of(actor, route)
    refuse(route)
    if route.access is Access.OBJECT:
        call_spec = Call(request, actor, route, {}).spec
        require(actor, call_spec, route.verb or "read")
    return actor


def _require_our_name(request: HttpRequest, route: Route) -> None:
    """Whose name leads here by somebody else's doing (DNS rebinding) is no page of ours; probes come by any name."""
    if route.tag == HEALTH:
        return
    try:
        request.get_host()
    except DisallowedHost:
        raise ForeignHost from None


def _require_of(actor: Actor, route: Route) -> None:
    """What the route asks of whoever calls it, whatever it is about."""
    if route.own:
        require_whole(actor)
    if route.guarded and not actor.proved:
        raise StepUpRequired
    if route.access is Access.ADMIN and not actor.admin:
        raise Denied


def _body(request: HttpRequest, route: Route) -> Any:
    raw = request.body if int(request.headers.get("Content-Length") or 0) <= BODY_LIMIT else None
    if raw is None:
        raise TooLarge
    if isinstance(route.body, type) and issubclass(route.body, BaseModel):
        return route.body.model_validate(_json(raw))
    return _json(raw)


def _json(raw: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(raw) if raw else {}
    except orjson.JSONDecodeError:
        raise BadRequest(T("The request is not valid JSON", "请求不是有效的 JSON"), code="json") from None
    if not isinstance(found, dict):
        raise BadRequest(T("A JSON object is expected", "请求内容应为 JSON 对象"), code="json")
    return found


def _once(call: Call, key: str) -> Answer:
    request = call.request
    seen = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode() + request.body).hexdigest()

    def effect() -> tuple[int, Any]:
        answer = call.route.handle(call)
        return answer.status, answer.body

    status, body, replayed = once(call.actor, key, seen, effect)
    return Answer(body, status, {"Idempotent-Replayed": "true"} if replayed else {})


def _response(answer: Answer) -> HttpResponseBase:
    response: HttpResponseBase
    if answer.pieces is not None:
        response = StreamingHttpResponse(answer.pieces, status=answer.status, content_type=answer.content_type)
    else:
        content = answer.raw if answer.raw is not None else b"" if answer.body is None else dumps(answer.body)
        response = HttpResponse(content, status=answer.status, content_type=answer.content_type)
    response["Cache-Control"] = "no-store"
    for name, value in answer.headers.items():
        response[name] = value
    return response


def _default(value: object) -> str:
    return str.__str__(value) if isinstance(value, str) else str(value)


def dumps(body: Any) -> bytes:
    """JSON of an answer; datetimes as ISO UTC with Z, everything unknown as text."""
    return orjson.dumps(body, default=_default, option=orjson.OPT_UTC_Z | orjson.OPT_PASSTHROUGH_SUBCLASS)


def readonly() -> None:
    """Make the running transaction refuse writes (used by tests around every GET)."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")


NO_FORM = T("The request is not a valid form with files", "请求不是有效的文件表单")
URL_PATTERN = rf"(?s)^{PREFIX.strip('/')}/(?P<path>.*?)/?\Z"  # a line break is a part of a path as well
