"""The actors of the tests of writing."""

from haoke.core.records.tests.conftest import ann, own, respec, root

__all__ = ["ann", "own", "respec", "root"]
