"""Gaps in what we know of those who decide, as a field of lists: what the map says to the same reader, in SQL."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from psycopg.sql import quote

from haoke.core import access, clock, registry
from haoke.core.access.actor import FieldRight, Verb
from haoke.core.fields import Reckoned
from haoke.core.fieldtypes.base import Choice
from haoke.core.fieldtypes.choices import MultiChoiceType
from haoke.core.records import storage
from haoke.core.sql import Sql, ident, join, literal
from haoke.core.text import T
from haoke.customers.queries.deciding import TOUCHES, touching
from haoke.customers.queries.gaps import BUYS, DECIDE, GROUP, SILENT_DAYS, TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

GAPS: Final = "decision_gaps"
_LABEL: Final = T("Gaps in who decides", "决策链缺口")
_HELP: Final = T("What the map of those who decide lacks, as you see it", "决策链中尚缺的内容，仅按您可见的信息判断")
_KIND: Final = MultiChoiceType(tuple(Choice(code, text, "orange") for code, text in TEXTS.items()))
#: Without these nothing is concluded, or it would be of what the reader does not see.
_NEEDS: Final = {"account_contact": ("contact", "roles", "until"), "contact_relation": ("contact", "to", "kind")}
#: The same judgement as `gaps.gaps`, over the rows of `_judged`.
_CODES: Final = f"""nullif(array_remove(ARRAY[
  CASE WHEN count(*) > 0 AND NOT bool_or(decides) THEN 'no_decider' END,
  CASE WHEN bool_or(decides) AND count(last) FILTER (WHERE decides) = 0 THEN 'decider_not_met' END,
  CASE WHEN bool_or(decides) AND NOT bool_or(buys) THEN 'no_buyer' END,
  CASE WHEN bool_or(concerned)
    AND count(*) FILTER (WHERE concerned AND last >= now() - interval '{SILENT_DAYS} days') = 0 THEN 'group_silent' END,
  CASE WHEN count(*) = 1 OR count(last) = 1 THEN 'single_thread' END,
  CASE WHEN bool_or(alone) THEN 'blocker_alone' END
]::text[], NULL), '{{}}'::text[])"""


def reckoned(actor: Actor, spec: ObjectSpec) -> Mapping[str, FieldDef]:
    """What lists of accounts can show and filter by."""
    return field(actor, _own) if spec.key == "account" else {}


def _own(alias: str) -> tuple[str, Sql]:
    return f"{alias}.id", Sql("TRUE")


def field(actor: Actor, account: Callable[[str], tuple[str, Sql]]) -> dict[str, FieldDef]:
    """The field of records; `account` tells of their table the column of their account and when it counts."""
    read = (access.field_right(actor, registry.get(key), name) for key, names in _NEEDS.items() for name in names)
    if any(right < FieldRight.READ for right in read):
        return {}
    of = partial(_gaps, actor, account)
    # Its SQL has the actor's rights in it: nobody else's plan fits.
    seen = frozenset({of("r").text})
    return {GAPS: Reckoned(GAPS, _KIND, _LABEL, (GAPS,), _HELP, readonly=True, seen=seen, of=of)}


def _gaps(actor: Actor, account: Callable[[str], tuple[str, Sql]], alias: str) -> Sql:
    """Codes in the order the map has them, NULL for none. Lists select without parameters."""
    column, counts = account(alias)
    whole = _judged(actor, column, f"{alias}g").wrap(f"SELECT {_CODES} FROM (", ") j")
    return literal(counts.wrap("CASE WHEN ", " THEN (") + whole + Sql(") END"))


def _judged(actor: Actor, account: str, alias: str) -> Sql:
    """A row for each person on the map who belongs to the account: what he plays there, and when he was met last."""
    person, person_alias = registry.get("contact"), f"{alias}p"
    head = Sql(
        f"SELECT k.last, {_plays(DECIDE)} AS decides, {_plays(BUYS)} AS buys, {_plays(GROUP)} AS concerned,"
        f" {_plays({'blocker'})} AND NOT EXISTS (SELECT 1 FROM "
    )
    head += _influencing(actor, account, f"{alias}l") + Sql(f") AS alone FROM (SELECT {person_alias}.id, (SELECT ")
    head += _parts(actor, account, f"{alias}t").wrap(f"{alias}t.roles FROM ", "")
    head += Sql(f" AND {alias}t.contact_id = {person_alias}.id ORDER BY {alias}t.id DESC LIMIT 1) AS roles, ")
    head += _last(actor, person_alias, f"{alias}a") + Sql(" AS last FROM (")
    head += _people(actor, account, alias)
    head += Sql(f") i JOIN {storage.table(person.model)} {person_alias} ON {person_alias}.id = i.id WHERE ")
    return head + access.visible_to(actor, person, Verb.READ, person_alias) + Sql(") k")


def _plays(roles: Iterable[str]) -> str:
    return f"coalesce(k.roles && ARRAY[{', '.join(map(quote, sorted(roles)))}], false)"


def _people(actor: Actor, account: str, alias: str) -> Sql:
    """Ids of those whose own account it is, and of those with a part in it."""
    part = f"{alias}w"
    found = _parts(actor, account, part).wrap(f"SELECT {part}.contact_id AS id FROM ", "")
    if access.field_right(actor, registry.get("contact"), "account") is FieldRight.HIDDEN:
        return found
    table = storage.table(registry.get("contact").model)
    return found + Sql(f" UNION SELECT o.id FROM {table} o WHERE o.account_id = {account}")


def _parts(actor: Actor, account: str, alias: str) -> Sql:
    spec = registry.get("account_contact")
    head = f"{storage.table(spec.model)} {alias} WHERE {alias}.account_id = {account}"
    where = Sql(f"{head} AND ({alias}.until IS NULL OR {alias}.until >= %s::date) AND ", (clock.today().isoformat(),))
    return where + access.visible_to(actor, spec, Verb.READ, alias)


def _influencing(actor: Actor, account: str, alias: str) -> Sql:
    spec = registry.get("contact_relation")
    where = f"{alias}.account_id = {account} AND {alias}.kind = 'influences' AND {alias}.to_id = k.id AND "
    return Sql(f"{storage.table(spec.model)} {alias} WHERE {where}") + access.visible_to(actor, spec, Verb.READ, alias)


def _last(actor: Actor, person: str, alias: str) -> Sql:
    met = [
        source.wrap(f"SELECT max({alias}.{ident(when)}) AS at ", f" AND l.record = {person}.id")
        for key, when in TOUCHES
        if (source := touching(actor, key, when, alias)) is not None
    ]
    return join(" UNION ALL ", met).wrap("(SELECT max(t.at) FROM (", ") t)") if met else Sql("NULL::timestamptz")
