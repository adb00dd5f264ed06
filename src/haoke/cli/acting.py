"""On whose behalf a command works: a person with his own rights, the administrator when nobody is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core.errors import Missing
from haoke.core.text import T, say

if TYPE_CHECKING:
    import argparse

    from haoke.core.access.actor import Actor

USER = T("work with this person's rights (default: the first administrator)", "以此人的权限执行（默认：首位管理员）")
NOBODY = T(
    "There is no administrator yet: haoke user add --email … --role administrator",
    "尚无管理员：haoke user add --email … --role administrator",
)


def declare_person(parser: argparse.ArgumentParser) -> None:
    """Add `--user EMAIL`."""
    parser.add_argument("--user", metavar="EMAIL", default=None, help=say(USER))


def as_person(email: str | None, via: str) -> Actor:
    """The person with that address, or the first active administrator; raises Missing. Needs the apps loaded."""
    from haoke.identity import accounts, actors

    if email is not None:
        return actors.load(accounts.by_email(email).id, via)
    people = sorted(accounts.list_users(), key=lambda person: person.id)
    first = next((person for person in people if person.admin and person.state == "active"), None)
    if first is None:
        raise Missing(NOBODY)
    return actors.load(first.id, via)
