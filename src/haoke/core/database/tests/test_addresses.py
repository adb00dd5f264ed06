"""Database URLs and sizes."""

from __future__ import annotations

from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from haoke.core.database import sizes
from haoke.core.database.errors import DatabaseProblem
from haoke.core.database.urls import Address, parse


@pytest.mark.parametrize(
    "address",
    [
        Address("haoke", "haoke_app", "p@ss/w:rd?", "/var/lib/haoke/run"),
        Address("好客", "ü", "", "db.example.com", "6432", {"sslmode": "verify-full"}),
        Address("haoke", "", "", ""),
    ],
)
def test_an_address_survives_its_url(address: Address) -> None:
    assert parse(address.url) == address
    assert conninfo_to_dict(address.url)["dbname"] == address.name


def test_a_password_is_never_shown() -> None:
    address = parse("postgresql://haoke_app:hidden@db:5432/haoke")
    assert address.shown == "haoke_app@db:5432/haoke"
    assert "hidden" not in repr(address)
    assert parse("postgresql:///haoke").shown == "@localhost/haoke"
    assert address.on("other").name == "other"


@pytest.mark.parametrize(
    ("url", "reason"), [("nonsense=1=2", "is not a PostgreSQL URL"), ("postgresql://haoke_app@db", "names no database")]
)
def test_a_bad_url_says_what_is_wrong(url: str, reason: str) -> None:
    with pytest.raises(DatabaseProblem, match=reason):
        parse(url)


@pytest.mark.parametrize(
    ("mib", "buffers", "work"), [(512, "64MB", "4MB"), (4096, "512MB", "8MB"), (262144, "2048MB", "32MB")]
)
def test_settings_grow_with_the_machine_within_bounds(mib: int, buffers: str, work: str) -> None:
    found = sizes.settings(mib, 2)
    assert (found["shared_buffers"], found["work_mem"]) == (buffers, work)


def test_memory_is_the_containers_when_that_is_less(tmp_path: Path) -> None:
    meminfo, limit = tmp_path / "meminfo", tmp_path / "memory.max"
    meminfo.write_text("MemTotal:        8388608 kB\nnothing\nMemFree: 1 kB\n")
    assert sizes.memory(meminfo, limit) == 8192
    limit.write_text("max\n")
    assert sizes.memory(meminfo, limit) == 8192
    limit.write_text(f"{1 << 30}\n")
    assert sizes.memory(meminfo, limit) == 1024
    limit.write_text("1\n")
    assert sizes.memory(tmp_path / "absent", limit) == sizes.FLOOR


def test_this_machine_gets_settings() -> None:
    assert sizes.for_this_machine()["fsync"] == "on"
