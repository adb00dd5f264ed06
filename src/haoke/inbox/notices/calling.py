"""Whom a text calls by @: people and teams who can see what it is about; only they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import connection
from pydantic import BaseModel, Field

from haoke.core import access, registry
from haoke.core.access.actor import system
from haoke.core.errors import Invalid, Problem, SignInNeeded
from haoke.core.records import gate
from haoke.core.records.reading.naming import lookup
from haoke.core.sql import Sql, ident
from haoke.core.text import T
from haoke.core.transfer import actors
from haoke.identity import queries as company
from haoke.inbox.notices.following import require_seen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx
    from haoke.core.records.model import Record

CANNOT_SEE = T("{names} cannot see this record and would not be told", "{names}无权查看此记录，不会收到通知")
NO_SUCH = T("There is no such person", "没有此人")
NO_SUCH_TEAM = T("There is no such team", "没有此团队")
#: Whom a mention calls, by the field that names them.
OBJECTS: Final = {"mentions": "user", "mention_teams": "team"}
#: People, and teams, offered for a mention.
OFFERED: Final = 8
OFFERED_TEAMS: Final = 3


class Calls(BaseModel):
    """Whom a text calls."""

    mentions: list[UUID] = Field(default_factory=list, max_length=50)
    mention_teams: list[UUID] = Field(default_factory=list, max_length=10)


def people(row: Mapping[str, Any]) -> tuple[UUID, ...]:
    """Everybody whom a row calls, by himself or with his team."""
    teams = company.members(row.get("mention_teams") or ())
    return tuple(dict.fromkeys([*(row.get("mentions") or ()), *(each for team in teams.values() for each in team)]))


def parted(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values without those that call somebody, and these."""
    plain = {name: value for name, value in values.items() if name not in OBJECTS}
    return plain, {name: values[name] for name in OBJECTS if values.get(name)}


def call(tx: Tx, record: Record, key: str, calls: Mapping[str, Any]) -> None:
    """Say on a record whom its text calls besides those it calls already; Invalid for who cannot see it."""
    if not calls:
        return
    spec = registry.get(key)
    given = tx.judge(spec, trusted=True).clean(calls, creating=False)
    before = {name: list(getattr(record, name) or ()) for name in OBJECTS}
    named = {name: [each for each in given.get(name) or () if each not in before[name]] for name in OBJECTS}
    tx.set(key, record, {name: [*before[name], *more] for name, more in named.items() if more})
    require_see(Calls(**named), key, record.id)


def require_see(calls: Calls, key: str, record: UUID) -> None:
    """Raise Invalid naming everybody called, and every team, of whom nobody sees the record."""
    names = lookup(system(), {kind: [str(each) for each in getattr(calls, name)] for name, kind in OBJECTS.items()})
    unknown = [
        Problem(name, "not_found", NO_SUCH if name == "mentions" else NO_SUCH_TEAM)
        for name, kind in OBJECTS.items()
        for each in getattr(calls, name)
        if names[kind].get(str(each)) is None
    ]
    if unknown:
        raise Invalid(problems=unknown)
    for name, kind in OBJECTS.items():
        blind = [names[kind][str(each)] for each in getattr(calls, name) if not _sees(kind, each, key, record)]
        if blind:
            listed = T(", ".join(map(str, blind)), "、".join(map(str, blind)))
            raise Invalid.at(name, "cannot_see", CANNOT_SEE.fill(names=listed))


def _sees(kind: str, who: UUID, key: str, record: UUID) -> bool:
    if kind == "user":
        return sees(who, key, record)
    return any(sees(each, key, record) for each in company.members([who]).get(who, ()))


def sees(user: UUID, key: str, record: UUID) -> bool:
    """Whether a person who may sign in sees a record."""
    try:
        person = actors.load(user, "notice")
    except SignInNeeded:
        return False
    return not gate.unseen(person, [(key, record)])


def offered(actor: Actor, key: str, record: UUID, words: str) -> list[dict[str, Any]]:
    """[{id, title, team, sees}] of teams and active people whose name has the words, those who see the record first."""
    require_seen(actor, key, record)
    found = [
        *(("team", *each) for each in _named(actor, "team", words, Sql("TRUE"), OFFERED_TEAMS)),
        *(("user", *each) for each in _named(actor, "user", words, _others(actor), OFFERED * 3)),
    ]
    listed = [
        {"id": str(each), "title": title, "team": kind == "team", "sees": _sees(kind, each, key, record)}
        for kind, each, title in found
    ]
    return sorted(listed, key=lambda each: not each["sees"])[:OFFERED]


def _others(actor: Actor) -> Sql:
    return Sql("r.state = 'active' AND r.id <> %s", (actor.id,))


def _named(actor: Actor, kind: str, words: str, which: Sql, most: int) -> list[tuple[UUID, str]]:
    """(id, name) of those the actor may see whose name has the words."""
    spec = registry.get(kind)
    name = registry.field(kind, "name").column("r")
    query = Sql(f"SELECT r.id, r.name FROM {ident(spec.model._meta.db_table)} r WHERE ") + which + Sql(" AND ")
    query += access.visible_to(actor, spec)
    query += (
        Sql(" AND strpos(lower(") + name + Sql("), lower(%s)) > 0 ORDER BY r.name_sort, r.id LIMIT %s", (words, most))
    )
    with connection.cursor() as cursor:
        cursor.execute(query.text, query.params)
        found: list[tuple[UUID, str]] = cursor.fetchall()
        return found
