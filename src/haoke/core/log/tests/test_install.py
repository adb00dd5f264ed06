"""The Log in the database: what it has, and what it refuses."""

from __future__ import annotations

import pytest
from django.db import connection

from haoke.core.log.install import install, present_triggers, wanted_triggers

pytestmark = pytest.mark.django_db


def test_every_record_table_has_its_triggers() -> None:
    with connection.cursor() as cursor:
        assert present_triggers(cursor) == wanted_triggers()
