"""How an object is declared: once, as a value; every screen, route, right and file derives from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any

from haoke.core.errors import Invalid

if TYPE_CHECKING:
    from pydantic import BaseModel

    from haoke.core.access.actor import Actor
    from haoke.core.fieldtypes.base import SearchKind
    from haoke.core.records.model import Record
    from haoke.core.text import T


class Weight(IntEnum):
    """How much a hit in a field counts in search; EXACT fields are found only as a whole or by prefix."""

    LOW = 1
    HIGH = 2
    EXACT = 3


class Editor(StrEnum):
    """How a person builds a value that nobody should type; all but OBJECT(S) are about the record's own `object`.

    CRITERIA say what a filter of stored fields can, LIST_CRITERIA also what is reckoned for lists, NEAR_CRITERIA look
    at the record and what it points at, OWN_CRITERIA at it alone; CHOICE is one of those of the record's own `field`.
    """

    OBJECT = "object"
    OBJECTS = "objects"
    ACTION = "action"
    FIELD = "field"
    FIELDS = "fields"
    CHOICE = "choice"
    CRITERIA = "criteria"
    NEAR_CRITERIA = "near_criteria"
    OWN_CRITERIA = "own_criteria"
    LIST_CRITERIA = "list_criteria"
    STEPS = "steps"
    MAPPING = "mapping"
    PAIRS = "pairs"
    STEPS_BY_WAY = "steps_by_way"
    WEIGHTS = "weights"


class RuleBroken(Invalid):
    """What a rule raises: `raise RuleBroken.at("amount", "too_low", T(…))`."""


@dataclass(slots=True)
class Change:
    """One record about to be written, as its rules see it: values by field name, before and after."""

    object: str
    actor: Actor
    before: Mapping[str, Any] | None
    after: dict[str, Any]
    changed: frozenset[str]
    history: bool = False

    @property
    def creating(self) -> bool:
        return self.before is None


#: A pure function of a change: refuses by raising RuleBroken, or fills derived values in `change.after`.
Rule = Callable[[Change], None]


@dataclass(frozen=True, slots=True)
class Action:
    """A named business step `run(tx, record, data)`; `input` is the model of `data` (None: it takes nothing).

    `guarded`: asked for only by somebody who has proved lately who he is.
    `named`: a right only where a role names it; "everything else" does not cover it.
    `secret`: what it returns is shown once and kept nowhere, not even for a retry with the same Idempotency-Key.
    `binned`: what lies in the recycle bin takes it, too.
    `offered`: (field, values) where screens offer it; elsewhere it refuses by itself.
    `needed`: whether screens offer it of records of an object at all, given its key.
    `minor`: screens offer it in a menu, not as one of a record's first steps.
    `among`: refuses a record that it is done to along with others, where nobody can have meant it of each.
    """

    name: str
    run: Callable[..., Any]
    label: T
    input: type[BaseModel] | None = None
    icon: str = "play"
    danger: bool = False
    bulk: bool = False
    secret: bool = False
    guarded: bool = False
    named: bool = False
    binned: bool = False
    minor: bool = False
    offered: tuple[str, tuple[str, ...]] | None = None
    among: Callable[[Any], None] | None = None
    needed: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """That a record stands for one human being, whose data the law lets be erased.

    `field`, `value`, `refusal`: only while the field has this value, else the refusal says what to do first ·
    `marks`: further fields that say who it is · `beside`: it repeats what other records say of somebody, so that these
    are no others of his name · `only`: with `field`, fields that are shown only then.
    """

    field: str = ""
    value: str = ""
    refusal: T | None = None
    marks: tuple[str, ...] = ()
    beside: bool = False
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Join object that ties records of this object to any record: fields for the child and for (object, record).

    `create(tx, values, [(object, id), …])` makes a record of this object already tied, and `takes` these locked fields
    · `shown`: a boolean field of this object without which a tie opens nothing to readers of the tied record · `facet`:
    a choice field timelines are narrowed by, and `raised`: those of its values that stand where they were made, however
    late they are due.
    """

    model: type[Record]
    child: str
    object: str = "object"
    record: str = "record"
    create: Callable[..., Record] | None = None
    takes: Collection[str] = ()
    shown: str = ""
    facet: str = ""
    raised: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """That a record stays as it is unless the choice `field` has one of these `values`; `besides` are changed still.

    Tells forms what they need not offer; a rule of the object refuses.
    """

    field: str
    values: tuple[str, ...]
    besides: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Waits:
    """That a record waits for its owner while the choice `field` is `value`; his notices of the record its field `of`
    names are read once it does not.
    """

    field: str
    value: str
    of: str


