"""Erasing a person: what is personal goes from every place that keeps it; the record stays as an empty place."""

from haoke.core.erasing.action import ERASE

__all__ = ["ERASE"]
