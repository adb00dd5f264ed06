"""Several people invited at once, one line a person: all of them or, with each line's problem named, none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import UUID

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field

from haoke.core import access, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.errors import Invalid, Problem, Refused
from haoke.core.records import changes
from haoke.core.text import T
from haoke.identity.choices import State
from haoke.identity.models import Department, Role, User

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx

MOST: Final = 100
_ADDRESS: Final = re.compile(r"[^\s<>,;，；]+@[^\s<>,;，；]+")
_BETWEEN: Final = re.compile(r"[<>,;，；\t]|\s{2,}")

NO_ADDRESS = T("There is no e-mail address in this line", "此行没有邮箱地址")
TWICE = T("This address stands in two lines", "此邮箱在列表中重复")
THERE = T("This person can sign in already", "此人已可登录，无需邀请")
UNKNOWN = T("“{word}” is neither a role nor a department", "“{word}”既不是角色也不是部门")
NOBODY = T("Write at least one line: name and e-mail address", "请至少填写一行：姓名和邮箱")


class Several(BaseModel):
    """Lines such as "Anna Li, anna@example.com, Sales rep, Beijing"; roles and department of lines that name none."""

    model_config = ConfigDict(extra="forbid")
    lines: list[Annotated[str, Field(max_length=400)]] = Field(max_length=MOST)
    roles: list[UUID] = Field(default_factory=list, max_length=20)
    department: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """Whom a line invites, as what and where."""

    name: str
    email: str
    roles: list[UUID]
    department: UUID | None


def invite_all(actor: Actor, asked: Several) -> list[dict[str, Any]]:
    """[{id, name, email, url, expires}] of everybody; raises Denied, or Invalid with the problems of `lines.<n>`."""
    access.require(actor, registry.get("user"), "invite")
    lines = [(place, line) for place, line in enumerate(asked.lines) if line.strip()]
    if not lines:
        raise Invalid.at("lines", "missing", NOBODY)
    found: list[dict[str, Any]] = []
    problems: list[Problem] = []
    with changes(actor, "invite") as tx:
        known, met = _Known(actor), set[str]()
        for place, text in lines:
            try:
                with transaction.atomic():
                    found.append(_invite(tx, _read(text, met, known), asked))
            except Refused as refused:
                problems += _placed(place, refused)
        if problems:
            raise Invalid(problems=problems)
    return found


def _read(text: str, met: set[str], known: _Known) -> _Line:
    address = _ADDRESS.search(text)
    if address is None:
        raise Invalid.at("", "no_address", NO_ADDRESS)
    email = address[0].lower()
    if email in met:
        raise Invalid.at("", "twice", TWICE)
    met.add(email)
    rest = f"{text[: address.start()]},{text[address.end() :]}"
    words = [part.strip(" \"'") for part in _BETWEEN.split(rest) if part.strip(" \"'")]
    name = next((word for word in words if not known.knows(word)), None)
    if name is not None:
        words.remove(name)
    return _Line(name or email.partition("@")[0], email, *known.sorted_out(words))


class _Known:
    """Roles and departments the actor may read, by what they are called in either language."""

    def __init__(self, actor: Actor) -> None:
        self.roles = dict(self._roles(actor))
        self.departments = dict(self._departments(actor))

    def _roles(self, actor: Actor) -> Iterator[tuple[str, UUID]]:
        if access.scope_of(actor, registry.get("role"), Verb.READ) is not Scope.NONE:
            for role in Role.objects.filter(deleted_at=None):
                yield from ((name.casefold(), role.id) for name in (role.name or {}).values() if name)

    def _departments(self, actor: Actor) -> Iterator[tuple[str, UUID]]:
        if access.scope_of(actor, registry.get("department"), Verb.READ) is not Scope.NONE:
            for department in Department.objects.filter(deleted_at=None):
                yield department.name.casefold(), department.id

    def knows(self, word: str) -> bool:
        """Whether a role or a department is called so."""
        return word.casefold() in self.roles or word.casefold() in self.departments

    def sorted_out(self, words: list[str]) -> tuple[list[UUID], UUID | None]:
        """Roles and the department that words name; raises Invalid."""
        roles, department = [], None
        for word in words:
            if word.casefold() in self.roles:
                roles.append(self.roles[word.casefold()])
            elif word.casefold() in self.departments:
                department = self.departments[word.casefold()]
            else:
                raise Invalid.at("", "unknown", UNKNOWN.fill(word=word))
        return roles, department


def _invite(tx: Tx, line: _Line, asked: Several) -> dict[str, Any]:
    roles, department = line.roles or asked.roles, line.department or asked.department
    person = _person(line)
    if person is None:
        placed = {"department": department} if department else {}
        person = tx.create("user", {"name": line.name, "email": line.email, **placed})
    elif person.state == State.ACTIVE:
        raise Invalid.at("", "there", THERE)
    elif department is not None and person.department_id is None:
        tx.update("user", person.id, {"department": department})
    answer: Mapping[str, Any] = tx.run("user", person.id, "invite", _given(line, roles))
    return {
        "id": str(person.id), "name": person.name, "email": line.email, "url": answer["url"],
        "expires": answer["expires"],
    }  # fmt: skip


def _given(line: _Line, roles: list[UUID]) -> dict[str, Any]:
    return {"email": line.email, **({"roles": [str(each) for each in roles]} if roles else {})}


def _person(line: _Line) -> User | None:
    """Who has this address, or else the one of this name an import brought without any."""
    live = User.objects.filter(deleted_at=None)
    known = live.filter(email__iexact=line.email).first()
    if known is not None:
        return known
    namesakes = list(live.filter(name=line.name, email=None, state=State.LISTED.value)[:2])
    return namesakes[0] if len(namesakes) == 1 else None


def _placed(place: int, refused: Refused) -> list[Problem]:
    if not refused.problems:
        return [Problem(f"lines.{place}", refused.code, refused.message)]
    return [Problem(f"lines.{place}", each.code, each.message) for each in refused.problems]
