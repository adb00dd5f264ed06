"""`haoke openapi`."""

from __future__ import annotations

import argparse
import sys

import django
import orjson


def declare(_parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(_arguments: argparse.Namespace) -> int:
    """Print the API's OpenAPI document; needs no database."""
    django.setup()
    from haoke.core.api.openapi import document
    from haoke.core.text import speaking

    with speaking("en"):
        sys.stdout.write(orjson.dumps(document(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode() + "\n")
    return 0
