"""In which order objects are written: what is referred to before what refers to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from haoke.core import registry
from haoke.core.transfer.guessing.targets import REFERENCES

if TYPE_CHECKING:
    from haoke.core.transfer.verdicts import Judged


def objects_in_order(keys: Iterable[str]) -> list[str]:
    """The keys, referred-to objects first, ties between records last; of those in a circle the one declared first."""
    ties = {registry.by_model(spec.links.model).key for spec in registry.objects().values() if spec.links}
    known = [key for key in registry.objects() if key in set(keys)]
    left = [key for key in known if key not in ties]
    done: list[str] = []
    while left:
        free = next((key for key in left if not _needs(key) & set(left) - {key}), left[0])
        left.remove(free)
        done.append(free)
    return done + [key for key in known if key in ties]


def _needs(key: str) -> set[str]:
    return {
        str(item.type.meta().get("target"))
        for item in registry.fields(key).values()
        if (item.type.kind in REFERENCES and not item.readonly)
        or (item.name in registry.get(key).locked and item.type.kind in REFERENCES)
    }


def parents_first(key: str, judged: Sequence[Judged]) -> list[Judged]:
    """Records of one object that refer to each other, the referred-to first; a circle is left as it stands."""
    own = [
        item.name
        for item in registry.fields(key).values()
        if item.type.kind in REFERENCES and item.type.meta().get("target") == key
    ]
    if not own:
        return list(judged)
    by_id = {item.draft.id: item for item in judged}
    placed: dict[UUID, Judged] = {}
    for item in judged:
        _place(item, own, by_id, placed, set())
    return list(placed.values())


def _place(
    item: Judged, own: list[str], by_id: dict[UUID, Judged], placed: dict[UUID, Judged], above: set[UUID]
) -> None:
    stack = [item]
    while stack:
        current = stack[-1]
        waiting = [
            by_id[value]
            for name in own
            if isinstance(value := current.draft.values.get(name), UUID)
            and value in by_id
            and value not in placed
            and value not in above
        ]
        above.add(current.draft.id)
        if waiting and len(stack) < 1000:  # noqa: PLR2004 (said where it is weighed)
            stack.append(waiting[0])
        else:
            placed[current.draft.id] = current
            stack.pop()
