"""One append-only stream of what happened, written by the database in the change's own transaction."""

from haoke.core.log.install import install

__all__ = ["install"]
