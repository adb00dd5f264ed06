"""The same work in plain SQL, as the application's role, without HTTP, rights or JSON shapes: nothing can be faster."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

import orjson
import psycopg

from bench.measure import Cost, cost
from haoke.config import environment
from haoke.core.database.roles import APP

if TYPE_CHECKING:
    from collections.abc import Callable

Query = tuple[str, tuple[Any, ...]]
_COLUMNS = "id, number, name, account_id, title, phone, email, owner_id, department_id, version, created_at, updated_at"


def page_by_name(_: int) -> Query:
    by_name = "WHERE deleted_at IS NULL ORDER BY name_sort, id LIMIT 51"
    return f"SELECT {_COLUMNS} FROM customers_contact {by_name}", ()


def page_newest(_: int) -> Query:
    return (
        f"SELECT {_COLUMNS} FROM customers_contact WHERE deleted_at IS NULL ORDER BY updated_at DESC, id DESC LIMIT 51",
        (),
    )


def filtered(name: str) -> Query:
    return (
        f"SELECT {_COLUMNS} FROM customers_contact WHERE deleted_at IS NULL AND title <> '' AND name LIKE %s"
        " ORDER BY updated_at DESC, id DESC LIMIT 51",
        (f"%{name}%",),
    )


def one(table: str, record: str) -> Query:
    return f"SELECT * FROM {table} WHERE id = %s", (record,)


def by_stage(_: int) -> Query:
    return (
        "SELECT stage_id, count(*), sum(amount) FROM sales_opportunity WHERE deleted_at IS NULL GROUP BY stage_id",
        (),
    )


class Floor:
    """A connection as the application's role to the server under test."""

    def __init__(self, folder: str) -> None:
        os.environ["HAOKE_DATA_DIR"] = folder
        self.connection = psycopg.connect(environment.cluster().address(APP).url, autocommit=True)
        self.connection.prepare_threshold = None

    def cost(self, query: Callable[[int], Query], times: int) -> Cost:
        """CPU of this process and of its PostgreSQL back end, a query."""

        def call(i: int) -> float:
            began = time.perf_counter()
            text, values = query(i)
            orjson.dumps(self.connection.execute(text, values).fetchall(), default=str)
            return time.perf_counter() - began

        back_end = self.connection.info.backend_pid
        return cost(call, times, lambda: [os.getpid()], lambda: [back_end])