@dataclass(frozen=True, slots=True)
class Handed:
    """Which records pass to somebody else when their owner leaves: all, or those whose `field` is `value`; `offered`:
    those others may use (of addressed objects). The others are what he did or kept for himself, and stay his.
    """

    field: str = ""
    value: bool | str = True
    offered: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """What people named in a note "tell" on a record are told: `text` may say {who}, `why` says why they are."""

    text: T
    why: T


@dataclass(frozen=True, slots=True)
class Briefing:
    """What a successor is told of a record that was handed to him: of the records of `object` that belong to it and
    meet the Criteria `where` the first `most` by `sort`, with these `fields`. Apps name theirs BRIEFINGS in `objects`.
    """

    key: str
    label: T
    object: str
    where: Mapping[str, Any]
    sort: str
    fields: tuple[str, ...]
    most: int = 3
    place: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """What the profile of a record tells of the records of `object` that belong to it and meet the Criteria `where`.

    Apps name theirs PROFILE in `objects`; of several with one key the first by their sort counts. `about`: objects on
    whose profiles it stands, `of`: (field, value) those it is about have · `count`: how many · `total`: a field that is
    added up · `day`: a date field, "-field" its latest, else its earliest · `most` rows by `sort` with these `fields`
    (choices, dates and references) · `quiet`: not told where there are none · `bad`: that there are any is bad news ·
    `line`: the kind timelines show just them by, where links tie them · `gap`: of (actor, rows) what we lack, or None.
    """

    key: str
    label: T
    about: tuple[str, ...]
    object: str
    where: Mapping[str, Any]
    of: tuple[str, str] | None = None
    count: bool = True
    total: str = ""
    day: str = ""
    most: int = 0
    sort: str = "-created_at"
    fields: tuple[str, ...] = ()
    quiet: bool = False
    bad: bool = False
    line: str = ""
    gap: Callable[[Actor, list[dict[str, Any]]], T | None] | None = None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """One list of the page a day begins with, which apps declare as TODAY in `objects`.

    Records of `object` that meet `where`, due by their field `date` (None: always shown).
    """

    key: str
    label: T
    object: str
    where: Mapping[str, Any]
    date: str | None = None
    sort: str = "-updated_at"
    place: int = 0
    shown: int = 20

    def filter(self, before: Any) -> dict[str, Any]:
        """Criteria of the section with what is due before a day (ISO date or relative)."""
        if self.date is None:
            return dict(self.where)
        return {"and": [dict(self.where), {"field": self.date, "op": "before", "value": before}]}


