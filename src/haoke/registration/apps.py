"""The Django app of registrations and collisions."""

from __future__ import annotations

from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "haoke.registration"
    label = "registration"
    default_auto_field = "django.db.models.BigAutoField"
