"""Webhooks and ways in (records); deliveries and messages taken in (system tables)."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.db.models.functions import Now

from haoke.core.fieldtypes import JsonField, LongTextField, MultiChoiceField, TagsField
from haoke.core.ids import uuid7
from haoke.core.records.model import Record
from haoke.core.text import T
from haoke.integrations.choices import VERBS


class Webhook(Record):
    """Where changes are sent, as far as its owner may read them; `secret_version`: how often its secret was renewed."""

    name = models.CharField(T("Name", "名称"), max_length=120)
    url = models.CharField(
        T("Address", "接收地址"), max_length=2000, help_text=T("Begins with https://", "以 https:// 开头")
    )
    objects_told = TagsField(
        T("Objects", "对象"), null=True, blank=True,
        help_text=T("Empty: all but settings", "留空表示设置以外的全部对象"),
    )  # fmt: skip
    verbs = MultiChoiceField(T("When", "触发时机"), choices=VERBS)
    active = models.BooleanField(T("In use", "启用"), default=True)
    secret_version = models.PositiveIntegerField(T("Secret renewed", "密钥版本"), default=0, editable=False)
    stopped = LongTextField(T("Why it was switched off", "停用原因"), null=True, blank=True, editable=False)


class Delivery(models.Model):
    """One message to one webhook; `body` is what is sent, the same at every attempt, made before the first.

    `held`: waits for the receiver to answer again, with no job of its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="+", db_index=False)
    entry = models.BigIntegerField(null=True)
    object = models.CharField(max_length=60)
    record = models.UUIDField()
    verb = models.CharField(max_length=40)
    version = models.PositiveIntegerField(null=True)
    change = models.UUIDField(null=True)
    columns = models.JSONField(default=list)
    body = models.TextField(null=True)
    state = models.CharField(max_length=10, default="queued")
    held = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    status = models.PositiveIntegerField(null=True)
    error = models.CharField(max_length=20, null=True)
    took = models.PositiveIntegerField(null=True)
    reply = models.TextField(null=True)
    happened_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now())
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["webhook", "entry"], name="delivery_once"),)
        indexes = (
            models.Index("webhook", F("created_at").desc(), F("id").desc(), name="delivery_webhook"),
            models.Index("created_at", name="delivery_age"),
            models.Index("webhook", "created_at", "id", name="delivery_held", condition=models.Q(held=True)),
        )


class Circuit(models.Model):
    """A receiver that does not answer, since when, and until when nothing is sent to it; gone once it answers."""

    webhook = models.OneToOneField(Webhook, models.CASCADE, primary_key=True, related_name="+")
    failures = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    until = models.DateTimeField()


class InboundEndpoint(Record):
    """Signed messages from another program, made into records of one object with its owner's rights.

    `mapping`: {field: place in the message, such as "data.contact.name"} · `match`: the field that tells whether the
    record is there already.
    """

    name = models.CharField(T("Name", "名称"), max_length=120)
    object = models.CharField(T("Object", "对象"), max_length=60)
    mapping = JsonField(
        T("Fields", "字段对应"),
        help_text=T('{"field": "place.in.the.message"}', '{"字段": "消息中的位置，如 data.name"}'),
    )
    match = models.CharField(
        T("Known by", "匹配字段"), max_length=60, null=True, blank=True,
        help_text=T("Empty: every message makes a new record", "留空则每条消息都新建记录"),
    )  # fmt: skip
    active = models.BooleanField(T("In use", "启用"), default=True)
    secret_version = models.PositiveIntegerField(T("Secret renewed", "密钥版本"), default=0, editable=False)


class Message(models.Model):
    """A message taken in; the same id is taken in once."""

    id = models.BigAutoField(primary_key=True)
    endpoint = models.ForeignKey(InboundEndpoint, models.CASCADE, related_name="+", db_index=False)
    message = models.CharField(max_length=200)
    record = models.UUIDField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["endpoint", "message"], name="message_once"),)
        indexes = (models.Index("at", name="message_age"),)
