"""What an administrator has made before the derived tests look: fields of every kind, and an object of his own."""

from __future__ import annotations

from typing import Any

from haoke.core.custom.definitions import FieldDefinition, ObjectDefinition
from haoke.core.custom.kinds import KINDS
from haoke.core.metadata import Metadata

#: The built-in object with a run-time field of every kind, and the run-time object with the same.
EXTENDED, OWN = "account", "co_project"
_CHOICES = [
    {"value": name.lower(), "label": {"en": name, "zh": zh}, "color": color}
    for name, zh, color in (("High", "高", "red"), ("Middle", "中", "gold"), ("Low", "低", "green"))
]
_OPTIONS: dict[str, dict[str, Any]] = {
    "choice": {"choices": _CHOICES},
    "multichoice": {"choices": _CHOICES},
    "text": {"max_length": 80},
    "decimal": {"digits": 3},
}
OBJECT: dict[str, Any] = {
    "key": OWN,
    "plural": f"{OWN}s",
    "label": {"en": "Project", "zh": "项目"},
    "label_plural": {"en": "Projects", "zh": "项目"},
    "number_pattern": "PRJ-{seq:5}",
    "columns": ["cf_choice", "cf_money", "owner"],
    "board": "cf_choice",
}


def _field(key: str, kind: str, place: int) -> dict[str, Any]:
    target = {"target": OWN if key == EXTENDED else EXTENDED}
    options = target if kind in ("reference", "multireference") else _OPTIONS.get(kind, {})
    whose = "Own" if key == EXTENDED else "Project"
    return {
        "object": key,
        "kind": kind,
        "name": f"cf_{kind}",
        "label": {"en": f"{whose} {kind}", "zh": f"{'自定' if key == EXTENDED else '项目'}{KINDS[kind].label.zh}"},
        "searchable": kind in ("text", "phone", "email", "tags"),
        "personal": kind == "phone",
        "unique": kind == "email",
        "required": kind == "text" and key == OWN,
        "options": options or None,
        "position": place,
    }


FIELDS = [_field(key, kind, place) for key in (EXTENDED, OWN) for place, kind in enumerate(KINDS)]


def preview() -> Metadata:
    """The same without a database, for the time tests are collected."""
    shown = {name: OBJECT[name] for name in ("key", "plural", "label", "label_plural", "board")}
    made = ObjectDefinition(id="", number=OBJECT["number_pattern"], columns=tuple(OBJECT["columns"]), **shown)
    fields: dict[str, list[FieldDefinition]] = {}
    for values in FIELDS:
        fields.setdefault(values["object"], []).append(
            FieldDefinition(id="", **values | {"options": values["options"] or {}})
        )
    return Metadata(-1, [made], fields)


PREVIEW = preview()
