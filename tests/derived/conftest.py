"""The world every derived test looks at, undone after each, and the exemptions applied to the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from haoke.core import custom
from haoke.core.criteria import worth
from haoke.core.metadata import using
from haoke.identity import company
from tests.derived import own, scene
from tests.derived.exemptions import EXEMPT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.derived.scene import World


@pytest.fixture(scope="package")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all tests of this folder, never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield scene.build()
        transaction.set_rollback(True)
    company.forget()


@pytest.fixture(autouse=True)
def _version() -> Iterator[None]:
    """Tests without the world know what is made in it all the same."""
    with using(own.PREVIEW):
        yield


@pytest.fixture
def world(built: World, django_db_blocker: Any) -> Iterator[World]:
    """The world; whatever a test does to it is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        worth.forget()
        with custom.latest():
            yield built
        transaction.set_rollback(True)
    company.forget()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """The tests of this folder are for objects and fields made at run time too."""
    with using(own.PREVIEW):
        return (yield)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """An exempted case must fail by an assertion: one that passes is stale."""
    for item in items:
        test, _, case = item.name.removesuffix("]").partition("[")
        if not item.nodeid.startswith("tests/derived/"):
            continue
        for name in (f"{test}[{case}]", f"{test}[*.{case.partition('.')[2]}]"):
            if name in EXEMPT:
                item.add_marker(pytest.mark.xfail(reason=EXEMPT[name], raises=AssertionError, strict=True))
