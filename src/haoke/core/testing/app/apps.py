"""The Django app of the test objects; installed by `HAOKE_TESTING=1` only."""

from __future__ import annotations

from django.apps import AppConfig


class TestingConfig(AppConfig):
    name = "haoke.core.testing.app"
    label = "testing"
