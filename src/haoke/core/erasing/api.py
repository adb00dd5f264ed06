"""`GET erasures/{object}/{id}`: what erasing a person would empty, before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import access, registry
from haoke.core.api.routes import Answer, Call, Route
from haoke.core.api.system import uuid_or_missing
from haoke.core.erasing.action import ERASE, may_be_erased, outlook
from haoke.core.erasing.extent import extent
from haoke.core.errors import Missing
from haoke.core.records import storage
from haoke.core.sql import Sql, all_of, any_of
from haoke.core.text import T

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec


def read_outlook(call: Call) -> Answer:
    """{fields, records, shared, places}: of a record the actor may erase."""
    spec = registry.objects().get(call.params["object"])
    if spec is None or spec.person is None:
        raise Missing
    access.require(call.actor, spec, ERASE.name)
    record = uuid_or_missing(call.params["id"])
    listed = storage.listed(storage.columns(spec), "r")
    rows = storage.fetch(
        Sql(f"SELECT {listed} FROM {storage.table(spec.model)} r WHERE r.id = %s AND ", (record,))
        + any_of(_may_erase(call.actor, spec, deleted=deleted) for deleted in (False, True))
    )
    if not rows:
        raise Missing
    may_be_erased(spec, storage.instance(spec, rows[0]))
    return Answer(outlook(extent(spec, record)))


def _may_erase(actor: Actor, spec: ObjectSpec, *, deleted: bool) -> Sql:
    return all_of(access.visible_to(actor, spec, verb, deleted=deleted) for verb in ("read", ERASE.name))


ROUTES = (
    Route(
        "GET", "erasures/{object}/{id}", read_outlook,
        T("What erasing a person would empty", "删除个人信息的影响范围"), guarded=True, looking=False, tag="erasures",
    ),
)  # fmt: skip
