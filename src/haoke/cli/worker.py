"""`haoke worker`."""

from __future__ import annotations

import argparse
import os

import django


def declare(_parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(_arguments: argparse.Namespace) -> int:
    """Run background jobs until told to stop."""
    os.environ.setdefault("HAOKE_PROCESS", "worker")
    django.setup()
    from haoke.config import environment
    from haoke.core.jobs.worker import run_worker

    seconds = environment.dead_after()
    run_worker(sign_every=seconds / 6, dead_after=seconds, sweep_every=seconds)
    return 0
