"""Ids of other records. What they are called is for the reader to add: a title depends on who reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import compare, refusals, texts
from haoke.core.fieldtypes.base import Hints
from haoke.core.text import T

if TYPE_CHECKING:
    import random
    from uuid import UUID

    from django.db import models

MOST = 200
_REF = {
    "type": "object",
    "properties": {"id": {"type": "string", "format": "uuid"}, "title": {"type": ["string", "null"]}},
    "required": ["id"],
}


def _target(model: type[models.Model]) -> str | None:
    from haoke.core import registry  # noqa: PLC0415 - the registry is built from field types

    return registry.target_key(model)


def _id(raw: Any) -> UUID | None:
    """The id in an id, its text, or a Ref {id, title}."""
    return texts.uuid(raw.get("id") if isinstance(raw, dict) else raw)


def _unresolved(text: str) -> BadValue:
    message = T("“{value}” is not the id of a record", "“{value}”不是记录编号")
    return BadValue("unresolved", message.fill(value=refusals.shown(text)))


def _read(text: str) -> UUID:
    """The id written in a text; names are resolved by whoever knows what is visible (code "unresolved")."""
    try:
        found = texts.uuid(text)
    except BadValue:
        raise _unresolved(text) from None
    return found  # type: ignore[return-value]  # only None gives None


class ReferenceType(compare.Comparing):
    """The id of one record of `model`."""

    kind = "reference"
    sortable = False
    groupable = True
    sql_type = "uuid"

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model

    def clean(self, raw: Any) -> UUID | None:
        return None if raw == "" else _id(raw)

    def parse(self, text: str, hints: Hints) -> Any:
        return _read(text.strip()) if text.strip() else None

    def format(self, value: Any, language: str) -> str:
        return "" if value is None else str(value)

    def dump(self, value: Any) -> Any:
        """{id, title: None}; the reader puts the title in."""
        return None if value is None else {"id": str(value), "title": None}

    def schema(self, *, write: bool) -> dict[str, Any]:
        whole = {**_REF, "type": ["object", "null"]}
        return {"anyOf": [{"type": "string", "format": "uuid"}, whole]} if write else whole

    def meta(self) -> dict[str, Any]:
        return {"target": _target(self.model)}

    def sample(self, rng: random.Random) -> Any:
        """None: only the database knows which records there are."""
        return None


class UserType(ReferenceType):
    kind = "user"


class DepartmentType(ReferenceType):
    kind = "department"


class MultiReferenceType(compare.ComparingSet):
    """Ids of several records of the model `to` (or "app.Model"), in the order given."""

    kind = "multireference"
    sql_type = "uuid[]"

    def __init__(self, to: str | type[models.Model]) -> None:
        self.to = to

    def clean(self, raw: Any) -> list[UUID] | None:
        if raw is None:
            return None
        if not isinstance(raw, (list, tuple)):
            raise refusals.not_list()
        if len(raw) > MOST:
            raise refusals.too_many(MOST, len(raw))
        return list(dict.fromkeys(self.one(item) for item in raw)) or None

    def one(self, raw: Any) -> UUID:
        found = _id(raw)
        if found is None:
            raise refusals.no_operand()
        return found

    def parse(self, text: str, hints: Hints) -> Any:
        if len(text) > MOST * 40:
            raise refusals.too_long(MOST * 40, len(text))
        return self.clean([_read(piece.strip()) for piece in text.split(";") if piece.strip()])

    def format(self, value: Any, language: str) -> str:
        return "; ".join(map(str, value or ()))

    def dump(self, value: Any) -> Any:
        return None if value is None else [{"id": str(each), "title": None} for each in value]

    def load(self, columns: Any) -> Any:
        return columns[0] or None

    def schema(self, *, write: bool) -> dict[str, Any]:
        item = {"anyOf": [{"type": "string", "format": "uuid"}, _REF]} if write else _REF
        return {"type": ["array", "null"], "items": item, "maxItems": MOST}

    def meta(self) -> dict[str, Any]:
        model = apps.get_model(self.to) if isinstance(self.to, str) and self.to else self.to
        return {"target": _target(model) if isinstance(model, type) else None}

    def sample(self, rng: random.Random) -> Any:
        """None: only the database knows which records there are."""
        return None
