"""`haoke exports`."""

from __future__ import annotations

import argparse


def declare(_parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(_arguments: argparse.Namespace) -> int:
    """Not wired."""
    return 1
