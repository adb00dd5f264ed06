"""Configuration out of one installation and into another."""

from __future__ import annotations

from haoke.core import configuring
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.configuring import Document
from haoke.core.text import T

FILE = 'attachment; filename="haoke-configuration.json"'


def read_configuration(_call: Call) -> Answer:
    """Everything administrators have made, as one document."""
    return Answer(configuring.export().model_dump(), headers={"Content-Disposition": FILE})


def preview(call: Call) -> Answer:
    return Answer(configuring.preview(call.actor, call.body))


def apply(call: Call) -> Answer:
    return Answer(configuring.apply(call.actor, call.body))


ROUTES = (
    Route(
        "GET", "configuration", read_configuration, T("Export the configuration", "导出配置"), Access.ADMIN,
        guarded=True, tag="configuration",
    ),
    Route(
        "POST", "configuration/preview", preview, T("Try a configuration", "预览导入配置"), Access.ADMIN,
        body=Document, keyed=False, tag="configuration",
    ),
    Route(
        "POST", "configuration", apply, T("Put a configuration in place", "导入配置"), Access.ADMIN, body=Document,
        guarded=True, tag="configuration",
    ),
)  # fmt: skip