@dataclass(frozen=True, slots=True, eq=False)
class ObjectSpec:
    """One object. Fields come from `model`; the spec only places them.

    `title`: field shown as the record's name · `number`: pattern, e.g. "OPP-{yyyy}{seq:6}" · `columns`: default list ·
    `sections`: {label: fields} of form and page, the unplaced follow in a last one · `quick`: create form ·
    `board`: choice or reference field whose values are columns, its cards moved by `board_action` (whose input has
    that name) · `search`: field → weight · `match`: fields (or tuples of them) that identify a row in an import, best
    first · `locked`: fields only actions may set · `secret`: columns nobody reads · `through`: reference fields whose
    target's visibility shows this record too · `parent`: a reference field that alone decides visibility, with
    `alongside`: further ones whose targets have to be read as well · `open`:
    everybody signed in may read it · `placing`: what people may see follows from it: changing it is guarded, though it
    is open · `own`: everybody signed in keeps his own, whatever his roles say · `private`:
    with `own`, administrators too see and do only what they may as persons, and whoever `through` names so (its
    owner, those it is shared with or addressed to) may use every verb · `addressed`:
    rows say themselves who else may read them (fields to_everybody, to_roles, to_departments, to_teams) ·
    `about`: (object, record) fields that name the one record of any object this is about, whose visibility alone
    shows it · `reviews`: with `about`, the boolean field that says a superior said it; such records stand on timelines
    under what is tied there, too · `internal`: no routes of its own ·
    `links`: set on an object that can be tied to any other (activities) · `timeline`: such ties are offered here ·
    `carried`: the fields that together name a record in any installation; such objects are configuration ·
    `switch`: the boolean field without which a record does nothing by itself: carried elsewhere it arrives off ·
    `section`: part of the settings its list stands in ('': with its group; None: reached from what it belongs to) ·
    `aliases`: {field: other names in files, both languages} · `reverse`: {reference field: what the records pointing
    here by it are called on the other side}, the plural label when absent · `editors`: {field: how it is built} ·
    `involved`: (object, field): who owns a record of that object that names one of these by its field reads it ·
    `news`: {what: how those are told whom a note "tell" with {news: what, to: [people]} names} ·
    `waits`: when its records wait for their owners, who see how many do ·
    `ends`: which of its records end with their owner's account, so that whoever hands his things over is told ·
    `regards`: (object, record) fields that name the one record of any object whose title tells which this is, or
    ("", reference field) ·
    `bin_rules`: refuse somebody who would put a record, given by its values, into the bin or take it out ·
    `settled`: when its records stay as they are ·
    `handed`: configuration that works for its owner, or business records of which only some pass on when he leaves ·
    `person`: a record is a human being, who can be erased (`core.erasing`) ·
    `merges` False: two records never are the same, whatever they say ·
    `beside`: (reference field, fields): files about what that names may have these fields of the part as columns.
    """

    key: str
    plural: str
    model: type[Record]
    label: T
    label_plural: T
    title: str
    icon: str = "box"
    group: str = "data"
    section: str | None = ""
    number: str | None = None
    columns: tuple[str, ...] = ()
    sections: Mapping[T, tuple[str, ...]] = field(default_factory=dict)
    quick: tuple[str, ...] = ()
    board: str | None = None
    board_action: str | None = None
    search: Mapping[str, Weight] = field(default_factory=dict)
    search_kinds: Mapping[str, SearchKind] = field(default_factory=dict)
    match: tuple[str | tuple[str, ...], ...] = ()
    locked: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    parent: str | None = None
    alongside: tuple[str, ...] = ()
    about: tuple[str, str] | None = None
    reviews: str = ""
    open: bool = False
    own: bool = False
    private: bool = False
    addressed: bool = False
    internal: bool = False
    links: Link | None = None
    timeline: bool = True
    carried: tuple[str, ...] = ()
    switch: str = ""
    rules: tuple[Rule, ...] = ()
    bin_rules: tuple[Callable[[Actor, Mapping[str, Any]], None], ...] = ()
    actions: tuple[Action, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reverse: Mapping[str, T] = field(default_factory=dict)
    placing: bool = False
    editors: Mapping[str, Editor] = field(default_factory=dict)
    involved: tuple[str, str] | None = None
    news: Mapping[str, News] = field(default_factory=dict)
    waits: Waits | None = None
    ends: Handed | None = None
    regards: tuple[str, str] | None = None
    settled: Settled | None = None
    handed: Handed | None = None
    person: Person | None = None
    merges: bool = True
    beside: tuple[str, tuple[str, ...]] | None = None
    default_sort: str = "-updated_at"

    @property
    def shareable(self) -> bool:
        """Whether single records can be opened to somebody who would not see them."""
        return not (self.parent or self.open or self.group == "settings")

    @property
    def remarks(self) -> bool:
        """Whether its records stand on the timelines of what they are about, and are told as said of it.

        What tells which it regards has words and screens of its own.
        """
        return self.about is not None and self.regards is None

    @property
    def mergeable(self) -> bool:
        """Whether one record can be made of two: business records of their own, not parts of others or settings."""
        belongs = self.parent or self.about or self.links or self.own
        return self.merges and not (belongs or self.group == "settings")

    @property
    def guarded(self) -> bool:
        """Whether it is configuration: changed only by somebody who has proved lately who he is."""
        return self.placing or (
            self.group == "settings" and not (self.own or self.open or self.parent or self.internal)
        )

    def action(self, name: str) -> Action | None:
        """The action of that name, or None."""
        return next((action for action in self.actions if action.name == name), None)
