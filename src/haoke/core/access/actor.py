"""Who is acting, with everything that decides what they may do."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Self
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping

SYSTEM_ID = UUID("00000000-0000-7000-8000-000000000001")


class Scope(IntEnum):
    """Which rows a verb reaches, ordered from none to all."""

    NONE = 0
    OWN = 1
    SUBORDINATES = 2
    DEPARTMENT = 3
    DEPARTMENTS = 4
    ALL = 5


class Verb(StrEnum):
    """Generic verbs; an action's name is a verb too."""

    READ = "read"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    EXPORT = "export"
    IMPORT = "import"
    HISTORY = "import_history"
    ASSIGN = "assign"
    SHARE = "share"
    MERGE = "merge"
    #: Show one masked value of one record, counted.
    UNMASK = "unmask"


class FieldRight(IntEnum):
    """What an actor may do with a field."""

    HIDDEN = 0
    MASKED = 1
    READ = 2
    WRITE = 3


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, key or the system; rights are read once per request and never carried further.

    `grants[object][verb]` is a Scope, with "*" for every object or every verb; `fields[object][field]`
    is a FieldRight, WRITE when absent.  `reports` (self included) and `departments` are resolved ids:
    people below, own department first, then those below it; `…_members` are the users of those departments;
    `above` is the own department and those above it, `teams` the teams, `roles` the roles: what shares and views may
    be addressed to; `proved`: it was shown lately that he still sits there (of keys and jobs nobody asks); `two_step`:
    a role of his requires two-step sign-in; `seen_by`: an administrator who only looks, as this person; `within`:
    (object, reference field, id): of this object he reads what nobody has and the field puts there, and nothing else;
    `singly`: what he sees is asked of a few rows one by one, so nothing is gathered beforehand.
    """

    id: UUID
    name: str = ""
    language: str = "zh"
    admin: bool = False
    via: str = "api"
    behalf: UUID | None = None
    department: UUID | None = None
    departments: tuple[UUID, ...] = ()
    reports: tuple[UUID, ...] = ()
    department_members: tuple[UUID, ...] = ()
    departments_members: tuple[UUID, ...] = ()
    grants: Mapping[str, Mapping[str, Scope]] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, FieldRight]] = field(default_factory=dict)
    session: UUID | None = None
    key_scopes: tuple[str, ...] | None = None
    key: UUID | None = None
    above: tuple[UUID, ...] = ()
    teams: tuple[UUID, ...] = ()
    roles: tuple[UUID, ...] = ()
    proved: bool = True
    two_step: bool = False
    seen_by: UUID | None = None
    within: tuple[str, str, UUID] | None = None
    singly: bool = False

    def acting(self, via: str) -> Self:
        """The same actor through another way in ("import", "job", …)."""
        return replace(self, via=via)


def system(via: str = "system") -> Actor:
    """The system itself, for jobs and commands that nobody in particular asked for."""
    return Actor(id=SYSTEM_ID, name="Haoke", admin=True, via=via)
