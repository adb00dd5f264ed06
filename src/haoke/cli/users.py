"""`haoke user`."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from haoke.cli.installation import application
from haoke.config import environment
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from haoke.identity.accounts import Person

FIRST = "admin@example.com"
RESERVED = "@example.com"  # nobody's real address: only trial users and the demo's people have one
MOST_SHOWN = 6
ADD = T("make a user; asks for a password, or makes an invitation", "新建用户；输入密码，或生成邀请链接")
INVITE = T("print a link by which somebody sets a password", "输出设置密码的链接")
DISABLE = T("end all sessions and keys of a user at once", "立即终止某用户的全部会话与密钥")
PASSWORD = T("set somebody's password", "设置某用户的密码")
RESET_TWO_STEP = T(
    "let somebody who has lost the phone sign in with the password alone", "让丢失手机的用户仅凭密码登录"
)
LIST = T("list users", "列出用户")
ROLE = T(
    "role by code, such as administrator or sales_rep; may be repeated", "角色代码，如 administrator、sales_rep；可重复"
)
STDIN = T("read the password from standard input", "从标准输入读取密码")
NO_PASSWORD = T("make the user without a password and print an invitation", "不设密码，输出邀请链接")
ASK = T("Password (12 characters or more): ", "密码（至少 12 个字符）：")
MADE = T("Made: {email}", "已创建：{email}")
SIGN_IN = T("Sign in with e-mail and password:", "登录邮箱与密码：")
DONE = T("Done.", "完成。")


def declare(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parts = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    add = parts.add_parser("add", help=say(ADD))
    add.add_argument("--email", required=True)
    add.add_argument("--name", default="")
    add.add_argument("--role", action="append", default=[], help=say(ROLE))
    add.add_argument("--password-stdin", action="store_true", help=say(STDIN))
    add.add_argument("--invite", action="store_true", help=say(NO_PASSWORD))
    for name, text in (
        ("invite", INVITE), ("disable", DISABLE), ("password", PASSWORD), ("reset-two-step", RESET_TWO_STEP),
    ):  # fmt: skip
        part = parts.add_parser(name, help=say(text))
        part.add_argument("--email", required=True)
        if name == "password":
            part.add_argument("--password-stdin", action="store_true", help=say(STDIN))
    parts.add_parser("list", help=say(LIST))
    parts.add_parser("trial")


def run(arguments: argparse.Namespace) -> int:
    """Carry out one of the subcommands."""
    with application():
        WHAT[arguments.what](arguments)
    return 0


def add(arguments: argparse.Namespace) -> None:
    """Make a user, with a password or an invitation."""
    from haoke.identity import accounts

    password = None if arguments.invite else asked(arguments)
    accounts.create_user(arguments.email, arguments.name, roles=arguments.role, password=password)
    print(say(MADE.fill(email=arguments.email)))
    if arguments.invite:
        invite(arguments)


def asked(arguments: argparse.Namespace) -> str:
    """The password: from standard input, or typed unseen."""
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\n")
    return getpass.getpass(say(ASK))


def invite(arguments: argparse.Namespace) -> None:
    """Print a link that lets somebody in, once."""
    print(act(arguments.email, "invite")["url"])


def disable(arguments: argparse.Namespace) -> None:
    """Shut somebody out at once."""
    act(arguments.email, "disable")
    print(say(DONE))


def reset_two_step(arguments: argparse.Namespace) -> None:
    """Take somebody's authenticator away."""
    act(arguments.email, "reset_two_step")
    print(say(DONE))


def act(email: str, name: str) -> dict[str, str]:
    """Run an action of the object `user` as the system."""
    from haoke.core.access.actor import system
    from haoke.core.records import changes
    from haoke.identity import accounts

    with changes(system("command"), name) as tx:
        result = tx.run("user", accounts.by_email(email).id, name, {})
    return dict(result or {})


def password(arguments: argparse.Namespace) -> None:
    """Set somebody's password."""
    from haoke.identity import accounts

    accounts.set_password(arguments.email, asked(arguments))
    print(say(DONE))


def listed(_arguments: argparse.Namespace) -> None:
    """Print everybody."""
    from haoke.identity import accounts

    for person in accounts.list_users():
        print(line(person))


def line(person: Person) -> str:
    """One person, for a list."""
    return f"{person.email or '-':40} {person.state:10} {person.name}  {', '.join(person.roles)}"


def first() -> None:
    """Make the administrator of `make run` when nobody can sign in yet."""
    from haoke.identity import accounts

    password = environment.trial_password()
    if password and not accounts.has_users():
        accounts.create_user(FIRST, "Admin", roles=["administrator"], password=password)


def trial(_arguments: argparse.Namespace) -> None:
    """Print who can sign in with the well-known password; with `make run` there is somebody."""
    from haoke.identity import accounts, passwords
    from haoke.identity.models import Credential

    first()
    people = [each for each in accounts.list_users() if each.state == "active" and each.email.endswith(RESERVED)]
    people.sort(key=lambda person: (person.email != FIRST, person.roles))
    said = False
    for person in people[:MOST_SHOWN]:
        kept = Credential.objects.filter(pk=person.id).values_list("password", flat=True).first()
        if passwords.verify(kept, environment.TRIAL):
            if not said:
                print(say(SIGN_IN))
                said = True
            print(f"  {person.email}    {environment.TRIAL}    {person.name} ({', '.join(person.roles)})")


WHAT: dict[str, Callable[[argparse.Namespace], None]] = {
    "add": add,
    "invite": invite,
    "disable": disable,
    "password": password,
    "reset-two-step": reset_two_step,
    "list": listed,
    "trial": trial,
}
