"""Each test begins at Haoke as it is shipped."""

from __future__ import annotations

from tests.security.conftest import _version  # noqa: F401 (a fixture is found by its name)
