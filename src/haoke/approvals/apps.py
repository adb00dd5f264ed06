"""The Django app of approvals."""

from __future__ import annotations

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "haoke.approvals"
    label = "approvals"
    default_auto_field = "django.db.models.BigAutoField"
