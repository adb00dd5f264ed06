"""The Django app of assignment rules."""

from __future__ import annotations

from django.apps import AppConfig


class AssignmentConfig(AppConfig):
    name = "haoke.assignment"
    label = "assignment"
    default_auto_field = "django.db.models.BigAutoField"
