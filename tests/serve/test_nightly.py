"""When the daily backup is made."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from haoke.cli import nightly
from haoke.cli.nightly import Nightly, latest, wanted

if TYPE_CHECKING:
    from pathlib import Path

AT = dt.time(2, 30)
NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("last", "now", "is_wanted"),
    [
        (None, NOON, True),
        (NOON.replace(hour=2, minute=29), NOON, True),
        (NOON.replace(hour=2, minute=31), NOON, False),
        (NOON - dt.timedelta(days=1), NOON.replace(hour=1), False),
        (NOON - dt.timedelta(days=2), NOON.replace(hour=1), True),
    ],
)
def test_once_after_each_passing_of_its_time(last: dt.datetime | None, now: dt.datetime, *, is_wanted: bool) -> None:
    assert wanted(last, AT, now) is is_wanted


def test_the_newest_archive_counts(tmp_path: Path) -> None:
    assert latest(tmp_path) is None
    for name, seconds in (("haoke-1.tar", 1000), ("haoke-2.tar", 5000), ("other.tar", 9000)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (seconds, seconds))
    assert latest(tmp_path) == dt.datetime.fromtimestamp(5000, dt.UTC)


def child(tmp_path: Path, keep: int = 3) -> Nightly:
    """One that is due now, in an environment where `haoke backup` cannot start."""
    return Nightly({"PATH": "", "PYTHONPATH": str(tmp_path)}, tmp_path / "to", AT, keep, due=0.0)


def test_a_failure_is_tried_again_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    made = child(tmp_path)
    made.tend()
    assert made.process is not None
    made.process.wait()
    made.tend()
    assert made.process is None
    assert made.due > time.monotonic() + nightly.AGAIN - 60
    made.stop()


def test_none_is_made_when_none_is_kept(tmp_path: Path) -> None:
    made = child(tmp_path, keep=0)
    made.tend()
    assert made.process is None


def test_stopping_ends_one_that_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "sleeper"
    program.write_text("#!/bin/sh\nexec sleep 600\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    made = child(tmp_path)
    made.environment = {"PATH": os.environ["PATH"]}
    made.tend()
    assert made.process is not None
    made.stop()
    assert made.process.poll() is not None
