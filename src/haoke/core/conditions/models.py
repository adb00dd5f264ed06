"""Rules administrators make about the fields of an object."""

from __future__ import annotations

from django.db import models

from haoke.core.fieldtypes import ChoiceField, JsonField, TranslatedField
from haoke.core.fieldtypes.base import Choice
from haoke.core.records.model import Record
from haoke.core.text import T

EFFECTS = (
    Choice("required", T("must be filled in", "必填")),
    Choice("readonly", T("cannot be changed", "只读")),
    Choice("visible", T("are shown only then", "仅此时显示")),
    Choice("valid", T("must fulfil a condition", "须满足条件")),
)


class FieldRule(Record):
    """While `when` holds (empty: always) the fields are required, read-only, shown, or `must` has to hold."""

    name = models.CharField(T("Name", "名称"), max_length=120)
    object = models.CharField(T("Object", "对象"), max_length=60)
    effect = ChoiceField(T("Effect", "效果"), choices=EFFECTS)
    applies_to = JsonField(T("Fields", "字段"))
    when = JsonField(T("When", "生效条件"), null=True, blank=True)
    must = JsonField(T("What must hold", "须满足的条件"), null=True, blank=True)
    message = TranslatedField(T("Message", "提示"), null=True, blank=True)
    active = models.BooleanField(T("Active", "启用"), default=True)
    position = models.PositiveSmallIntegerField(T("Order", "顺序"), default=0)
