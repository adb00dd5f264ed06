"""Switching modules, and what is said of one that is off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.errors import Missing
from haoke.core.modules.models import ModuleSwitch
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.api.routes import Route
    from haoke.core.records import Tx

OFF = T(
    "“{module}” is switched off; administrators switch it on under Settings, Modules",
    "“{module}”模块已停用，管理员可在“设置 › 模块”中启用",
)


class ModuleOff(Missing):
    """What was asked for belongs to a module that is switched off."""

    code = "module_off"


def refuse(route: Route) -> None:
    """Raise ModuleOff for a route of a module that is off."""
    for module in registry.modules().values():
        if module.key in registry.off_modules() and (
            route.object in module.objects or any(f"{route.path}/".startswith(f"{path}/") for path in module.paths)
        ):
            raise ModuleOff(OFF.fill(module=module.label))


def switch(tx: Tx, wanted: Mapping[str, bool]) -> int:
    """Switch modules on or off; how many were otherwise. Raises Missing for one there is not."""
    turned = 0
    for key, active in wanted.items():
        if key not in registry.modules():
            raise Missing
        found = ModuleSwitch._base_manager.filter(module=key, deleted_at=None).first()
        if (found.active if found else True) == active:
            continue
        turned += 1
        if found is None:
            tx.add("module_switch", {"module": key, "active": active, "owner": None})
        else:
            tx.set("module_switch", found, {"active": active})
    return turned


def described() -> list[dict[str, Any]]:
    """Every module with the names of its objects and whether it is in use."""
    return [
        {
            "key": module.key, "label": say(module.label), "description": say(module.description),
            "icon": module.icon, "active": module.key not in registry.off_modules(),
            "objects": [say(registry.get(key).label_plural) for key in module.objects],
        }
        for module in registry.modules().values()
    ]  # fmt: skip
