"""How well records are kept, by owner and by department: every figure counts what a list with its filter shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, clock, criteria, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.access.scopes import unowned_in
from haoke.core.records import storage
from haoke.core.records.reading.conditions import parsed, where
from haoke.core.records.reading.gathering import Gathering
from haoke.core.records.reading.naming import lookup
from haoke.core.records.reading.running import rows, rows_within
from haoke.core.sql import Sql, all_of, any_of, join
from haoke.core.text import T, say
from haoke.dataquality.queries.completeness import COMPLETENESS, FRESHNESS, level
from haoke.dataquality.queries.counted import measure
from haoke.dataquality.queries.doubts import DOUBLES, INVALID, doubtable, doubts

if TYPE_CHECKING:
    from datetime import date

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec
    from haoke.dataquality.queries.counted import Measure

    Node = dict[str, Any]

#: Kinds of fields by which somebody can be reached.
REACH: Final = frozenset({"phone", "email", "im"})
#: What a board may be by, and the object its rows are.
BY: Final = {"owner": "user", "department": "department"}
#: Seconds the counting may take.
PATIENCE: Final = 20.0
WEEKS: Final = 12
_STALE: Final = T("Stale", "陈旧")
_STALE_HINT: Final = T("Untouched for more than {days} days", "超过 {days} 天未更新或跟进")
_UNREACHED: Final = T("No way to contact", "无联系方式")
_UNREACHED_HINT: Final = T("All of these are empty: {fields}", "以下字段均为空：{fields}")
_WRONG: Final = T("Invalid: {field}", "{field}有误")
_DOUBLE: Final = T("Open duplicates", "疑似重复")
_DOUBLE_HINT: Final = T("Likely the same as another record; not decided yet", "与其他记录疑似重复，尚未处理")


@dataclass(frozen=True, slots=True)
class Figure:
    """A count: of records that meet every one of the conditions; `meets` says the same of a row `r`, only cheaper."""

    key: str
    label: T | str
    hint: T | str
    filter: tuple[Node, ...]
    meets: Sql | None = None


def objects(actor: Actor) -> list[ObjectSpec]:
    """What the actor sees of that is measured."""
    every = registry.objects().values()
    return [spec for spec in every if measure(spec.key) and access.scope_of(actor, spec, Verb.READ) > Scope.NONE]


def figures(actor: Actor, spec: ObjectSpec) -> list[Figure]:
    """What is counted beside all records and their completeness, as far as the actor sees the fields."""
    found, known = measure(spec.key), access.reckoned(actor, spec)
    made = []
    if found and FRESHNESS in known:
        old = {"field": FRESHNESS, "op": "gt", "value": found.stale_days}
        made.append(Figure("stale", _STALE, _STALE_HINT.fill(days=found.stale_days), (old,)))
    made += _reach(actor, spec)
    if INVALID in known:
        fields = doubtable(actor, spec)
        made += [_wrong(name, fields[name].label, meets) for name, meets in doubts(fields, "r").items()]
    if DOUBLES in known:
        made.append(Figure("doubles", _DOUBLE, _DOUBLE_HINT, ({"field": DOUBLES, "op": "gt", "value": 0},)))
    return made


def _wrong(name: str, label: T | str, meets: Sql) -> Figure:
    named = _WRONG.fill(field=label)
    return Figure(f"invalid.{name}", named, named, ({"field": INVALID, "op": "has_any", "value": [name]},), meets)


def _reach(actor: Actor, spec: ObjectSpec) -> list[Figure]:
    ways = {
        name: field
        for name, field in access.readable(actor, spec).items()
        if field.type.kind in REACH and access.field_right(actor, spec, name) >= FieldRight.READ
    }
    if not ways:
        return []
    named = T(*(", ".join(say(each.label, lang) for each in ways.values()) for lang in ("en", "zh")))
    empty = tuple({"field": name, "op": "empty"} for name in ways)
    return [Figure("unreached", _UNREACHED, _UNREACHED_HINT.fill(fields=named), empty)]


def people(actor: Actor, spec: ObjectSpec) -> tuple[Node, ...]:
    """Whose records a board is of, as conditions of a list: those one's right to read is about, not what is shared."""
    scope = access.scope_of(actor, spec, Verb.READ)
    if scope is Scope.ALL or not _plain(actor, spec, "owner"):
        return ()
    whose = [{"me": True}, {"my_team": True}, {"my_department": True}][: min(int(scope), 3)]
    his: Node = {"field": "owner", "op": "in", "value": whose}
    return ({"or": [his, {"field": "owner", "op": "empty"}]},) if unowned_in(actor, scope) else (his,)


def _plain(actor: Actor, spec: ObjectSpec, name: str) -> bool:
    return name in access.readable(actor, spec) and access.field_right(actor, spec, name) >= FieldRight.READ


@dataclass(slots=True)
class Sum:
    """Figures of some records, added up."""

    records: int = 0
    score: int = 0
    scored: int = 0
    counts: tuple[int, ...] = ()

    def add(self, records: int, score: int, scored: int, counts: Sequence[int]) -> None:
        self.records, self.score, self.scored = self.records + records, self.score + score, self.scored + scored
        self.counts = tuple(map(sum, zip(self.counts, counts, strict=True))) if self.counts else tuple(counts)


