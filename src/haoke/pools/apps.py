"""The Django app of ownership and pools."""

from __future__ import annotations

from django.apps import AppConfig


class PoolsConfig(AppConfig):
    name = "haoke.pools"
    label = "pools"
    default_auto_field = "django.db.models.BigAutoField"
