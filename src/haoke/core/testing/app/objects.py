"""The test objects, declared like any other; internal, so that no route or screen is made of them."""

from __future__ import annotations

from haoke.core.spec import Link, ObjectSpec, Weight
from haoke.core.testing.app.models import Part, Rack, Remark, RemarkLink, Shelf, Thing
from haoke.core.text import T

rack = ObjectSpec(
    key="rack", plural="racks", model=Rack, label=T("Rack", "架"), label_plural=T("Racks", "架"), title="name",
    open=True, internal=True, timeline=False,
)  # fmt: skip
shelf = ObjectSpec(
    key="shelf", plural="shelves", model=Shelf, label=T("Shelf", "层"), label_plural=T("Shelves", "层"), title="name",
    open=True, internal=True, timeline=False, default_sort="order",
)  # fmt: skip
thing = ObjectSpec(
    key="thing", plural="things", model=Thing, label=T("Thing", "物品"), label_plural=T("Things", "物品"), title="name",
    number="TH-{yyyy}{seq:6}", columns=("name", "state", "amount", "shelf", "parent", "owner"), board="shelf",
    search={
        "name": Weight.HIGH, "number": Weight.EXACT, "description": Weight.LOW, "phone": Weight.HIGH,
        "email": Weight.HIGH,
    },
    match=("number", "email"), personal=("phone", "email"), internal=True,
)  # fmt: skip
part = ObjectSpec(
    key="part", plural="parts", model=Part, label=T("Part", "零件"), label_plural=T("Parts", "零件"), title="name",
    columns=("name", "thing", "price", "done"), search={"name": Weight.HIGH}, parent="thing", internal=True,
)  # fmt: skip
remark = ObjectSpec(
    key="remark", plural="remarks", model=Remark, label=T("Remark", "备注"), label_plural=T("Remarks", "备注"),
    title="text", links=Link(RemarkLink, child="remark"), internal=True, timeline=False,
)  # fmt: skip
remark_link = ObjectSpec(
    key="remark_link", plural="remark-links", model=RemarkLink, label=T("Remark link", "备注关联"),
    label_plural=T("Remark links", "备注关联"), title="object", parent="remark", internal=True, timeline=False,
)  # fmt: skip

OBJECTS = (rack, shelf, thing, part, remark, remark_link)
