"""Views people save of lists, their order of them, and layouts administrators give to roles."""

from __future__ import annotations

from haoke.core.views.layouts import layouts
from haoke.core.views.offering import offered

__all__ = ["layouts", "offered"]
