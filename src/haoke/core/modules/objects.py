"""The switches, kept as records so that they have a history and a change with them can be undone."""

from __future__ import annotations

from haoke.core.modules.models import ModuleSwitch
from haoke.core.spec import ObjectSpec
from haoke.core.text import T

module_switch = ObjectSpec(
    key="module_switch",
    plural="module-switches",
    model=ModuleSwitch,
    label=T("Module", "模块"),
    label_plural=T("Modules", "模块"),
    title="module",
    carried=("module",),
    icon="boxes",
    group="settings",
    internal=True,
    timeline=False,
)
MODULE_SWITCHES = (module_switch,)
