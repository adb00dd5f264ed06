"""The `haoke` command: one module a subcommand, each with `declare(parser)` and `run(arguments)`."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from haoke.core.database.errors import DatabaseProblem
from haoke.core.errors import Refused
from haoke.core.text import T, say, speaking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.text import Language

COMMANDS: dict[str, tuple[str, T]] = {
    "serve": ("serve", T("Run everything: database, web, live updates, jobs", "运行全部服务")),
    "web": ("web", T("Run the web server alone", "只运行网页服务")),
    "events": ("events", T("Run the live updates alone", "只运行实时更新服务")),
    "worker": ("worker", T("Run the background jobs alone", "只运行后台任务")),
    "migrate": ("migrate", T("Bring the database to this version", "将数据库升级到当前版本")),
    "indexes": ("indexes", T("Make the indexes of fast fields", "建立加速字段的索引")),
    "demo": ("demo", T("Load or remove the demo company", "载入或移除演示公司")),
    "import": ("imports", T("Import files", "导入文件")),
    "export": ("exports", T("Export records", "导出记录")),
    "config": ("configuration", T("Carry roles, fields, views and rules elsewhere", "导出或导入配置")),
    "user": ("users", T("Make, invite, disable a user; set a password", "新建、邀请、停用用户；设置密码")),
    "token": ("tokens", T("Make an API key", "创建 API 密钥")),
    "backup": ("backup", T("Copy everything into one proved file", "将全部数据备份为一个经过验证的文件")),
    "restore": ("restore", T("Put a backup in place", "恢复备份")),
    "audit": ("audit", T("Prove that nobody changed the Log", "验证操作记录未被篡改")),
    "openapi": ("openapi", T("Print the API's document", "输出接口文档")),
    "doctor": ("doctor", T("Say what is effective and what is wrong", "显示生效的配置和存在的问题")),
}


def language() -> Language:
    """The person's language, by `HAOKE_LANG` or the terminal's locale."""
    told = os.environ.get("HAOKE_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh" if told.lower().startswith("zh") else "en"


def parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """The command line in the current language; only the wanted command's module is loaded, for a quick start."""
    whole = argparse.ArgumentParser(prog="haoke", description=say(T("Haoke, a CRM of your own", "好客，自己的 CRM")))
    parts = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, purpose) in COMMANDS.items():
        part = parts.add_parser(name, help=say(purpose), description=say(purpose))
        if name == wanted:
            command = import_module(f"haoke.cli.{module}")
            command.declare(part)
            part.set_defaults(run=command.run)
    return whole


def main(given: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. What a person can mend is said in a line or two, without a stack trace."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haoke.config.settings")
    words = sys.argv[1:] if given is None else list(given)
    with speaking(language()):
        arguments = parser(next(iter(words), None)).parse_args(words)
        try:
            return int(arguments.run(arguments))
        except DatabaseProblem as problem:
            print(say(problem.text), file=sys.stderr)
        except Refused as refused:
            print(refusal(refused), file=sys.stderr)
        except KeyboardInterrupt:
            return 130
    return 1


def refusal(refused: Refused) -> str:
    """A refusal with its fields, in the current language."""
    return "\n".join([say(refused.message), *(f"  {part.field}: {say(part.message)}" for part in refused.problems)])
