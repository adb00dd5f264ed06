"""`haoke indexes`: makes the indexes of fast fields, as the owner; `haoke serve` calls it when there is something."""

from __future__ import annotations

import argparse
import os

import django
import psycopg
from django.db import connections

from haoke.cli.installation import installation, tell
from haoke.cli.migrate import NO_OWNER
from haoke.core.database.checks import require_sound
from haoke.core.database.errors import DatabaseProblem
from haoke.core.text import T

SAID = T(
    "Indexes: {made} made, {dropped} dropped, {failed} failed.", "索引：新建 {made}，删除 {dropped}，失败 {failed}。"
)


def declare(_parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(_arguments: argparse.Namespace) -> int:
    """Make what is wanted and missing, drop what is no longer wanted; 1 when something failed."""
    with installation() as found:
        if found.owner is None:
            raise DatabaseProblem(NO_OWNER)
        require_sound(found.app)
        os.environ["DATABASE_URL"] = found.app.url
        django.setup()
        from haoke.core import custom
        from haoke.core.indexing.making import bring_up
        from haoke.core.transfer.actors import company

        try:
            with custom.latest(), company(), psycopg.connect(found.owner.url, autocommit=True) as owner:
                done = bring_up(owner, found.owner.url)
        finally:
            connections.close_all()
    tell(SAID.fill(**done))
    return int(done["failed"] > 0)
