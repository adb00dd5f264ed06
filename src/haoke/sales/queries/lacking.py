"""What is not known of those who decide on a deal: the gaps of its account, for whoever sees that."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Verb
from haoke.core.records import storage
from haoke.core.sql import Sql
from haoke.customers.queries import gapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec


def reckoned(actor: Actor, spec: ObjectSpec) -> Mapping[str, FieldDef]:
    """What lists of opportunities can show and filter by."""
    if spec.key != "opportunity" or access.field_right(actor, spec, "account") < FieldRight.READ:
        return {}
    return gapped.field(actor, partial(_account, actor))


def _account(actor: Actor, alias: str) -> tuple[str, Sql]:
    """The column of the account, and that the actor sees it."""
    account, of = registry.get("account"), f"{alias}ga"
    there = f"EXISTS (SELECT 1 FROM {storage.table(account.model)} {of} WHERE {of}.id = {alias}.account_id AND "
    return f"{alias}.account_id", access.visible_to(actor, account, Verb.READ, of).wrap(there, ")")
