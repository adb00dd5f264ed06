"""The Django app of people and rights."""

from __future__ import annotations

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "haoke.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"