def board(actor: Actor, spec: ObjectSpec, by: str) -> dict[str, Any]:
    """{weeks, figures, total, rows} of one object; `too_many`: there are more than can be counted while one waits."""
    told, base, found = figures(actor, spec), people(actor, spec), measure(spec.key)
    shown = [
        {"key": each.key, "label": say(each.label), "hint": say(each.hint), "filter": list(each.filter)}
        for each in told
    ]
    counted = rows_within(_statement(actor, spec, base, told), PATIENCE)
    weeks = Trend(actor, spec, by)
    out = {"weeks": weeks.weeks, "figures": shown, "too_many": counted is None, "total": None, "rows": []}
    if counted is None or found is None:
        return out
    named = _plain(actor, spec, by)
    whole, each = _folded(counted, by)
    out["total"] = _line(found, told, whole, base) | {"id": None, "title": None, "trend": weeks.of()}
    if named:
        titles = lookup(actor, {BY[by]: {str(key) for key in each if key}})[BY[by]]
        out["rows"] = [
            _line(found, told, added, (*base, _his(by, key)))
            | {"id": key and str(key), "title": titles.get(str(key)), "trend": weeks.of(key)}
            for key, added in sorted(each.items(), key=lambda item: -item[1].records)
        ]
    return out


def _his(by: str, key: Any) -> Node:
    return {"field": by, "op": "empty"} if key is None else {"field": by, "op": "eq", "value": str(key)}


def _line(found: Measure, told: Sequence[Figure], added: Sum, filter: Sequence[Node]) -> dict[str, Any]:
    percent = round(added.score / added.scored) if added.scored else None
    counts = added.counts or (0,) * len(told)
    return {
        "filter": list(filter), "records": added.records, "completeness": percent, "level": level(found, percent),
        "counts": {each.key: count for each, count in zip(told, counts, strict=True)},
    }  # fmt: skip


def _folded(counted: Sequence[Sequence[Any]], by: str) -> tuple[Sum, dict[Any, Sum]]:
    """The whole, and what each owner or department has of it."""
    whole, each = Sum(), dict[Any, Sum]()
    for owner, department, records, score, scored, *counts in counted:
        for one in (whole, each.setdefault(owner if by == "owner" else department, Sum())):
            one.add(records, int(score or 0), scored, counts)
    return whole, each


def _statement(actor: Actor, spec: ObjectSpec, base: Sequence[Node], told: Sequence[Figure]) -> Sql:
    """One line an owner and department: all, the sum of completeness, how many have it, each figure."""
    known = access.reckoned(actor, spec)
    score, condition = known.get(COMPLETENESS), where(actor, spec, parsed(actor, spec, {"and": list(base)}))
    reckoned = (known[name] for name in (FRESHNESS, DOUBLES) if name in known)
    beside = Gathering(reckoned, storage.table(spec.model), condition)
    meets = [each.meets or beside.sql(_compiled(actor, spec, {"and": list(each.filter)})) for each in told]
    made = score.column("r") if score else Sql("NULL::numeric")
    return beside.head + grouped(spec, made, meets, condition, beside.joins)


def grouped(spec: ObjectSpec, score: Sql, meets: Sequence[Sql], condition: Sql, beside: str = "") -> Sql:
    """The statement itself. What is reckoned of a row is reckoned once: OFFSET 0 keeps the inner select together."""
    parts = [Sql("r.owner_id AS o"), Sql("r.department_id AS d"), score.wrap("", " AS s")]
    parts += [each.wrap("", f" AS f{place}") for place, each in enumerate(meets)]
    inner = join(", ", parts).wrap("SELECT ", f" FROM {storage.table(spec.model)} r{beside} WHERE ") + condition
    counts = "".join(f", count(*) FILTER (WHERE f{place})" for place in range(len(meets)))
    return inner.wrap(f"SELECT o, d, count(*), sum(s), count(s){counts} FROM (", " OFFSET 0) x GROUP BY o, d")


def _compiled(actor: Actor, spec: ObjectSpec, filter: Node) -> Sql:
    return criteria.compile(criteria.parse(filter, spec, actor, reckoned=True), spec, actor)


class Trend:
    """Completeness week by week of whom the actor's right to read reaches; none where a field that counts is hidden."""

    def __init__(self, actor: Actor, spec: ObjectSpec, by: str) -> None:
        self.weeks: list[date] = []
        self._of: dict[Any, dict[date, list[int]]] = {}
        score, found = access.reckoned(actor, spec).get(COMPLETENESS), measure(spec.key)
        if score is None or found is None or {each.field for each in found.parts} > score.seen:  # type: ignore[attr-defined]
            return
        self._read(actor, spec, by)

    def _read(self, actor: Actor, spec: ObjectSpec, by: str) -> None:
        since = clock.today().toordinal() - 7 * WEEKS
        head = Sql(
            f"SELECT week, {by}_id, scored, score FROM dataquality_qualityweek w WHERE object = %s AND week > %s AND ",
            (spec.key, clock.today().fromordinal(since)),
        )
        for week, key, scored, score in rows(head + _within(actor, spec) + Sql(" ORDER BY week")):
            if not self.weeks or self.weeks[-1] != week:
                self.weeks.append(week)
            for one in ("", key):
                added = self._of.setdefault(one, {}).setdefault(week, [0, 0])
                added[0], added[1] = added[0] + scored, added[1] + score

    def of(self, key: Any = "") -> list[int | None]:
        """One percent a week, None where there was nothing; "" for all."""
        found = self._of.get(key, {})
        pairs = (found.get(week, (0, 0)) for week in self.weeks)
        return [round(score / scored) if scored else None for scored, score in pairs]


def _within(actor: Actor, spec: ObjectSpec) -> Sql:
    """Rows of owners in reach, and of what nobody has there."""
    scope = access.scope_of(actor, spec, Verb.READ)
    reached = access.owners(actor, scope)
    if reached is None:
        return Sql("TRUE")
    unowned = all_of([Sql("w.owner_id IS NULL"), Sql("w.department_id = ANY(%s)", (list(unowned_in(actor, scope)),))])
    return any_of([Sql("w.owner_id = ANY(%s)", (list(reached),)), unowned])
