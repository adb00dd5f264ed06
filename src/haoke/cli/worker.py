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
    from haoke.core.jobs.worker import run_worker

    run_worker()
    return 0
