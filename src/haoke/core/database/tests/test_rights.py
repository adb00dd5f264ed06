"""The tests themselves hold the application's rights, so that a missing grant shows."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection


@pytest.mark.django_db
def test_tests_run_as_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('server_encoding')")
        assert cursor.fetchone() == ("haoke_app", "UTF8")


@pytest.mark.django_db
def test_the_application_creates_nothing() -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute("CREATE TABLE mine (id int)")
