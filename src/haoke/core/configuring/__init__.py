"""Configuration carried from one installation to another: every object with stable names, as one readable document."""

from __future__ import annotations

from haoke.core.configuring.applying import apply, preview
from haoke.core.configuring.documents import Document, export

__all__ = ["Document", "apply", "export", "preview"]
