"""Webhooks and ways in as people and machines meet them; deliveries have routes of their own (api)."""

from __future__ import annotations

from haoke.core.erasing.places import Place
from haoke.core.modules.declared import Module
from haoke.core.spec import Action, Editor, Handed, ObjectSpec, Weight
from haoke.core.text import T
from haoke.integrations import actions, rules
from haoke.integrations.models import InboundEndpoint, Webhook

webhook = ObjectSpec(
    key="webhook",
    plural="webhooks",
    model=Webhook,
    label=T("Webhook", "Webhook"),
    label_plural=T("Webhooks", "Webhook"),
    title="name",
    icon="share-2",
    group="settings",
    section="process",
    columns=("name", "url", "verbs", "objects_told", "active", "owner"),
    sections={
        T("Receiver", "接收方"): ("name", "url", "active", "owner"),
        T("What is sent", "发送内容"): ("objects_told", "verbs"),
        T("State", "状态"): ("stopped", "secret_version"),
    },
    quick=("name", "url", "objects_told", "verbs"),
    search={"name": Weight.HIGH},
    match=("name",),
    handed=Handed(),
    rules=(rules.is_its_owners, rules.webhook_makes_sense),
    actions=(
        Action(
            "new_secret",
            actions.new_webhook_secret,
            T("New secret", "生成新密钥"),
            icon="key",
            secret=True,
            guarded=True,
        ),
        Action("ping", actions.ping_webhook, T("Send a test", "发送测试"), icon="zap"),
    ),
    editors={"objects_told": Editor.OBJECTS},
    timeline=False,
    default_sort="name",
)

inbound_endpoint = ObjectSpec(
    key="inbound_endpoint",
    plural="inbound-endpoints",
    model=InboundEndpoint,
    label=T("Way in", "接收接口"),
    label_plural=T("Ways in", "接收接口"),
    title="name",
    icon="inbox",
    group="settings",
    section="process",
    columns=("name", "object", "match", "active", "owner"),
    sections={T("Way in", "接收接口"): ("name", "object", "mapping", "match", "active", "owner", "secret_version")},
    quick=("name", "object", "mapping", "match"),
    search={"name": Weight.HIGH},
    match=("name",),
    handed=Handed(),
    rules=(rules.is_its_owners, rules.endpoint_makes_sense),
    actions=(
        Action(
            "new_secret",
            actions.new_endpoint_secret,
            T("New secret", "生成新密钥"),
            icon="key",
            secret=True,
            guarded=True,
        ),
    ),
    editors={"object": Editor.OBJECT, "mapping": Editor.MAPPING, "match": Editor.FIELD},
    timeline=False,
    default_sort="name",
)

ERASED = (
    Place(
        "integrations_delivery", T("Messages sent by webhooks", "已发送的 Webhook 消息"),
        "(record = ANY(%(records)s) AND (body IS NOT NULL OR reply IS NOT NULL)) OR concat(body, reply) ~* %(pattern)s",
        "body = NULL, reply = NULL",
    ),
)  # fmt: skip
MODULES = (
    Module(
        "integrations", T("Other programs", "系统集成"),
        T("Webhooks, and ways in for signed messages", "Webhook 推送与外部消息接收"), "share-2",
        ("webhook", "inbound_endpoint"), ("webhook-deliveries", "inbound", "inbound-trials"),
    ),
)  # fmt: skip
OBJECTS = (webhook, inbound_endpoint)
