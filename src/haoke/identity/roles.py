"""The roles Haoke is shipped with, as data anybody may edit afterwards, and giving roles to people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.access.scopes import owners, scope_of, unowned_in
from haoke.core.errors import Denied, Invalid
from haoke.core.records import changes
from haoke.core.text import T
from haoke.identity import actors
from haoke.identity.models import Role
from haoke.identity.rights import ADMINISTRATOR, exceeds, fields_of, grants_of, ruled, verbs_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from uuid import UUID

    from haoke.core.access.actor import Actor, Scope
    from haoke.core.records import Tx
    from haoke.core.spec import Change
    from haoke.identity.models import User

NOTHING = {"*": "none"}


def _work(scope: str, **other: str) -> dict[str, str]:
    """Daily work in one scope; files in and out, handing over and rewriting history only where named."""
    kept = {"export": "none", "import": "none", "import_history": "none", "assign": "none", "erase": "none"}
    return {"*": scope, **kept, **other}


def _role(
    code: str, name: T, description: T, grants: dict[str, Any], fields: dict[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "code": code,
        "name": {"en": str.__str__(name), "zh": name.zh},
        "description": {"en": str.__str__(description), "zh": description.zh},
        "grants": grants,
        "fields": fields or {},
    }


#: "@open" is what everybody reads (products, stages), "@settings" configuration, "@sales" leads and opportunities.
FIXED = {"@open": NOTHING, "@settings": NOTHING}
MASKED = {"*": {"@personal": "masked"}}
SHIPPED = (
    _role(
        ADMINISTRATOR,
        T("Administrator", "管理员"),
        T("Everything, including people, roles and settings", "全部权限，包括人员、角色和设置"),
        {"*": {"*": "all"}},
    ),
    _role(
        "sales_rep",
        T("Sales rep", "销售"),
        T("Works with their own customers and deals", "处理自己的客户和商机"),
        {"*": _work("own"), **FIXED},
    ),
    _role(
        "sales_manager",
        T("Sales manager", "销售经理"),
        T("Works with all that their people have", "管理本人及下属的客户和商机"),
        {
            "*": _work("subordinates", export="subordinates", assign="subordinates", **{"import": "subordinates"}),
            **FIXED,
        },
    ),
    _role(
        "marketing",
        T("Marketing", "市场"),
        T("Sees all customers, works with their own", "查看全部客户，处理自己的客户"),
        {"*": _work("own", read="all", delete="none"), "@sales": _work("own", delete="none"), **FIXED},
        MASKED,
    ),
    _role(
        "service_agent",
        T("Service agent", "客服"),
        T("Sees and updates all customers, no deals", "查看和更新全部客户，不含商机"),
        {"*": _work("own", read="all", update="all", delete="none"), "@sales": NOTHING, **FIXED},
    ),
    _role(
        "auditor",
        T("Auditor", "审计"),
        T("Sees everything with its history, changes nothing", "查看全部内容及其历史，不能修改"),
        {"*": {"read": "all", "*": "none"}},
    ),
    _role(
        "read_only",
        T("Read only", "只读"),
        T("Sees all business data, personal details masked", "查看全部业务数据，个人信息脱敏"),
        {"*": {"read": "all", "*": "none"}, **FIXED},
        MASKED,
    ),
)


def shipped() -> tuple[dict[str, Any], ...]:
    """Those, and what apps make for work of their own (`ROLES` in their objects)."""
    return (*SHIPPED, *(make() for make in registry.brought("ROLES")))


def ensure_roles() -> int:
    """Add the shipped roles that were never there; number added. What was edited or removed stays so."""
    present = set(Role.objects.exclude(code=None).values_list("code", flat=True))
    missing = [role for role in shipped() if role["code"] not in present]
    if missing:
        with changes(system(), "ensure_roles") as tx:
            for role in missing:
                tx.add("role", role)
    return len(missing)


# -- giving roles -------------------------------------------------------------------------------------

NOT_YOURS_TO_GIVE = T(
    "You cannot give or take a role that allows more than you may", "您不能授予或收回超出自身权限的角色"
)
ABOVE_YOU = T("This person may do or see more than you; ask an administrator", "此人的权限超出您的权限，请联系管理员")
NO_ROLE = T("There is no such role", "没有此角色")


def give(tx: Tx, user: User, wanted: Collection[UUID]) -> None:
    """Make these the roles of a locked user; raises Denied for more than the actor holds, Invalid for no role."""
    had, chosen = _named(user.roles or ()), _named(wanted)
    if len(chosen) < len(set(wanted)):
        raise Invalid.at("roles", "not_found", NO_ROLE)
    _require_may_give(tx.actor, [role for key, role in (had | chosen).items() if (key in had) != (key in chosen)])
    require_holds(tx.actor, actors.as_if(user.id, [_document(role) for role in chosen.values()]))
    tx.set("user", user, {"roles": list(chosen)})


def _named(ids: Iterable[UUID]) -> dict[UUID, Role]:
    return {role.id: role for role in Role.objects.filter(id__in=list(ids), deleted_at=None)}


def _document(role: Role) -> dict[str, Any]:
    return {"code": role.code, "grants": role.grants, "fields": role.fields}


def _require_may_give(actor: Actor, roles: Iterable[Role]) -> None:
    for role in roles:
        admins = role.code == ADMINISTRATOR and not actor.admin
        if admins or exceeds(actor, grants_of(role.grants), fields_of(role.fields)):
            raise Denied(NOT_YOURS_TO_GIVE, code="not_yours_to_give")


def account_is_not_above(actor: Actor, user: Mapping[str, Any]) -> None:
    """Nobody shuts out or lets back in who may do or see more than he; raises Denied."""
    require_holds(actor, actors.as_if(user["id"]))


def role_is_not_above(actor: Actor, role: Mapping[str, Any]) -> None:
    """Nobody takes from people, or gives back to them, more than he holds; raises Denied."""
    if exceeds(actor, grants_of(role["grants"]), fields_of(role["fields"])):
        raise Denied(NOT_YOURS_TO_GIVE, code="not_yours_to_give")


def address_is_not_above(change: Change) -> None:
    """To whose address his notices go, and by which he signs in: not for somebody who may do less."""
    if not change.creating and "email" in change.changed and change.actor.id != change.after["id"]:
        require_holds(change.actor, actors.as_if(change.after["id"]))


def require_holds(actor: Actor, person: Actor) -> None:
    """Raise Denied unless the actor reaches every row, verb and field the person does: who invites could act as him."""
    if not actor.admin and (person.admin or not _holds(actor, person)):
        raise Denied(ABOVE_YOU, code="above_you")


def _holds(actor: Actor, person: Actor) -> bool:
    return not exceeds(actor, person.grants, person.fields) and all(
        _reaches(actor, scope_of(actor, spec, verb), person, scope_of(person, spec, verb))
        for spec in ruled()
        for verb in verbs_of(spec)
    )


def _reaches(actor: Actor, wide: Scope, person: Actor, narrow: Scope) -> bool:
    everything, some = owners(actor, wide), owners(person, narrow)
    if everything is None or some is None:
        return everything is None
    return set(some) <= set(everything) and set(unowned_in(person, narrow)) <= set(unowned_in(actor, wide))
