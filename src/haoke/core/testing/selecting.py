"""Which tests a second database server has anything to say about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

#: Fixtures through which a test meets a database, and the package that tests servers themselves.
MEETING = frozenset({"db", "transactional_db", "django_db_setup"})
SERVERS = "core/database/"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database-only`."""
    parser.addoption("--database-only", action="store_true", help="leave out tests that meet no database server")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what would only be done a second time."""
    if not config.getoption("--database-only"):
        return
    left = [item for item in items if not _meets(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if _meets(item)]


def _meets(item: pytest.Item) -> bool:
    used = MEETING & set(getattr(item, "fixturenames", ()))
    return bool(used) or item.get_closest_marker("django_db") is not None or SERVERS in item.path.as_posix()
