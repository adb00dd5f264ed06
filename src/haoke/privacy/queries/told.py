"""What persons consented to, as fields of lists: shown, filtered and sorted by, in segments and files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from psycopg.sql import quote

from haoke.core import access, clock, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.fields import Reckoned
from haoke.core.fieldtypes.base import Choice
from haoke.core.fieldtypes.choices import ChoiceType
from haoke.core.records.reach import CHANNELS
from haoke.core.sql import Sql, ident
from haoke.core.text import T
from haoke.privacy import choices
from haoke.privacy.queries.consents import LABELS
from haoke.privacy.queries.people import person_objects

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

_STATE: Final = ChoiceType(
    (
        *choices.STATES,
        Choice(choices.EXPIRED, LABELS[choices.EXPIRED], "orange"),
        Choice(choices.UNKNOWN, LABELS[choices.UNKNOWN], "gray"),
    )
)
#: What of a consent one has to read in full to be told what counts.
_READ: Final = ("state", "until", "channel", "purpose", "at")
MARKETING: Final = "marketing"
_HELP: Final = T("What the person said last", "以本人最近一次表示为准")
_BY: Final = T("Consent: marketing, {channel}", "同意：{channel}营销")
_FOR: Final = T("Consent: {purpose}", "同意：{purpose}")


def reckoned(actor: Actor, spec: ObjectSpec) -> Mapping[str, FieldDef]:
    """{name: field}: marketing by each channel, and each further purpose by whichever channel it was spoken of."""
    if spec.key not in {each.key for each in person_objects()} or not reads_consents(actor):
        return {}
    by: dict[str, tuple[T, str | None, str]] = {
        f"consent_{each.value}": (_BY.fill(channel=each.label), each.value, MARKETING) for each in CHANNELS
    }
    for each in choices.PURPOSES:
        if each.value != MARKETING:
            by[f"consent_to_{each.value}"] = (_FOR.fill(purpose=each.label), None, each.value)
    return {
        name: Reckoned(
            name, _STATE, label, (name,), _HELP, readonly=True, of=partial(_latest, spec.key, channel, purpose)
        )
        for name, (label, channel, purpose) in by.items()
    }


def reads_consents(actor: Actor) -> bool:
    """Whether somebody may be told of any person what counts."""
    consent = registry.get("consent")
    return access.scope_of(actor, consent, Verb.READ) is not Scope.NONE and all(
        access.field_right(actor, consent, name) >= FieldRight.READ for name in _READ
    )


def _latest(key: str, channel: str | None, purpose: str, alias: str) -> Sql:
    """The state that counts of a row; NULL where the row is no person. Lists select without parameters."""
    by = f" AND c.channel = {quote(channel)}" if channel else ""
    over = f"c.state = '{choices.GIVEN}' AND c.until < {quote(clock.today().isoformat())}::date"
    said = (
        f"coalesce((SELECT CASE WHEN {over} THEN '{choices.EXPIRED}' ELSE c.state END FROM privacy_consent c"
        f" WHERE c.record = {alias}.id AND c.object = {quote(key)} AND c.deleted_at IS NULL{by}"
        f" AND c.purpose = {quote(purpose)} ORDER BY c.at DESC, c.id DESC LIMIT 1), '{choices.UNKNOWN}')"
    )
    person = registry.get(key).person
    if person is None or not person.field:
        return Sql(said)
    column = ident(registry.field(key, person.field).columns[0])
    return Sql(f"CASE WHEN {alias}.{column} = {quote(person.value)} THEN {said} END")
