"""`haoke token`."""

from __future__ import annotations

import argparse

from haoke.cli.installation import application
from haoke.core.text import T, say

DAYS = T("days until it expires, at most 365", "有效天数，最多 365")
SCOPE = T(
    "what it may do, such as account:read or *:read; may be repeated; left out: all its owner may",
    "允许的操作，如 account:read 或 *:read；可重复；不写则与所有者相同",
)
CREATE = T("make a key and print it alone; it is never shown again", "创建密钥并只输出密钥；之后不再显示")


def declare(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parts = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    create = parts.add_parser("create", help=say(CREATE))
    create.add_argument("--user", required=True, metavar="EMAIL")
    create.add_argument("--name", required=True)
    create.add_argument("--days", type=int, default=365, help=say(DAYS))
    create.add_argument("--scope", action="append", help=say(SCOPE))


def run(arguments: argparse.Namespace) -> int:
    """Print a new API key and nothing else."""
    with application():
        from haoke.identity import accounts

        print(accounts.create_token(arguments.user, arguments.name, arguments.days, arguments.scope))
    return 0
