"""A case is opened between two who want the same customer: both know, and whoever stands above both decides."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from haoke.approvals.queries import People

if TYPE_CHECKING:
    from haoke.core.records import Tx
    from haoke.registration.queries.standing import Claim, Held


def open_case(tx: Tx, held: Held, claim: Claim, said: str) -> UUID:
    """The id of a new case; `said`: why the other side went on."""
    people = People()
    decider = above_both(people, held.owner, claim.owner)
    case: UUID = tx.add(
        "collision_case",
        {
            "registration": held.id, "object": claim.object, "record": claim.record, "holder": held.owner,
            "claimant": claim.owner, "owner": decider,
        },
    ).id  # fmt: skip
    for side, person, says in (("holder", held.owner, ""), ("claimant", claim.owner, said)):
        tx.add("collision_side", {"case": case, "side": side, "owner": person, "says": says or None})
    deciders = [decider] if decider else people.administrators()
    sides = [held.owner, claim.owner]
    tx.note("collision_case", case, "tell", {"news": "opened", "to": [str(each) for each in sides]})
    others = [str(each) for each in deciders if each not in sides]
    tx.note("collision_case", case, "tell", {"news": "to_decide", "to": others})
    return case


def above_both(people: People, one: UUID, other: UUID) -> UUID | None:
    """The nearest superior of both who can decide; neither of the two themselves."""
    others = set(people.above(other))
    return next(
        (each for each in people.above(one) if each in others and each not in (one, other) and people.active(each)),
        None,
    )
