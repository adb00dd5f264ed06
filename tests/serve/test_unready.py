"""A command on a database that is just being migrated says so instead of showing a stack trace."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from haoke.cli.installation import at_this_version
from haoke.core.database.errors import DatabaseProblem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query", ["SELECT 1 FROM no_such_table", "DROP TABLE core_view", "SELECT nothing FROM core_view"]
)
def test_what_is_missing_is_said_in_words(query: str) -> None:
    with pytest.raises(DatabaseProblem, match="haoke migrate"), transaction.atomic(), at_this_version():
        connection.cursor().execute(query)


def test_a_mistake_stays_a_mistake() -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), at_this_version():
        connection.cursor().execute("SELEKT 1")
