"""Settings by environment, the page's policy, and the headers on every answer."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import RequestFactory

from haoke.cli import doctor
from haoke.config import asgi, environment, lifeline, settings, shell, wsgi
from haoke.core import jobs
from haoke.core.database.cluster import Cluster
from haoke.core.database.roles import APP
from haoke.core.database.urls import parse
from haoke.core.jobs.models import Job


def request(**given: Any) -> Any:
    return RequestFactory().get("/accounts", **given)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> None:
    page = '<meta name="csp-nonce" content="__CSP_NONCE__" />'
    monkeypatch.setattr(shell, "template", lambda: page)


@pytest.mark.usefixtures("built")
def test_each_page_has_a_nonce_of_its_own() -> None:
    first, second = shell.shell(request()), shell.shell(request())
    assert first.content != second.content
    nonce = first.content.decode().split('csp-nonce" content="')[1].split('"')[0]
    assert f"'nonce-{nonce}'" in first["Content-Security-Policy"]
    assert first["Cache-Control"] == "no-cache"


@pytest.mark.usefixtures("built")
def test_the_page_says_where_live_updates_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAOKE_PORT", "8300")
    page = shell.shell(request(HTTP_HOST="localhost:8300"))
    assert b'content="http://localhost:8301/stream"' in page.content
    assert "connect-src 'self' http://localhost:8301;" in page["Content-Security-Policy"]
    monkeypatch.setenv("HAOKE_EVENTS_URL", "/stream")
    assert "connect-src 'self' ;" in shell.shell(request())["Content-Security-Policy"]


def test_a_page_that_is_not_built_says_how(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shell, "DIST", tmp_path)
    shell.template.cache_clear()
    assert b"make web" in shell.shell(request()).content
    (tmp_path / "index.html").write_text("built")
    assert shell.shell(request()).content == b"built"
    shell.template.cache_clear()


def test_strict_transport_is_for_public_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wsgi.extra_headers() == {}
    monkeypatch.setenv("HAOKE_URL", "https://crm.example.com/")
    assert wsgi.extra_headers() == {"Strict-Transport-Security": "max-age=31536000"}


def test_an_answers_own_header_is_kept() -> None:
    def application(_environ: dict[str, Any], start: Any) -> list[bytes]:
        start("200 OK", [("content-security-policy", "own")])
        return []

    seen: list[Any] = []
    assert wsgi.guarded(application, {})({}, lambda *given: seen.extend(given)) == []
    assert [value for name, value in seen[1] if name.lower() == "content-security-policy"] == ["own"]


def test_where_data_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HAOKE_DATA_DIR", raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 0)
    assert environment.data_folder() == Path("/var/lib/haoke")
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    monkeypatch.setenv("XDG_DATA_HOME", "/home/anna/data")
    assert environment.data_folder() == Path("/home/anna/data/haoke")
    monkeypatch.delenv("XDG_DATA_HOME")
    assert environment.data_folder() == Path.home() / ".local/share/haoke"
    monkeypatch.setenv("HAOKE_DATA_DIR", "/srv/haoke")
    assert environment.data_folder() == Path("/srv/haoke")


def test_the_secret_is_made_once_and_is_private(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HAOKE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("HAOKE_SECRET_KEY")
    assert environment.secret_key() == ""
    environment.ensure_secret()
    made = environment.secret_key()
    environment.ensure_secret()
    kept = tmp_path / "data" / "secret.json"
    assert environment.secret_key() == made == json.loads(kept.read_text())["key"]
    assert len(made) >= 50
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_the_database_is_ours_or_the_one_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HAOKE_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert environment.embedded()
    assert environment.application_address().host == str(tmp_path / "database" / "run")
    monkeypatch.setenv("DATABASE_URL", "postgresql://haoke_app:x@db:6432/crm")
    assert not environment.embedded()
    assert environment.application_address() == parse("postgresql://haoke_app:x@db:6432/crm")


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "http://127.0.0.1:8300"),
        ({"HAOKE_LAN": "1", "HAOKE_HOSTS": "192.0.2.7,box"}, "https://192.0.2.7:8300"),
        ({"HAOKE_LAN": "1"}, "https://localhost:8300"),
        ({"HAOKE_URL": "https://crm.example.com/"}, "https://crm.example.com"),
    ],
)
def test_links_lead_to_where_people_reach_us(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], address: str
) -> None:
    monkeypatch.setenv("HAOKE_PORT", "8300")
    for name in ("HAOKE_LAN", "HAOKE_HOSTS", "HAOKE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert environment.link_address() == address


def test_hosts_are_ours_and_the_given_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAOKE_HOSTS", "box,192.0.2.7")
    monkeypatch.setenv("HAOKE_URL", "https://crm.example.com:8443")
    assert environment.hosts()[3:] == ["box", "192.0.2.7", "crm.example.com"]


@pytest.mark.parametrize(
    ("given", "barred"),
    [({}, False), ({"HAOKE_URL": "http://127.0.0.1:8000"}, False), ({"HAOKE_HOSTS": "192.0.2.7,box"}, True)],
)
def test_the_well_known_password_is_barred_from_networks(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], barred: bool
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert (environment.barred_password() == environment.TRIAL) is barred


def test_the_well_known_password_is_for_make_run_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.trial_password() is None
    monkeypatch.setenv("HAOKE_TRIAL", "1")
    assert environment.trial_password() == environment.TRIAL


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8001", True),
        ("http://[::1]:8000", "[::1]:8001", True),
        ("https://crm.example.com", "127.0.0.1:8001", True),
        ("http://localhost:8000", "127.0.0.1:8001", False),
        ("https://evil.example", "127.0.0.1:8001", False),
        ("https://evil.example", "evil.example", False),
        ("null", "127.0.0.1:8001", False),
    ],
)
def test_who_may_listen(monkeypatch: pytest.MonkeyPatch, origin: str, host: str, allowed: bool) -> None:
    monkeypatch.setenv("HAOKE_URL", "https://crm.example.com")
    assert asgi.allows(origin, host) is allowed


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Basic x"},
        {"authorization": "Bearer hk_wrong", "cookie": "haoke_session=x"},
        {"cookie": "haoke_session=wrong"},
        {"cookie": "a=b; \x01=;"},
    ],
)
def test_nobody_listens_without_being_known(headers: dict[str, str]) -> None:
    assert asgi.authenticate(headers) is None


def test_a_worker_without_a_server_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(lifeline.SERVER, raising=False)
    lifeline.end_with_server()


def test_a_worker_ends_when_its_server_is_gone_or_lives_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    tied: list[Any] = []
    monkeypatch.setattr(lifeline, "die_with_parent", tied.append)
    monkeypatch.setattr(os, "_exit", ended.append)
    monkeypatch.setenv(lifeline.SERVER, str(os.getppid()))
    lifeline.end_with_server()
    assert (len(tied), ended) == (1, [])
    lifeline.i_am_the_server()
    lifeline.end_with_server()
    assert (len(tied), ended) == (2, [1])


@pytest.mark.parametrize(
    ("process", "limited"), [("web", True), ("events", True), ("worker", False), ("migrate", False)]
)
def test_processes_people_wait_for_have_limits(monkeypatch: pytest.MonkeyPatch, process: str, limited: bool) -> None:
    monkeypatch.setenv("HAOKE_PROCESS", process)
    options = settings.connection(parse("postgresql://haoke_app:x@db/crm?sslmode=verify-full"))["OPTIONS"]
    assert ("statement_timeout=15s" in options["options"]) is limited
    assert ("gin_pending_list_limit=64kB" in options["options"]) is (process == "web")
    assert options["application_name"] == f"haoke-{process}"
    assert options["sslmode"] == "verify-full"


@pytest.mark.django_db(transaction=True)
def test_the_stream_hears_of_jobs_and_of_who_started_them(
    test_server: Cluster, app_connection: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = test_server.address(APP, app_connection.info.dbname)
    monkeypatch.setattr(environment, "application_address", lambda: address)
    news, person = asgi.News(), uuid4()
    news.wait(0)
    mine, nobodys = Job.objects.create(kind="x", actor=person), Job.objects.create(kind="x")
    for job in (mine, nobodys, mine):
        app_connection.execute("SELECT pg_notify(%s, %s)", [jobs.CHANNEL, str(job.id)])
    while news.heard.qsize() < 3:
        news.wait(5)
    found = {each.job: each.actor for each in news.moved()}
    assert found == {mine.id: person, nobodys.id: None}
    assert news.moved() == []


@pytest.mark.parametrize(("size", "free", "low"), [(50, 4, True), (50, 6, False), (250, 24, True), (250, 26, False)])
def test_a_disk_is_low_at_a_tenth(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, size: int, free: int, low: bool
) -> None:
    monkeypatch.setenv("HAOKE_DATA_DIR", str(tmp_path))
    usage = SimpleNamespace(total=size * doctor.GIB, free=free * doctor.GIB)
    monkeypatch.setattr("haoke.cli.doctor.shutil.disk_usage", lambda _: usage)
    assert (doctor.DISK.fill(free=f"{free:.1f} GiB") in list(doctor.complaints())) is low
