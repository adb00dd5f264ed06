"""The service worker and other assets as they are served."""

from __future__ import annotations

from pathlib import Path

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


def test_what_went_with_an_older_build_is_not_there_instead_of_failing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "assets").mkdir()
    gone = tmp_path / "assets" / "page-0123456789.js"
    gone.write_text("x")
    monkeypatch.setattr(wsgi, "DIST", tmp_path)
    application = wsgi.with_assets(lambda _environ, _start: [b"the application's own 404"])
    gone.unlink()
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/assets/page-0123456789.js"}
    assert list(application(asked, lambda *_: None)) == [b"the application's own 404"]
