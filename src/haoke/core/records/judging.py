"""One record before and after, judged without touching the database: names, values, rules, derived values."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import access, registry
from haoke.core.access.actor import SYSTEM_ID, FieldRight, Verb
from haoke.core.calculated import defined
from haoke.core.conditions.judging import Case, problems
from haoke.core.errors import BadValue, Invalid, Problem
from haoke.core.ids import uuid7
from haoke.core.records.shapes import Row, Shape, shape
from haoke.core.spec import Change
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.conditions.judging import Rule
    from haoke.core.spec import ObjectSpec

#: What a historical import may set beside the locked fields.
HISTORY = frozenset({"created_at", "created_by", "owner"})
#: What a new record may bring as well: when it last changed elsewhere, and by whom.
AGED = frozenset({"updated_at", "updated_by"})
DATED = ("created_at", "updated_at")
#: What the write path alone decides, whatever a rule says.
KEPT = frozenset({"id", "version", "updated_at", "updated_by", "deleted_at"})

#: What it gives a new record.
MADE = frozenset(
    {"id", "number", "version", "owner", "department", "created_at", "created_by", "updated_at", "updated_by"}
)
#: Inputs worth remembering: short texts that mean a value nobody can change in place.
SHORT = 64
MOST_KNOWN = 20_000
FIXED = (str, int, bool, Decimal, date, datetime, UUID)

UNKNOWN = T("There is no such field", "没有此字段")
READONLY = T("You may not change this", "此内容不可修改")
BEFORE_MADE = T("It changed before it was made", "更新时间早于创建时间")
NOT_YET = T("This lies in the future", "时间不能晚于现在")
LOCKED = T("Only its action may change this", "此内容只能通过相应操作修改")
REQUIRED = T("Please fill this in", "请填写")


@dataclass(slots=True)
class Draft:
    """One record about to be written: the row it was, its values, which differ, and which a person or rule set.

    `gift`: what the company's own rules gave it, which is not held to the writer's rights.
    """

    id: UUID
    row: Row | None
    before: Mapping[str, Any] | None
    after: dict[str, Any]
    changed: frozenset[str]
    given: frozenset[str]
    gift: frozenset[str] = frozenset()

    @property
    def creating(self) -> bool:
        return self.before is None

    @property
    def checked(self) -> frozenset[str]:
        """Fields whose references must be looked at."""
        return self.changed & self.given - self.gift


@dataclass(frozen=True)
class Judge:
    """Judges many drafts of one object for one actor; `trusted` values come from an action, not from a person."""

    actor: Actor
    spec: ObjectSpec
    now: datetime
    history: bool = False
    trusted: bool = False
    numbers: bool = False
    rules: tuple[Rule, ...] = ()

    @cached_property
    def _fields(self) -> Mapping[str, Any]:
        return registry.fields(self.spec.key)

    @cached_property
    def _readable(self) -> frozenset[str]:
        return frozenset(access.readable(self.actor, self.spec))

    @cached_property
    def _writable(self) -> frozenset[str]:
        extra: frozenset[str] = frozenset()
        if self.history:
            extra = frozenset(
                name for name in HISTORY.union(self.spec.locked) & self._fields.keys() if self._free(name)
            )
        return frozenset(access.writable(self.actor, self.spec)) | extra

    def _free(self, name: str) -> bool:
        return access.field_right(self.actor, self.spec, name) is FieldRight.WRITE

    @cached_property
    def _shape(self) -> Shape:
        return shape(self.spec.key)

    @cached_property
    def _defaults(self) -> dict[str, Any]:
        return self._shape.values(self._shape.new())

    @cached_property
    def _renewed(self) -> list[tuple[str, Any]]:
        """Defaults a rule could change in place."""
        return [(name, value) for name, value in self._defaults.items() if isinstance(value, dict | list)]

    @cached_property
    def _required(self) -> tuple[str, ...]:
        """Of what an action makes by itself nobody was asked for run-time fields."""
        asked = (name for name, field in self._fields.items() if field.required and not (self.trusted and field.custom))
        return tuple(asked)

    @cached_property
    def _known(self) -> dict[tuple[str, str], Any]:
        """Values of inputs seen before: files say the same few things again and again."""
        return {}

    def create(
        self, values: Mapping[str, Any], record: UUID | None, home: Callable[[UUID | None], UUID | None]
    ) -> Draft:
        """A new record; `home` tells an owner's department. Raises Invalid with every problem found."""
        return self.made(self.clean(values, creating=True), record, home)

    def made(self, given: dict[str, Any], record: UUID | None, home: Callable[[UUID | None], UUID | None]) -> Draft:
        """A new record of cleaned values."""
        new = record or uuid7()
        after = self._defaults | {name: copy(default) for name, default in self._renewed}
        author = self.actor.id
        after |= {"id": new, "version": 1, "created_at": self.now, "created_by": author}
        after["owner"] = None if author == SYSTEM_ID else author
        after |= {"updated_at": self.now, "updated_by": author} | given
        if given.get("department") is None:
            after["department"] = home(after["owner"])
        self._demand(after)
        self._in_order(after, given)
        return self._ruled(Draft(new, None, None, after, frozenset(self._fields), frozenset(given)))

    def gifted(
        self,
        given: dict[str, Any],
        record: UUID,
        gift: Mapping[str, Any],
        home: Callable[[UUID | None], UUID | None],
    ) -> Draft:
        """A new record of cleaned values with an owner nobody chose; raises Invalid."""
        draft = self.made({**given, **gift}, record, home)
        draft.gift = frozenset(gift)
        return draft

    def _in_order(self, after: dict[str, Any], given: Mapping[str, Any]) -> None:
        """A past that is brought lies before now, and a record does not change before it is made; empty is now."""
        brought = [name for name in DATED if given.get(name) is not None]
        for name in DATED:
            after[name] = after[name] or self.now
        if brought == ["updated_at"]:
            after["created_at"] = min(after["created_at"], after["updated_at"])
        late = [Problem(name, "future", NOT_YET) for name in brought if after[name] > self.now]
        if after["updated_at"] < after["created_at"] and not late:
            late = [Problem("updated_at", "order", BEFORE_MADE)]
        if late:
            raise Invalid(problems=late)

    def update(self, row: Row, values: Mapping[str, Any], home: Callable[[UUID | None], UUID | None]) -> Draft:
        """A record that exists, as `row`; raises Invalid with every problem found."""
        return self.moved(row, self.clean(values, creating=False), home)

    def moved(self, row: Row, given: dict[str, Any], home: Callable[[UUID | None], UUID | None]) -> Draft:
        """A record that exists, under cleaned values."""
        before = self._shape.values(row)
        after = before | given
        if "owner" in given and "department" not in given and after["owner"] != before["owner"]:
            after["department"] = home(after["owner"])
        changed = frozenset(name for name in {*given, "department"} if before[name] != after[name])
        return self._ruled(Draft(row["id"], row, before, after, changed, frozenset(given)))

    def clean(self, values: Mapping[str, Any], *, creating: bool) -> dict[str, Any]:
        """Values of inputs; raises Invalid that names every unknown, closed or unfit field."""
        problems: list[Problem] = []
        cleaned: dict[str, Any] = {}
        known, open_ = self._known, self._open_at_birth if creating else self._open
        for name, raw in values.items():
            key = (name, raw) if type(raw) is str and len(raw) <= SHORT else None
            if key is not None and key in known and name in open_:
                cleaned[name] = known[key]
                continue
            problem = None if name in open_ else self._refused(name, creating=creating)
            if problem is None:
                problem = self._cleaned(name, raw, cleaned)
                if key is not None and type(cleaned.get(name)) in FIXED and len(known) < MOST_KNOWN:
                    known[key] = cleaned[name]
            if problem is not None:
                problems.append(problem)
        if problems:
            raise Invalid(problems=problems)
        return cleaned

    def _refused(self, name: str, *, creating: bool) -> Problem | None:
        if name not in self._fields or not (self.trusted or name in self._readable):
            return Problem(name, "unknown_field", UNKNOWN)
        if creating and self.numbers and name == "number":
            return None
        closed = name in self.spec.locked and name not in KEPT
        return Problem(name, "locked", LOCKED) if closed else Problem(name, "readonly", READONLY)

    @cached_property
    def _open(self) -> frozenset[str]:
        """Fields that may be set here."""
        seen = frozenset(self._fields) if self.trusted else self._writable & self._readable
        return seen - KEPT

    @cached_property
    def _open_at_birth(self) -> frozenset[str]:
        """Fields that may be set of a new record."""
        aged = frozenset(name for name in AGED & self._fields.keys() if self.trusted or self._free(name))
        return self._open | aged if self.history else self._open

    def _cleaned(self, name: str, raw: Any, into: dict[str, Any]) -> Problem | None:
        field = self._fields[name]
        try:
            value = field.type.clean(raw)
        except BadValue as bad:
            return Problem(name, bad.code, bad.message)
        if field.type.is_empty(value):
            if field.required:
                return Problem(name, "required", REQUIRED)
            value = value if field.null else copy(self._defaults[name])
        into[name] = value
        return None

    def _demand(self, after: Mapping[str, Any]) -> None:
        empty = [name for name in self._required if self._fields[name].type.is_empty(after[name])]
        if empty:
            raise Invalid(problems=[Problem(name, "required", REQUIRED) for name in empty])

    def _ruled(self, draft: Draft) -> Draft:
        """The draft after all rules, which may have filled in more; those of administrators judge what came of it."""
        if not draft.changed:
            return draft
        if self.spec.rules:
            self._derived(draft)
        if self._calculates:
            self._calculated(draft)
        if self.rules:
            case = Case(self.actor, self.spec, draft.before, draft.after, draft.changed, self.now)
            if found := problems(self.rules, case):
                raise Invalid(problems=found)
        return draft

    @cached_property
    def _calculates(self) -> bool:
        return bool(defined.own(self.spec.key))

    def _calculated(self, draft: Draft) -> None:
        """Fill in what rests on the record alone."""
        found = defined.worked_out(self.spec.key, draft.after)
        draft.after |= found
        draft.given |= found.keys()
        if draft.before is not None:
            draft.changed |= {name for name, value in found.items() if draft.before[name] != value}

    def _derived(self, draft: Draft) -> None:
        unruled = dict(draft.after)
        named = draft.given if draft.creating else draft.changed
        change = Change(self.spec.key, self.actor, draft.before, draft.after, named, self.history)
        for rule in self.spec.rules:
            rule(change)
        draft.after |= {name: unruled[name] for name in KEPT & unruled.keys()}
        draft.given |= _differing(unruled, draft.after)
        if draft.before is not None:
            draft.changed = _differing(draft.before, draft.after)

    def verb(self, draft: Draft) -> str:
        """The verb in whose scope the record must be afterwards: giving it to somebody else is `assign`."""
        moved = draft.changed & {"owner", "department"}
        if self.history and moved:
            return Verb.HISTORY
        if draft.creating:
            return Verb.CREATE
        return Verb.ASSIGN if moved else Verb.UPDATE

    def row(self, draft: Draft, number: str | None = None) -> Row:
        """The whole row to be stored; a new record gets `number` unless it brought one."""
        if draft.row is not None:
            new = draft.row | self._shape.stored(draft.after, draft.changed)
            new.update(version=draft.row["version"] + 1, updated_at=self.now, updated_by_id=self.actor.id)
            return new
        if draft.after.get("number") is None:
            draft.after["number"] = number
        return self._shape.new() | self._shape.stored(draft.after, draft.given | MADE)


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name for name in before if before[name] != after[name])
