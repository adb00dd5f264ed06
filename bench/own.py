"""`python -m bench.own`: what ten run-time fields of contacts cost, beside the same company without them.

    python -m bench.own --scale 20000 [--times 400]

Two installations with the same data are asked in turns, a few requests each, so that other work on the machine falls
on both alike. Figures are CPU milliseconds a request, server and database; the ratio is what counts.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg

from bench.measure import spent
from bench.run import Scenario, Server, _filter, running
from haoke.core.database.cluster import SUPERUSER, Cluster

BLOCK = 20
CHOICES = [{"value": each, "label": {"zh": each}} for each in ("high", "middle", "low")]
#: {kind: (options, value of a new record, SQL of the n-th record's columns)}.
FIELDS: dict[str, tuple[dict[str, Any] | None, Any, str]] = {
    "text": (None, "三一 SY215", "cf_text = 'Code ' || n"),
    "longtext": (None, "说明文字", "cf_longtext = 'Some words about ' || n"),
    "integer": (None, 7, "cf_integer = n"),
    "decimal": (None, "1.5", "cf_decimal = n / 4.0"),
    "money": (None, {"amount": "100", "currency": "CNY"}, "cf_money = n, cf_money_currency = 'CNY'"),
    "date": (None, "2026-01-01", "cf_date = date '2000-01-01' + n % 9000"),
    "boolean": (None, True, "cf_boolean = n % 2 = 0"),
    "choice": ({"choices": CHOICES}, "high", "cf_choice = (ARRAY['high','middle','low'])[1 + n % 3]"),
    "phone": (None, "13800000000", """cf_phone = jsonb_build_object('raw', '138', 'e164', '+86138' || n)"""),
    "email": (None, "a@example.com", "cf_email = n || '@example.com'"),
}  # fmt: skip


def scenarios(server: Server, own: dict[str, Any]) -> list[Scenario]:
    """The same requests to both; `own`: values of the run-time fields for a new record, {} without them."""
    ids = [row["id"] for row in server.get("contacts?limit=200")["items"]]
    named = _filter(field="title", op="nempty")
    by_own = _filter(**{"and": [{"field": "title", "op": "nempty"}, {"field": "cf_integer", "op": "gt", "value": 9}]})
    return [
        Scenario("list, 50 newest", lambda _: "contacts?limit=50"),
        Scenario("list, 50 by name", lambda _: "contacts?sort=name&limit=50"),
        Scenario("filter", lambda _: f"contacts?limit=50&filter={by_own if own else named}"),
        Scenario("record", lambda i: f"contacts/{ids[i % 200]}"),
        Scenario(
            "create", lambda _: "contacts", method="POST",
            body=lambda i: {"name": f"测量 {i} {time.time_ns()}", "title": "经理", **own},
        ),
    ]  # fmt: skip


def define(server: Server) -> None:
    """Make the fields and fill them, past the Log: what stands in them matters, not how it came there."""
    for kind, (options, _, _) in FIELDS.items():
        values = {"object": "contact", "kind": kind, "name": f"cf_{kind}", "label": {"zh": f"自定{kind}"}}
        server.call("POST", "custom_fields", values | {"options": options})
    address = Cluster(Path(server.environment["HAOKE_DATA_DIR"]) / "database").address(SUPERUSER)
    sets = ", ".join(each[2] for each in FIELDS.values())
    with psycopg.connect(address.url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            f"UPDATE customers_contact c SET {sets} FROM (SELECT id, row_number() OVER ()::int AS n"
            " FROM customers_contact) x WHERE x.id = c.id".encode()
        )
        connection.execute("VACUUM FULL ANALYZE customers_contact")


def cost(pair: list[tuple[Server, Scenario]], times: int) -> list[tuple[float, float]]:
    """(server, database) milliseconds a call of each, asked in turns."""
    found = [[0, 0] for _ in pair]
    for block in range(-1, times // BLOCK):  # the first one warms up
        for place, (server, scenario) in enumerate(pair):
            pids = server.web(), server.database()
            before = [spent(each) for each in pids]
            for i in range(BLOCK):
                at = block * BLOCK + i
                server.call(scenario.method, scenario.path(at), scenario.body(at) if scenario.body else None)
            if block >= 0:
                found[place] = [a + spent(p) - b for a, p, b in zip(found[place], pids, before, strict=True)]
    calls = times // BLOCK * BLOCK
    return [(web / calls / 1e6, database / calls / 1e6) for web, database in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=int, default=20_000, help="contacts to load")
    parser.add_argument("--times", type=int, default=400, help="requests a line and installation")
    parser.add_argument("--folder", type=Path, default=Path("/var/lib/haoke/bench"))
    parser.add_argument("--port", type=int, default=8700)
    options = parser.parse_args()
    folders = [options.folder / f"{options.scale}-{each}" for each in ("plain", "own")]
    plain, own = (Server(folder, options.port + 10 * n) for n, folder in enumerate(folders))
    if not folders[0].exists():
        plain.haoke("migrate")
        plain.haoke("demo", "--scale", str(options.scale))
    if folders[1].exists():
        shutil.rmtree(folders[1])
    subprocess.run(["cp", "-a", *folders], check=True)  # with the database's own account
    with running(plain), running(own):
        define(own)
        values = {f"cf_{kind}": each[1] for kind, each in FIELDS.items()}
        print("| operation | without: server + database ms | with ten | ratio |\n|---|---|---|---|")
        for without, having in zip(scenarios(plain, {}), scenarios(own, values), strict=True):
            (w1, d1), (w2, d2) = cost([(plain, without), (own, having)], options.times)
            ratio = (w2 + d2) / (w1 + d1)
            print(f"| {without.name} | {w1:.1f} + {d1:.1f} | {w2:.1f} + {d2:.1f} | **{ratio:.2f}** |", flush=True)


if __name__ == "__main__":
    main()
