"""What lay in the recycle bin when somebody was erased: nothing of him stays to be read in it."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.security.test_erasing import MAIL, MARK, PHONE, Person, erase, found, known


@pytest.mark.django_db(transaction=True)
def test_what_lies_in_the_bin_is_erased_too() -> None:
    boss = Person("administrator")
    contact = known(boss)
    for activity in boss.good("GET", "activities")["items"]:
        boss.good("DELETE", f"activities/{activity['id']}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM inbox_activity WHERE deleted_at IS NOT NULL")
        assert cursor.fetchone()[0] == 2
    assert erase(boss, "contacts", contact).status_code == 200
    assert found(MARK, PHONE, MAIL, "zebediah") == []
