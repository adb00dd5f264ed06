"""Reads of records: lists, single records, totals, boards. Every one begins with the policy's predicate."""

from __future__ import annotations

from haoke.core.records.reading.boards import board
from haoke.core.records.reading.lists import count, ids, list_page
from haoke.core.records.reading.naming import titles
from haoke.core.records.reading.query import COUNT_CAP, MAX_LIMIT, ListQuery, Page
from haoke.core.records.reading.single import read_made, read_one
from haoke.core.records.reading.totalling import totals

__all__ = [
    "COUNT_CAP",
    "MAX_LIMIT",
    "ListQuery",
    "Page",
    "board",
    "count",
    "ids",
    "list_page",
    "read_made",
    "read_one",
    "titles",
    "totals",
]
