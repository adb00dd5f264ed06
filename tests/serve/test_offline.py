"""The service worker as it is served."""

from __future__ import annotations

import pytest

from haoke.config import shell, wsgi


@pytest.mark.skipif(not (shell.DIST / "sw.js").is_file(), reason="the assets are not built")
def test_the_service_worker_may_fetch_from_us_and_is_never_an_old_one() -> None:
    application = wsgi.guarded(wsgi.with_assets(lambda _environ, _start: []), {})
    found: dict[str, str] = {}
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/sw.js"}
    list(application(environ, lambda _status, headers, *_: found.update(headers)))
    assert found["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"
    assert found["Cache-Control"] == "no-cache"
