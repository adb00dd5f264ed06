"""A view's definition cut to what its reader may use: what he may not drops out and is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import access, criteria
from haoke.core.criteria.paths import usable
from haoke.core.errors import BadRequest, BadValue
from haoke.core.records.reading.grouping import datable, groupable, placed, sortable, summable

if TYPE_CHECKING:
    from collections.abc import Callable

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec


def fitted(actor: Actor, spec: ObjectSpec, definition: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """(definition, parts left out): only fields the actor may use in such a place."""
    return _Cut(actor, spec).all(definition)


class _Cut:
    """One walk over one definition; counts what it leaves out."""

    def __init__(self, actor: Actor, spec: ObjectSpec) -> None:
        self.actor, self.spec, self.dropped = actor, spec, 0

    def all(self, given: dict[str, Any]) -> tuple[dict[str, Any], int]:
        kept = {name: value for name, value in given.items() if value is not None}
        if "filter" in kept:
            kept["filter"] = self.node(kept["filter"])
        if "sort" in kept:
            kept["sort"] = ",".join(key for key in kept["sort"].split(",") if self._may(key.strip("- "), sortable))
        if "columns" in kept:
            kept["columns"] = [each for each in kept["columns"] if self._shows(each["field"])]
        if "sums" in kept:
            kept["sums"] = [name for name in kept["sums"] if self._may(name, summable)]
        for name, fits in (("group", groupable), ("date", datable), ("place", placed), ("measure", summable)):
            if name in kept and not self._may(kept[name], fits):
                kept[name] = None
        if "scope" in kept and not self._may("owner", lambda _: True):
            kept["scope"] = None
        return {name: value for name, value in kept.items() if value not in (None, "", [])}, self.dropped

    def node(self, raw: dict[str, Any]) -> dict[str, Any] | None:
        """The tree without the leaves this reader cannot have; None when nothing is left."""
        for key in ("and", "or"):
            if key in raw:
                left = [each for each in map(self.node, raw[key]) if each is not None]
                return {key: left} if left else None
        if "not" in raw:
            inner = self.node(raw["not"])
            return None if inner is None else {"not": inner}
        try:
            criteria.parse(raw, self.spec, self.actor, reckoned=True)
        except BadRequest:
            self.dropped += 1
            return None
        return raw

    def _may(self, name: str, fits: Callable[[FieldDef], bool]) -> bool:
        try:
            good = fits(usable(self.actor, self.spec, name, reckoned=True))
        except BadValue:
            good = False
        self.dropped += not good
        return good

    def _shows(self, name: str) -> bool:
        """Whether a column may be there at all; a masked one may."""
        seen = access.readable(self.actor, self.spec).keys() | access.reckoned(self.actor, self.spec).keys()
        good = name in seen
        self.dropped += not good
        return good
