"""What people do with tags and levels, and what keeps those that follow from rules."""

from __future__ import annotations

from haoke.labels.actions.keeping import expire, keep_levels, keep_tags
from haoke.labels.actions.renaming import Renaming, rename_tag
from haoke.labels.actions.setting import LevelSet, TagsSet, set_level, set_tags
from haoke.labels.actions.shipping import ensure_level_rules

__all__ = [
    "LevelSet",
    "Renaming",
    "TagsSet",
    "ensure_level_rules",
    "expire",
    "keep_levels",
    "keep_tags",
    "rename_tag",
    "set_level",
    "set_tags",
]
