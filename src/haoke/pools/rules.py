"""What is always true of pools, recycle rules and quotas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import access, criteria, registry
from haoke.core.access.actor import Scope, Verb, system
from haoke.core.errors import BadRequest
from haoke.core.spec import RuleBroken
from haoke.core.text import T
from haoke.pools.models import Pool
from haoke.pools.queries.standing import poolable

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.spec import Change, ObjectSpec

NO_OBJECT = T("There are pools of accounts and of leads", "公海仅支持客户和线索")
NO_FIELD = T("“{object}” has no field “{field}” that can be masked", "“{object}”没有可脱敏的字段“{field}”")
STAYS = T("A pool keeps its object; make another one", "公海的对象不能更改，请新建")
OTHER_POOL = T("This is a pool of {object}", "该公海的对象为{object}")
DAYS = T("From {least} to {most} days", "{least} 至 {most} 天")
MOST_DAYS = 3650


def pool_makes_sense(change: Change) -> None:
    """Of an object that can stand in pools, with fields it has; once made it keeps its object."""
    spec = _spec(change)
    if "object" in change.changed and not change.creating:
        raise RuleBroken.at("object", "stays", STAYS)
    for name in ("cool_off_days", "protect_days", "remind_days"):
        _days(change, name, least=0)
    names = change.after["masked_fields"]
    if names is None or "masked_fields" not in change.changed:
        return
    open_ = access.readable(change.actor, spec).keys() - {spec.title, "id", "number", "version"}
    for name in names if isinstance(names, list) else [names]:
        if not isinstance(name, str) or name not in open_:
            message = NO_FIELD.fill(object=spec.label, field=str(name)[:60])
            raise RuleBroken.at("masked_fields", "no_field", message)


def recycling_makes_sense(change: Change) -> None:
    """Into a pool of its object, after at least a day, with a condition that can be asked."""
    spec, after = _spec(change), change.after
    _days(change, "days", least=1)
    if change.changed & {"pool", "object"}:
        pool = Pool._base_manager.filter(id=after["pool"]).first()
        if pool is not None and pool.object != spec.key:
            raise RuleBroken.at("pool", "other_object", OTHER_POOL.fill(object=registry.get(pool.object).label))
    if after["condition"] is not None and change.changed & {"condition", "object"}:
        _condition(change.actor if "condition" in change.changed else system(), spec, after["condition"])


def _condition(actor: Actor, spec: ObjectSpec, raw: Any) -> None:
    try:
        criteria.parse(raw, spec, actor)
    except BadRequest as bad:
        raise RuleBroken.at("condition", bad.code, bad.message) from None


def _days(change: Change, name: str, *, least: int) -> None:
    days = change.after[name]
    if days is not None and not least <= days <= MOST_DAYS:
        raise RuleBroken.at(name, "range", DAYS.fill(least=least, most=MOST_DAYS))


def quota_makes_sense(change: Change) -> None:
    """Of an object that can stand in pools."""
    _spec(change)


def _spec(change: Change) -> ObjectSpec:
    spec = registry.objects().get(change.after["object"])
    if spec is None or not poolable(spec) or access.scope_of(change.actor, spec, Verb.READ) is Scope.NONE:
        raise RuleBroken.at("object", "no_object", NO_OBJECT)
    return spec
