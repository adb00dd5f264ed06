"""Importing what is here already: why that is wanted all the same, said once for a file."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from haoke.core.records import hold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.transfer.drafts import Draft
    from haoke.core.transfer.models import Import

_T = TypeVar("_T")


def why_twice(found: Import) -> str:
    """Why rows are wanted though they are here already, as was said in the import's options; "" where nobody did."""
    return str((found.given or {}).get("options", {}).get("reason") or "").strip()


def called(found: Import) -> str:
    """An import as the Log names it."""
    return found.name[:200]


def reason(found: Import) -> str:
    """Of what an import writes, as the Log keeps it: which it is, and why twice."""
    return ": ".join(each for each in (called(found), why_twice(found)) if each)


def own_reasons(drafts: Iterable[Draft], file: str) -> dict[UUID, str]:
    """{record: why, as the Log keeps it} of those whose row says by itself why it is wanted though it is here."""
    said = ((draft, draft.why or (draft.main.why if draft.main else "")) for draft in drafts)
    return {draft.id: f"{file}: {why}" for draft, why in said if why}


def insisted(work: Callable[[Actor, Import, Any], _T]) -> Callable[[Actor, Import, Any], _T]:
    """Work knowing that rows are here already, where it was said why they are wanted all the same."""

    @wraps(work)
    def insisting(actor: Actor, found: Import, step: Any) -> _T:
        with hold.insisting(why_twice(found) or None):
            return work(actor, found, step)

    return insisting
