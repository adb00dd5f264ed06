"""Definitions as tests make them: through the only way records are written."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from haoke.core import custom
from haoke.core.access.actor import system
from haoke.core.custom.kinds import KINDS
from haoke.core.metadata import SHIPPED, using
from haoke.core.records import changes

if TYPE_CHECKING:
    from collections.abc import Iterator

HIGH = {"value": "high", "label": {"zh": "高", "en": "High"}, "color": "red"}
CHOICES: list[dict[str, Any]] = [HIGH, {"label": {"en": "Low"}}, {"label": "中"}]
#: Options without which a kind cannot be.
NEEDED: dict[str, dict[str, Any]] = {
    "choice": {"choices": CHOICES},
    "multichoice": {"choices": CHOICES},
    "reference": {"target": "team"},
    "multireference": {"target": "team"},
}


def field(key: str, kind: str, name: str | None = None, **more: Any) -> Any:
    """A new run-time field of an object; its record."""
    said = (name or f"cf_{kind}").removeprefix("cf_")
    label = {"en": f"Own {said}", "zh": f"自定{said}"}
    values = {"object": key, "kind": kind, "label": label, "name": name or f"cf_{kind}"}
    options = {**NEEDED.get(kind, {}), **more.pop("options", {})}
    with custom.latest(), changes(system(), "define") as tx:
        return tx.create("custom_field", {**values, "options": options or None, **more})


def own_object(key: str = "co_project", **more: Any) -> Any:
    """A new run-time object; its record."""
    label = {"en": "Project", "zh": "项目"} if key == "co_project" else {"en": f"Own {key}", "zh": f"自定{key}"}
    with custom.latest(), changes(system(), "define") as tx:
        return tx.create("custom_object", {"key": key, "label": label, "number_pattern": "PRJ-{seq:4}", **more})


def every_kind(key: str, target: str | None = None) -> list[str]:
    """A field of every kind on one object; their names."""
    for kind in KINDS:
        field(key, kind, options={"target": target} if target and "target" in KINDS[kind].options else {})
    return [f"cf_{kind}" for kind in KINDS]


@contextmanager
def present() -> Iterator[None]:
    """What a next request sees; a test outside one begins as shipped."""
    with using(SHIPPED), custom.latest():
        yield
