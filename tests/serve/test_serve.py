"""`haoke serve` as people start it: every process answers, commands reach it, a second one is refused, it stops."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core.database import recorded
from haoke.core.database.cluster import Cluster
from haoke.core.database.roles import APP

if TYPE_CHECKING:
    from tests.serving import Served


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers in small letters and body of a GET."""
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - loopback only
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310
            return reply.status, {name.lower(): value for name, value in reply.headers.items()}, reply.read()
    except urllib.error.HTTPError as refused:
        return refused.code, {name.lower(): value for name, value in refused.headers.items()}, refused.read()


def refused(served: Served, *arguments: str, **settings: str) -> str:
    """What a command says that must fail."""
    done = subprocess.run(
        [sys.executable, "-m", "haoke", *arguments],
        env={**served.environment, **settings}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_it_says_where_it_is_and_who_may_try_it(served: Served) -> None:
    said = served.log.read_text()
    assert f"http://127.0.0.1:{served.port}" in said
    assert "admin@example.com    look around first" in said


def test_a_key_alone_is_printed_and_works(served: Served) -> None:
    key = served.run("token", "create", "--user", "ADMIN@example.com", "--name", "test")
    assert len(key.split()) == 1
    status, headers, body = get(f"{served.url}/api/v1/users", Authorization=f"Bearer {key.strip()}")
    assert status == 200
    assert [user["email"] for user in json.loads(body)["items"]] == ["admin@example.com"]
    assert headers["cache-control"] == "no-store"


def test_the_live_updates_want_somebody_too(served: Served) -> None:
    assert get(f"http://127.0.0.1:{served.port + 1}/stream")[0] == 401
    assert get(f"http://127.0.0.1:{served.port + 1}/stream", Origin="https://evil.example")[0] == 403


@pytest.mark.parametrize("path", ["/", "/accounts", "/api/v1/meta", "/livez", "/favicon.svg", "/nowhere/at/all"])
def test_every_answer_is_guarded(served: Served, path: str) -> None:
    _, headers, _ = get(served.url + path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "strict-transport-security" not in headers
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("path", ["/index.html", "/.stamp", "/.vite/manifest.json", "/assets/nothing.js"])
def test_what_is_not_for_browsers_is_not_served(served: Served, path: str) -> None:
    status, headers, body = get(served.url + path)
    assert b"__CSP_NONCE__" not in body
    assert status == 404 or "nonce-" in headers["content-security-policy"]


def test_a_foreign_host_name_is_refused(served: Served) -> None:
    assert get(f"{served.url}/", Host="evil.example")[0] == 400


def test_secrets_are_private(served: Served) -> None:
    data = served.folder / "data"
    for name in ("secret.json", "database/database-keys.json"):
        assert stat.S_IMODE((data / name).stat().st_mode) == 0o600


def test_the_web_process_never_holds_the_owners_login(served: Served) -> None:
    for name in ("web", "events", "worker"):
        inside = Path(f"/proc/{served.child(f'haoke {name}')}/environ").read_bytes()
        assert b"DATABASE_URL=postgresql://haoke_app:" in inside
        assert b"DATABASE_OWNER_URL" not in inside
        assert b"haoke_owner" not in inside


def test_a_second_start_on_the_folder_is_refused(served: Served) -> None:
    said = refused(served, "serve", HAOKE_PORT=str(served.port + 20))
    assert "already runs on" in said
    assert str(served.process.pid if served.process else "") in said


def test_a_taken_port_is_named(served: Served) -> None:
    assert f"Port {served.port} is taken" in refused(served, "serve")


def test_plain_http_beyond_this_machine_is_refused(served: Served) -> None:
    assert "HAOKE_URL" in refused(served, "web", HAOKE_LISTEN="0.0.0.0", HAOKE_PORT=str(served.port + 20))  # noqa: S104


def test_the_well_known_password_stays_on_this_machine(served: Served) -> None:
    assert "well-known password" in refused(served, "serve", "--first-run", "--lan")


def test_doctor_finds_it_well_and_shows_no_secret(served: Served) -> None:
    said = served.run("doctor")
    keys: dict[str, Any] = json.loads((served.folder / "data/database/database-keys.json").read_text())
    assert "Nothing is wrong." in said
    assert "fsync: on" in said
    assert not any(secret in said for secret in keys.values())


def test_an_unreachable_database_is_said_in_a_line(served: Served) -> None:
    said = refused(served, "user", "list", DATABASE_URL="postgresql://haoke_app:x@127.0.0.1:1/haoke")
    assert "does not answer" in said or "refused" in said


def test_users_are_made_invited_listed_and_disabled(served: Served) -> None:
    made = served.run(
        "user",
        "add",
        "--email",
        "rep@company.example",
        "--role",
        "sales_rep",
        "--password-stdin",
        given="a long secret here\n",
    )
    assert "rep@company.example" in made
    link = served.run("user", "add", "--email", "new@company.example", "--invite").splitlines()[-1]
    assert link.startswith(f"http://127.0.0.1:{served.port}/")
    assert served.run("user", "invite", "--email", "new@company.example").strip() != link
    served.run("user", "password", "--email", "rep@company.example", "--password-stdin", given="another long secret\n")
    served.run("user", "disable", "--email", "rep@company.example")
    lines = {line.split()[0]: line for line in served.run("user", "list").splitlines()}
    assert "disabled" in lines["rep@company.example"]
    assert "sales_rep" in lines["rep@company.example"]
    assert "Nobody has the e-mail address" in refused(served, "user", "disable", "--email", "no@company.example")
    assert "12" in refused_password(served, "short")


def refused_password(served: Served, word: str) -> str:
    """What is said of a password that is not taken."""
    done = subprocess.run(
        [sys.executable, "-m", "haoke", "user", "password", "--email", "rep@company.example", "--password-stdin"],
        env=served.environment, input=f"{word}\n", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    return done.stderr


def test_an_unchanged_start_has_nothing_to_migrate_and_names_the_trial_users(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert served.stop() == 0
    said = len(served.log.read_text())
    served.start()
    monkeypatch.delenv("HAOKE_TESTING")
    assert recorded.up_to_date(Cluster(served.folder / "data" / "database").address(APP))
    assert "admin@example.com    look around first" in served.log.read_text()[said:]
    served.stop()
    served.start("--first-run")


def test_a_hangup_starts_the_children_anew(served: Served) -> None:
    assert served.process is not None
    before = {name: [served.child(f"haoke {name}")] for name in ("web", "events", "worker")}
    os.kill(served.process.pid, signal.SIGHUP)
    served.wait_until(lambda: all(served.children(f"haoke {name}") not in ([], old) for name, old in before.items()))
    served.wait_ready()
