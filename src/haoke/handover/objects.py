"""Handovers and their parts as machines meet them; both have routes of their own (api)."""

from __future__ import annotations

from haoke.core.spec import ObjectSpec
from haoke.core.text import T
from haoke.handover.choices import NEWS
from haoke.handover.models import Handover, HandoverPart

handover = ObjectSpec(
    key="handover",
    plural="handovers",
    model=Handover,
    label=T("Handover", "交接"),
    label_plural=T("Handovers", "交接"),
    title="person",
    icon="arrow-right-left",
    group="settings",
    internal=True,
    own=True,
    involved=("handover_part", "handover"),
    regards=("", "person"),
    news=NEWS,
    timeline=False,
)

handover_part = ObjectSpec(
    key="handover_part",
    plural="handover-parts",
    model=HandoverPart,
    label=T("Received", "接收的交接"),
    label_plural=T("Received", "接收的交接"),
    title="run",
    icon="inbox",
    group="settings",
    internal=True,
    own=True,
    timeline=False,
)
OBJECTS = (handover, handover_part)
