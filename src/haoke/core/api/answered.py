"""The metadata as it is answered: worked out once a process for each state of all it depends on.

These are the version of the definitions, the rights of whoever asks, the language, the company's currency, and the
state of layouts and rules, read anew at each request. Nothing in it depends on the day: rules keep "today" as it is.
"""

from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from haoke.core import registry, views
from haoke.core.access.actor import SYSTEM_ID
from haoke.core.api.dispatch import dumps
from haoke.core.api.meta import meta
from haoke.core.conditions import reading as conditions
from haoke.core.fieldtypes import currencies
from haoke.core.metadata import derived
from haoke.core.records.storage import fetch
from haoke.core.sql import Sql
from haoke.core.text import current_language

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from haoke.core.access.actor import Actor

#: Answers kept for one version of the definitions; people of the same rights share one of some 60 KB.
MOST: Final = 16
_STATE: Final = f"SELECT {conditions.STATE} AS rules, {views.STATE} AS layouts"


class Answered(NamedTuple):
    """The document, packed, and the version it carries."""

    version: str
    packed: bytes


def answered(actor: Actor) -> Answered:
    """The metadata for this person in the current language."""
    (state,) = fetch(Sql(_STATE))
    known, key = _known(), (*state.values(), current_language(), currencies.base(), _rights(actor))
    found = known.get(key)
    if found is None:
        if len(known) >= MOST:
            known.clear()
        found = known[key] = _document(actor)
    return found


@derived
def _known() -> dict[Hashable, Answered]:
    """What has been answered at this version of the definitions."""
    return {}


def _rights(actor: Actor) -> Hashable:
    """All of a person that objects, fields and layouts depend on."""
    looking, system = actor.seen_by is not None, actor.id == SYSTEM_ID
    return (
        actor.admin, system, looking, actor.key_scopes, actor.roles, _frozen(actor.grants), _frozen(actor.fields),
    )  # fmt: skip


def _frozen(table: Mapping[str, Mapping[str, Any]]) -> Hashable:
    return frozenset((key, frozenset(row.items())) for key, row in table.items())


def _document(actor: Actor) -> Answered:
    content = dumps({
        "language": current_language(),
        "base_currency": currencies.base(),
        "off": sorted(registry.off_modules()),
        "objects": meta(actor),
    })  # fmt: skip
    version = hashlib.sha256(content).hexdigest()[:32]
    return Answered(version, gzip.compress(b'{"version":"%b",%b' % (version.encode(), content[1:]), 1))
