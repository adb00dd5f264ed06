"""The page every address of the browser application begins with, and the headers that guard it."""

from __future__ import annotations

import re
import secrets
from functools import cache
from typing import TYPE_CHECKING

from django.http import HttpResponse

from haoke.config import environment
from haoke.core.text import T, say

if TYPE_CHECKING:
    from django.http import HttpRequest

NONCE = "__CSP_NONCE__"
HEAD = '<meta name="csp-nonce"'
DIST = environment.package_folder() / "web" / "dist"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self' {events}; frame-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
NOT_BUILT = T(
    "Haoke's web assets are not built: run `make web`, then load this page again.",
    "好客的网页资源尚未构建：请运行 `make web`，然后刷新本页。",
)


@cache
def template() -> str:
    """The built index page; empty when the assets are not built."""
    page = DIST / "index.html"
    return page.read_text("utf-8") if page.is_file() else ""


def events_address(request: HttpRequest) -> str:
    """Where this browser finds the live updates: `HAOKE_EVENTS_URL`, or our events port on the host it came to."""
    if given := environment.events_url():
        return given
    host = re.sub(r":\d+$", "", request.get_host())
    return f"{request.scheme}://{host}:{environment.events_port()}/stream"


def origin(address: str) -> str:
    """Scheme, host and port of an address, as a policy names it; empty for an address on our own origin."""
    found = re.match(r"https?://[^/]+", address)
    return found.group() if found else ""


def shell(request: HttpRequest) -> HttpResponse:
    """The application's page, with a nonce of its own for styles."""
    page = template()
    if not page:
        template.cache_clear()
        return HttpResponse(say(NOT_BUILT), status=503, content_type="text/plain; charset=utf-8")
    nonce, events = secrets.token_urlsafe(18), events_address(request)
    told = f'<meta name="haoke-events" content="{events}" />\n    {HEAD}'
    response = HttpResponse(page.replace(HEAD, told, 1).replace(NONCE, nonce), content_type="text/html; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Content-Security-Policy"] = POLICY.format(nonce=nonce, events=origin(events))
    return response
