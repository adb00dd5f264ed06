"""`haoke migrate`."""

from __future__ import annotations

import argparse
import os
import secrets

import django
from django.db import connection, connections

from haoke.cli.installation import installation
from haoke.cli.seeding import plant
from haoke.core.database import recorded
from haoke.core.database.checks import require_sound
from haoke.core.database.errors import DatabaseProblem
from haoke.core.database.roles import script
from haoke.core.text import T, say

NO_OWNER = T(
    "DATABASE_OWNER_URL is not set: migrations need the owner's login (see docs/operations.md).",
    "未设置 DATABASE_OWNER_URL：升级数据库需要所有者的登录（见 docs/operations.md）。",
)
ROLE_SCRIPT = T(
    "print SQL for psql that makes roles and database on a server of your own",
    "输出供 psql 执行的 SQL，用于在自有服务器上建立角色和数据库",
)
DONE = T("The database is up to date.", "数据库已是最新版本。")


def declare(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--role-script", action="store_true", help=say(ROLE_SCRIPT))
    parser.add_argument("--quiet", action="store_true", help=say(T("say nothing when all is well", "一切正常时不输出")))


def run(arguments: argparse.Namespace) -> int:
    """Migrate as the owner, install the Log, grant the application its rights, make the coming months' partitions."""
    if arguments.role_script:
        print(script(secrets.token_urlsafe(24), secrets.token_urlsafe(24)), end="")
        return 0
    program = recorded.code()
    with installation() as found:
        if found.owner is None:
            raise DatabaseProblem(NO_OWNER)
        os.environ["DATABASE_URL"] = found.owner.url
        django.setup()
        from haoke.core.database.migrate import migrate_here

        try:
            migrate_here()
        finally:
            connections.close_all()
        require_sound(found.app)
        connection.settings_dict.update(USER=found.app.user, PASSWORD=found.app.password)
        plant()
        connections.close_all()
        recorded.note(found.owner, program)
    if not arguments.quiet:
        print(say(DONE))
    return 0
