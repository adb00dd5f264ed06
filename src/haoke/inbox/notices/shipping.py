"""Rules of notices that apps bring along (`NOTICE_RULES` in their objects)."""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection

from haoke.inbox.models import NoticeRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from haoke.core.records import Tx


def ensure_notice_rules(tx: Tx) -> int:
    """Add the shipped rules that were never there; number added. What was edited or removed stays so."""
    present = set(NoticeRule.objects.exclude(code=None).values_list("code", flat=True))
    missing = [rule for rule in _shipped() if rule["code"] not in present]
    for rule in missing:
        name, roles = rule["name"], {part: _roles(rule.get(part, ())) for part in ("by_roles", "to_roles")}
        tx.add("notice_rule", {**rule, **roles, "name": {"en": str.__str__(name), "zh": name.zh}, "owner": None})
    return len(missing)


def _shipped() -> Iterator[dict[str, Any]]:
    for config in apps.get_app_configs():
        module = f"{config.name}.objects"
        if config.name.startswith("haoke.") and find_spec(module):
            yield from getattr(importlib.import_module(module), "NOTICE_RULES", ())


def _roles(codes: Sequence[str]) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM identity_role WHERE code = ANY(%s) AND deleted_at IS NULL", [list(codes)])
        return [row[0] for row in cursor.fetchall()]
