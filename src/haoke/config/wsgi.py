"""The web application, for a WSGI server: built assets, then Django, and the headers that go on everything."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, cast

from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

from haoke.config import environment
from haoke.config.lifeline import end_with_server
from haoke.config.shell import DIST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Headers = list[tuple[str, str]]
    Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

HASHED = re.compile(r"^/assets/.*-[\w-]{8,}\.\w+$")
GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=(), usb=()",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
}
STRICT_TRANSPORT = "max-age=31536000"


def with_assets(application: Application) -> Application:
    """Serve the built assets, compressed and for ever cached where their name has a hash."""
    served: Any = WhiteNoise(
        application,
        root=DIST,
        immutable_file_test=lambda _path, url: bool(HASHED.match(url)),
        allow_all_origins=False,
        index_file=None,
        add_headers_function=_own_headers,
    )
    for path in [path for path in served.files if path == "/index.html" or path.startswith("/.")]:
        del served.files[path]

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return cast("Iterable[bytes]", served(environ, start))
        except FileNotFoundError:  # a page of the build before this one asks for what has gone with it
            return application(environ, start)

    return answer


def _own_headers(headers: Any, _path: str, url: str) -> None:
    """The service worker fetches for the page, and must never be an old one."""
    if url == "/sw.js":
        headers["Content-Security-Policy"] = "default-src 'none'; connect-src 'self'"
        headers["Cache-Control"] = "no-cache"


def guarded(application: Application, extra: dict[str, str]) -> Application:
    """Put the guarding headers on every answer that does not bring its own."""
    wanted = {**GUARDS, **extra}

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        def begin(status: str, headers: Headers, *rest: Any) -> Any:
            present = {name.lower() for name, _ in headers}
            missing = [(name, value) for name, value in wanted.items() if name.lower() not in present]
            return start(status, [*headers, *missing], *rest)

        return application(environ, begin)

    return answer


def extra_headers() -> dict[str, str]:
    """Strict transport where people reach us by a public https address; not with a certificate made here."""
    return {"Strict-Transport-Security": STRICT_TRANSPORT} if environment.public_url().startswith("https://") else {}


end_with_server()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haoke.config.settings")
application = guarded(with_assets(get_wsgi_application()), extra_headers())
