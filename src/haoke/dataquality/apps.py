"""The Django app of data quality."""

from __future__ import annotations

from django.apps import AppConfig


class DataQualityConfig(AppConfig):
    name = "haoke.dataquality"
    label = "dataquality"
    default_auto_field = "django.db.models.BigAutoField"
