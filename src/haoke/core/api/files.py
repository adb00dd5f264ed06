"""Uploading files, and getting them back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from pydantic import BaseModel, ConfigDict, Field

from haoke.core.api.routes import Answer, Call, Route
from haoke.core.errors import BadRequest, Missing, Refused
from haoke.core.fieldtypes.files import FileType
from haoke.core.records.files import attaching, storing
from haoke.core.records.files.naming import PDF, SHOWN, UNKNOWN
from haoke.core.text import T

if TYPE_CHECKING:
    from django.http import HttpRequest

    from haoke.core.fieldtypes.files import FileRef

#: What may come with a file in a form, beside its own bytes.
_FORM = 64 * 1024
NO_FILE = T(
    "Send the file as the request's body with ?name=, or one file in a form (multipart)",
    "请将文件作为请求内容并以 ?name= 给出文件名，或以表单（multipart）上传一个文件",
)
#: A picture opened by its address is nothing but a picture; Chrome shows no PDF in a sandbox, so that has none.
_SANDBOX = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; sandbox"
_VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


class LengthNeeded(Refused):
    status = 411
    code = "length"
    title = T("Say how long the file is (Content-Length)", "请求缺少 Content-Length，无法得知文件大小")


class Name(BaseModel):
    """`name`: what the file is called, when the body is the file itself."""

    model_config = ConfigDict(extra="forbid")
    name: str | None = Field(None, max_length=2000)


def upload(call: Call) -> Answer:
    """Take one file; answers {id, name, size, type}, which a file field of a record then takes."""
    request = call.request
    try:
        length = _length(request)
        if (request.content_type or "").startswith("multipart/"):
            made = _from_form(call)
        elif call.query.name is None:
            raise BadRequest(NO_FILE, code="no_file")
        else:
            made = storing.keep(call.actor, call.query.name, request, length)
    except (UnreadablePostError, MultiPartParserError):
        raise BadRequest(storing.CUT, code="cut") from None
    return Answer(FileType().dump(made), 201)


def _length(request: HttpRequest) -> int:
    given = request.headers.get("Content-Length") or "0"
    if not given.isdecimal() or "Transfer-Encoding" in request.headers:
        raise LengthNeeded
    form = (request.content_type or "").startswith("multipart/")
    if int(given) > settings.UPLOAD_LIMIT + (_FORM if form else 0):
        _hear_out(request)
        raise storing.too_large()
    return int(given)


def _hear_out(request: HttpRequest) -> None:
    """Read on for a while: a sender that is cut off while sending never hears why."""
    for _ in range(4 * settings.UPLOAD_LIMIT // storing.PART):
        if not request.read(storing.PART):
            return


def _from_form(call: Call) -> FileRef:
    sent: list[Any] = [each for name in call.request.FILES for each in call.request.FILES.getlist(name)]
    if len(sent) != 1:
        raise BadRequest(NO_FILE, code="no_file")
    return storing.keep(call.actor, call.query.name or sent[0].name or "", sent[0].file, sent[0].size)


def download(call: Call) -> Answer:
    """The bytes, to whoever reads a field that holds them; only pictures and PDF may be shown, and never as a page."""
    file = _id(call)
    if not attaching.readable(call.actor, [file]):
        raise Missing
    return sent(call, file)


def sent(call: Call, file: UUID) -> Answer:
    """The bytes of a file the caller may have, or that he has them already."""
    known, digest = attaching.described(file)
    headers = _headers(known, digest)
    if call.request.headers.get("If-None-Match") == headers["ETag"]:
        return Answer(status=304, headers=headers)
    kind = known.type if known.type in SHOWN else UNKNOWN
    return Answer(pieces=storing.pieces(digest), headers=headers, content_type=kind)


def _headers(known: FileRef, digest: str) -> dict[str, str]:
    way = "inline" if known.type in SHOWN else "attachment"
    plain = re.sub(r'[^ -~]|["\\%]', "_", known.name)
    return {
        "Content-Disposition": f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(known.name, safe='')}",
        "Content-Length": str(known.size),
        "Content-Security-Policy": _VIEWER if known.type == PDF else _SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-cache",
        "ETag": f'"{digest[:32]}"',
    }


def _id(call: Call) -> UUID:
    try:
        return UUID(call.params["id"])
    except ValueError:
        raise Missing from None


ROUTES = (
    Route(
        "POST", "files", upload, T("Upload a file", "上传文件"), query=Name, multipart=True, keyed=False,
        answer="file", tag="files",
    ),
    Route("GET", "files/{id}", download, T("An uploaded file", "下载文件"), answer="bytes", tag="files"),
)  # fmt: skip
