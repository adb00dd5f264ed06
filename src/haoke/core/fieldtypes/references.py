"""Other records."""

from __future__ import annotations

from haoke.core.fieldtypes.base import FieldType


class ReferenceType(FieldType):
    kind = "reference"
    sql_type = "uuid"

    def __init__(self, model: object) -> None:
        self.model = model

    def meta(self) -> dict[str, object]:
        from haoke.core import registry
        return {"target": registry.target_key(self.model)}


class UserType(ReferenceType):
    kind = "user"


class DepartmentType(ReferenceType):
    kind = "department"


class MultiReferenceType(FieldType):
    kind = "multireference"
    sql_type = "uuid[]"

    def __init__(self, to: str) -> None:
        self.to = to
