"""The Django app of integrations."""

from __future__ import annotations

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "haoke.integrations"
    label = "integrations"
    default_auto_field = "django.db.models.BigAutoField"
