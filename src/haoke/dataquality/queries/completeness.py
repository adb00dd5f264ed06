"""How complete and how fresh records are, reckoned in SQL of what their reader sees."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from psycopg.sql import quote

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Verb
from haoke.core.errors import Missing
from haoke.core.fields import Reckoned
from haoke.core.fieldtypes.base import Op
from haoke.core.fieldtypes.numbers import IntegerType, PercentType
from haoke.core.metadata import derived
from haoke.core.records import storage
from haoke.core.records.reading.running import rows
from haoke.core.records.reading.touched import lookups, touches
from haoke.core.sql import TRUE, Sql, join
from haoke.core.text import T, say
from haoke.dataquality.queries.counted import Measure, Part, measure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.fieldtypes.base import FieldType
    from haoke.core.spec import ObjectSpec

COMPLETENESS, FRESHNESS = "completeness", "days_untouched"
_SCORE: Final = PercentType(3, 0)
_DAYS: Final = IntegerType(0)
_LABELS: Final = {COMPLETENESS: T("Completeness", "完整度"), FRESHNESS: T("Days untouched", "未更新天数")}
_HELP: Final = {
    COMPLETENESS: T("Of the fields that count, as far as you see them", "按计入的字段计算，仅含您可见的字段"),
    FRESHNESS: T("Since it was changed or something was done with it", "自上次修改或跟进以来的天数"),
}


def reckoned(actor: Actor, spec: ObjectSpec) -> Mapping[str, FieldDef]:
    """What lists of the object can show, filter and sort by."""
    found = measure(spec.key)
    if found is None:
        return {}
    seen = _seen(actor, spec, found)
    made: dict[str, FieldDef] = {}
    if seen:
        given = {"null": all(each.when for each in _parts(spec.key, seen)), "of": partial(_score, spec.key, seen)}
        made[COMPLETENESS] = _field(COMPLETENESS, _SCORE, seen, **given)
    if _in_full(actor, spec, "updated_at"):
        given = {"null": False, "of": partial(_days, spec.key), "lookups": partial(lookups, spec.key)}
        made[FRESHNESS] = _field(FRESHNESS, _DAYS, seen, **given)
    return made


def _field(name: str, kind: FieldType, seen: frozenset[str], **given: Any) -> FieldDef:
    return Reckoned(name, kind, _LABELS[name], (name,), _HELP[name], readonly=True, seen=seen, **given)


def _seen(actor: Actor, spec: ObjectSpec, found: Measure) -> frozenset[str]:
    """Fields that count for this reader: what he does not see counts neither for nor against."""
    readable = access.readable(actor, spec)
    return frozenset(
        each.field
        for each in found.parts
        if each.field in readable and (each.when is None or _in_full(actor, spec, each.when.field))
    )


def _in_full(actor: Actor, spec: ObjectSpec, name: str) -> bool:
    return access.field_right(actor, spec, name) >= FieldRight.READ


@derived
def _parts(key: str, seen: frozenset[str]) -> tuple[Part, ...]:
    found = measure(key)
    return tuple(each for each in found.parts if each.field in seen) if found else ()


def _score(key: str, seen: frozenset[str], alias: str) -> Sql:
    """Percents: the weight of what is filled in among that of what counts; NULL where nothing does."""
    had, all_of_it = [], []
    for each in _parts(key, seen):
        weight, counts = Sql(str(each.weight)), _counts(key, each, alias)
        all_of_it.append(weight if counts == TRUE else _case(counts, weight))
        had.append(_case(_filled(key, each.field, alias), all_of_it[-1]))
    # Rounded half up in whole numbers: numeric ones take half of the time a list of all rows takes.
    whole = join(" + ", all_of_it).text
    return join(" + ", had).wrap("((200 * (", f") + {whole}) / nullif(2 * ({whole}), 0))::numeric")


def _case(condition: Sql, then: Sql) -> Sql:
    return condition.wrap("CASE WHEN ", " THEN ") + then + Sql(" ELSE 0 END")


def _filled(key: str, name: str, alias: str) -> Sql:
    field = registry.field(key, name)
    return field.type.condition(Op.NEMPTY, field.column(alias), None)


def _counts(key: str, part: Part, alias: str) -> Sql:
    """Whether a part counts for a row. Lists select without parameters, so the value stands in it as a literal."""
    if part.when is None:
        return TRUE
    text = quote(part.when.value).replace("%", "%%")
    return registry.field(key, part.when.field).column(alias).wrap("coalesce(", f"::text = {text}, false)")


def _days(key: str, alias: str) -> Sql:
    """Whole days since a row was changed, or something that was done with it stands on its timeline."""
    touched = [Sql(f"{alias}.updated_at"), *touches(key, alias)]
    last = join(", ", touched).wrap("greatest(", ")")
    return last.wrap("greatest(0, date_part('day', now() - ", "))::bigint")


def of_record(actor: Actor, spec: ObjectSpec, record: UUID) -> dict[str, Any]:
    """{score, level, days, freshness, missing: [{field, label, weight}]} of a record the actor sees; raises Missing."""
    fields, found = reckoned(actor, spec), measure(spec.key)
    if found is None or not fields:
        raise Missing
    parts = _parts(spec.key, _seen(actor, spec, found))
    told = [fields[name].column("r") if name in fields else Sql("NULL") for name in (COMPLETENESS, FRESHNESS)]
    lacks = [_lacks(spec.key, each) for each in parts]
    query = join(", ", [*told, *lacks]).wrap("SELECT ", f" FROM {storage.table(spec.model)} r WHERE ")
    row = rows(query + access.visible_to(actor, spec, Verb.READ) + Sql(" AND r.id = %s", (record,)), prepared=True)
    if not row:
        raise Missing
    score, days, *empty = row[0]
    missing = [each for each, lacking in zip(parts, empty, strict=True) if lacking]
    return {
        "score": None if score is None else int(score), "level": level(found, score),
        "days": days, "freshness": freshness(found, days),
        "missing": [
            {"field": each.field, "label": say(registry.field(spec.key, each.field).label), "weight": each.weight}
            for each in sorted(missing, key=lambda each: -each.weight)
        ],
    }  # fmt: skip


def _lacks(key: str, part: Part) -> Sql:
    return join(" AND ", [_counts(key, part, "r"), _filled(key, part.field, "r").wrap("NOT ", "")])


def level(found: Measure, score: Any) -> str | None:
    """good, fair or poor."""
    return None if score is None else "good" if score >= found.good else "fair" if score >= found.fair else "poor"


def freshness(found: Measure, days: int | None) -> str | None:
    """good, fair or poor as well: touched lately, a while ago, or long ago."""
    if days is None:
        return None
    return "good" if days <= found.fresh_days else "fair" if days <= found.stale_days else "poor"
