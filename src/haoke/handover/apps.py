"""The Django app of handing over."""

from __future__ import annotations

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "haoke.handover"
    label = "handover"
    default_auto_field = "django.db.models.BigAutoField"
