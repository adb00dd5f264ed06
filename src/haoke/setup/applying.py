"""What a preset would change, and changing it: one change, which can be undone as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from haoke.core import registry
from haoke.core.custom.models import CustomField
from haoke.core.errors import Missing
from haoke.core.modules.switching import switch
from haoke.core.records import changes
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql
from haoke.core.text import T, say
from haoke.identity import company
from haoke.sales.actions import sell_by
from haoke.sales.queries import pipeline_named
from haoke.setup.presets import BY_KEY, PRESETS, Field, Pipeline, Preset

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx

ACTION: Final = "apply_preset"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: modules to turn, fields to make or bring back, pipelines to make."""

    preset: Preset
    modules: dict[str, bool]
    fields: tuple[Field, ...]
    pipelines: tuple[Pipeline, ...]


def planned(key: str) -> Plan:
    """What a preset would change now; raises Missing for one there is not."""
    preset = BY_KEY.get(key)
    if preset is None:
        raise Missing
    wanted = {module: module not in preset.off for module in registry.modules()}
    modules = {module: on for module, on in wanted.items() if on is (module in registry.off_modules())}
    fields = tuple(each for each in preset.fields if each.name not in registry.fields(each.object))
    return Plan(preset, modules, fields, tuple(each for each in preset.pipelines if not pipeline_named(each.zh)))


def described() -> list[dict[str, Any]]:
    """Every preset with what it would change now, in words."""
    return [_described(planned(preset.key)) for preset in PRESETS]


def _described(plan: Plan) -> dict[str, Any]:
    preset = plan.preset
    return {
        "key": preset.key, "label": say(preset.label), "description": say(preset.description), "icon": preset.icon,
        "modules": [
            {"key": key, "label": say(registry.modules()[key].label), "active": on} for key, on in plan.modules.items()
        ],
        "fields": [
            {"object": say(registry.get(each.object).label), "label": say(each.label), "kind": each.kind}
            for each in plan.fields
        ],
        "pipelines": [
            {"label": say(T(each.en, each.zh)), "stages": [say(T(step[1], step[0])) for step in each.stages]}
            for each in plan.pipelines
        ],
    }  # fmt: skip


def change_of(key: str | None) -> UUID | None:
    """The change by which the preset was applied last: days later, too, it can be undone as a whole."""
    entries = Sql(
        "SELECT change FROM log.entry WHERE action = %s AND reason = %s"
        " AND record = ANY(ARRAY(SELECT id FROM identity_company WHERE deleted_at IS NULL))",
        (ACTION, key),
    )
    found = rows(entries + Sql(" ORDER BY id DESC LIMIT 1")) if key else []
    return found[0][0] if found else None


def apply(actor: Actor, key: str) -> None:
    """Carry a preset out, as one change."""
    plan = planned(key)
    with changes(actor, ACTION, key) as tx:
        for field in plan.fields:
            _make(tx, field)
        for pipeline in plan.pipelines:
            sell_by(tx, {"zh": pipeline.zh, "en": pipeline.en}, pipeline.stages)
        switch(tx, plan.modules)
        company.remember_preset(tx, key)


def _make(tx: Tx, field: Field) -> None:
    """A new field; one that was retired comes back as it was."""
    retired = CustomField._base_manager.filter(object=field.object, name=field.name).first()
    if retired is None:
        tx.create("custom_field", field.values)
    else:
        tx.restore("custom_field", retired)
