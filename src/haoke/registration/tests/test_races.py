"""Two who register the same customer at once, each by a connection of his own: one is protected, the other waits."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from haoke.registration.models import CollisionCase, Registration
from haoke.registration.tests.scene import build, hear, register

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("by_name", [False, True])
def test_of_two_at_once_one_is_protected_and_the_other_gets_a_case(*, by_name: bool) -> None:
    scene, ready = build(), Barrier(2)

    def one(person: UUID, values: dict[str, Any]) -> None:
        try:
            ready.wait()
            register(person, **values)
        finally:
            connection.close()

    values = [{"company": "北京白桦有限公司"}, {"company": "白桦公司"}] if by_name else [{"account": scene.account}] * 2
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(one, (scene.ann, scene.ben), values))
    found = list(Registration._base_manager.values_list("state", flat=True))
    assert Counter(found) == {"active": 1, "contested": 1}
    hear()
    assert CollisionCase._base_manager.get().owner_id == scene.boss
