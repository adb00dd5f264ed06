"""Accounts with messengers."""

from __future__ import annotations

from haoke.core.fieldtypes.base import FieldType


class ImType(FieldType):
    kind = "im"
    sql_type = "jsonb"
