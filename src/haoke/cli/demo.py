"""`haoke demo`."""

from __future__ import annotations

import argparse
import sys

from haoke.cli.installation import application, tell
from haoke.config import environment
from haoke.core.text import T, say

ACCOUNTS = T("customers to make (five contacts each, about)", "生成的客户数（每个约五位联系人）")
CONTACTS = T("the same by the number of contacts, up to 1,000,000", "按联系人数生成，最多 1,000,000")
SEED = T("another number makes another company", "换一个数字就是另一家公司")
LANGUAGE = T("language of most people and customers", "大多数人员与客户的语言，默认为公司语言")
REMOVE = T("take the demo company out again", "移除演示公司")
TRIAL = T("let its people sign in with the password of make run", "允许其人员用 make run 的密码登录")
REMOVED = T("Removed: {rows} rows", "已移除：{rows} 行")
CONTACTS_AN_ACCOUNT = 5
DEFAULT = 2000


def declare(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--accounts", type=int, default=DEFAULT, help=say(ACCOUNTS))
    parser.add_argument("--scale", type=int, default=None, metavar="CONTACTS", help=say(CONTACTS))
    parser.add_argument("--seed", type=int, default=1, help=say(SEED))
    parser.add_argument("--trial-password", action="store_true", help=say(TRIAL))
    parser.add_argument("--language", choices=("zh", "en"), default=None, help=say(LANGUAGE))
    parser.add_argument("--remove", action="store_true", help=say(REMOVE))


def run(arguments: argparse.Namespace) -> int:
    """Load or remove the demo company; says what it does and counts."""
    with application():
        from haoke import demo
        from haoke.core.access.actor import system

        if arguments.remove:
            tell(REMOVED.fill(rows=sum(demo.remove(system("command")).values())))
            return 0
        accounts = arguments.scale // CONTACTS_AN_ACCOUNT if arguments.scale else arguments.accounts
        password = environment.TRIAL if arguments.trial_password else environment.trial_password()
        loaded = demo.load(accounts, arguments.seed, progress, password=password, language=arguments.language)
    sys.stderr.write("\n")
    print(*(f"{key}: {count}" for key, count in loaded.counts.items()), sep="\n")
    return 0


def progress(done: int, total: int, label: T) -> None:
    """Rewrite one line on the terminal."""
    sys.stderr.write(f"\r{min(99, done * 100 // max(1, total)):3} %  {say(label)}          ")
    sys.stderr.flush()
