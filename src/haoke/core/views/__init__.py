"""Views people save of lists, their order of them, and layouts administrators give to roles."""

from __future__ import annotations

from haoke.core.views.layouts import STATE, layouts
from haoke.core.views.offering import offered

__all__ = ["STATE", "layouts", "offered"]
