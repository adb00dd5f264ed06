"""`haoke restore`: put a backup in place of what is there."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from haoke.cli.installation import Installation, external, tell
from haoke.config import environment
from haoke.core.backups import restoring
from haoke.core.backups.archive import Manifest, fingerprint
from haoke.core.backups.programs import tools
from haoke.core.database.errors import DatabaseProblem
from haoke.core.database.locks import sole_supervisor
from haoke.core.database.urls import Address
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Collection

NO_OWNER = T(
    "DATABASE_OWNER_URL is not set: restoring needs the owner's login.",
    "未设置 DATABASE_OWNER_URL：恢复需要所有者登录。",
)
PROVED = T(
    "{path} is whole: {rows} rows in {tables} tables of {made} were restored beside and compared. Nothing was changed.",
    "{path} 完好：{made} 的 {tables} 张表共 {rows} 行已在旁恢复并比对。未作任何改动。",
)
DONE = T(
    "Restored: {rows} rows in {tables} tables as of {made}. Start Haoke; a newer version migrates then.",
    "已恢复：{made} 的 {tables} 张表共 {rows} 行。请启动好客；较新版本届时会自动升级。",
)
ASIDE = T("The former database is in {path}; delete it once you are content.", "原数据库在 {path}，确认无误后可删除。")
BACK = T(
    "Keys, sessions and passwords are those of then: what was revoked or changed since is valid again.",
    "密钥、会话和密码均为当时的状态：此后撤销或更改的内容重新有效。",
)
OTHER_SECRET = T(
    "The installation's secret is not the one of the backup: everybody signs in anew, and stored passwords of mailboxes"
    " and the like must be given again, unless HAOKE_SECRET_KEY is set to the former secret.",
    "当前密钥与备份时不同：所有人需重新登录，已保存的邮箱密码等需重新填写；除非把 HAOKE_SECRET_KEY 设为原密钥。",
)


def declare(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("archive", type=Path, metavar="ARCHIVE", help=say(T("the backup", "备份文件")))
    force = T("replace the database that is there", "替换现有数据库")
    check = T("restore it beside and compare it; change nothing", "仅在旁恢复并比对，不作改动")
    parser.add_argument("--force", action="store_true", help=say(force))
    parser.add_argument("--check", action="store_true", help=say(check))


def run(arguments: argparse.Namespace) -> int:
    """Restore, or only check; what was there stays until the backup has proved itself."""
    target = external() if not environment.embedded() else None
    programs = tools(target.owner or target.app) if target else tools(Address(name="", user=""))
    plan = restoring.Plan(arguments.archive.absolute(), programs, known_migrations(), tell)
    environment.data_folder().mkdir(parents=True, exist_ok=True)
    if arguments.check:
        manifest = restoring.prove(plan, environment.data_folder())
        print(say(PROVED.fill(path=plan.path, made=manifest.made_at, **figures(manifest))))
        return 0
    manifest, aside = (theirs(plan, target, force=arguments.force), None) if target else embedded(plan, arguments)
    print(say(DONE.fill(made=manifest.made_at, **figures(manifest))))
    if aside:
        tell(ASIDE.fill(path=aside))
    tell(BACK)
    if fingerprint(environment.secret_key()) != manifest.secret:
        tell(OTHER_SECRET)
    return 0


def figures(manifest: Manifest) -> dict[str, int]:
    """How much was restored."""
    return {"rows": manifest.rows, "tables": len(manifest.tables)}


def embedded(plan: restoring.Plan, arguments: argparse.Namespace) -> tuple[Manifest, Path | None]:
    """Into our own server, which must not run."""
    secret = None if os.environ.get("HAOKE_SECRET_KEY") else environment.data_folder() / "secret.json"
    with sole_supervisor(environment.data_folder()):
        return restoring.restore_ours(plan, environment.cluster(), secret, force=arguments.force)


def theirs(plan: restoring.Plan, target: Installation, *, force: bool) -> Manifest:
    """Into the database of `DATABASE_OWNER_URL`; what needs its roles is put right by a migration."""
    if target.owner is None:
        raise DatabaseProblem(NO_OWNER)
    manifest = restoring.restore_theirs(plan, target.owner, environment.data_folder(), force=force)
    subprocess.run([sys.executable, "-m", "haoke", "migrate", "--quiet"], env=target.owner_environment, check=True)
    return manifest


def known_migrations() -> Collection[str]:
    """Names of all migrations this version has."""
    import django
    from django.db.migrations.loader import MigrationLoader

    django.setup()
    return {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
