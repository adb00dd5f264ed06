"""What one truth costs on a loaded folder: the search of a whole base, merges, the sweep of the pools.

    HAOKE_DATA_DIR=FOLDER python -m bench.truth [--accounts 1000000] [--due 10000]

Nobody else may use the folder meanwhile. It is changed: pairs are merged and accounts go to a pool.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haoke.config.settings")

from bench.measure import spent
from haoke.cli.installation import application

if TYPE_CHECKING:
    from collections.abc import Iterator

PAIRS = 100
PORTION = 20_000
DAYS = 400


@contextmanager
def told(name: str, many: int) -> Iterator[None]:
    """A line of the table: wall seconds, CPU of this process and of its database connection, peak memory so far."""
    from django.db import connection  # noqa: PLC0415 (needs the apps)

    connection.ensure_connection()
    back_end = connection.connection.info.backend_pid
    began, own, database = time.perf_counter(), time.process_time(), spent([back_end])
    yield
    wall, own = time.perf_counter() - began, time.process_time() - own
    database = (spent([back_end]) - database) / 1e9
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {name} | {many:,} | {wall:.1f} | {own:.1f} | {database:.1f} | {peak:.0f} |", flush=True)


def searched(key: str) -> None:
    """Search every record of an object for duplicates, as its job does."""
    from haoke.core import registry  # noqa: PLC0415 (needs the apps)
    from haoke.core.access.actor import system  # noqa: PLC0415 (as above)
    from haoke.core.jobs.registry import kind_of  # noqa: PLC0415 (as above)
    from haoke.core.jobs.work import execute  # noqa: PLC0415 (as above)
    from haoke.dataquality import jobs as duplicates  # noqa: PLC0415 (as above)

    spec = registry.get(key)
    with told(f"search of all: {key}", spec.model._base_manager.filter(deleted_at=None).count()):
        started = duplicates.start(system("bench"), spec)
        execute(kind_of(duplicates.search_job), str(started.job))


def merged(key: str) -> None:
    """Merge the likeliest pairs, and take that apart again."""
    from haoke.core import registry  # noqa: PLC0415 (needs the apps)
    from haoke.core.access.actor import system  # noqa: PLC0415 (as above)
    from haoke.core.ids import uuid7  # noqa: PLC0415 (as above)
    from haoke.core.merging.work import Wanted  # noqa: PLC0415 (as above)
    from haoke.core.records import changes  # noqa: PLC0415 (as above)
    from haoke.core.records.undoing import undo  # noqa: PLC0415 (as above)
    from haoke.dataquality.queries import reviewing  # noqa: PLC0415 (as above)

    actor, spec, change = system("bench"), registry.get(key), uuid7()
    seen: set[object] = set()
    found = [pair for pair in reviewing.scored(actor, spec, 0.5) if not seen & set(pair) and not seen.update(pair)]
    found = found[:PAIRS]
    with told(f"merges: {key}", len(found)):
        for left, right in found:
            with changes(actor, "merge", change=change) as tx:
                tx.merge(key, Wanted(*sorted((left, right)), {}))
    with told("taken apart again", len(found)):
        undo(actor, change)


def swept(accounts: int, due: int) -> None:
    """The nightly sweep over so many accounts with owners, of which so many go back."""
    from haoke.core import clock  # noqa: PLC0415 (needs the apps)
    from haoke.core.access.actor import system  # noqa: PLC0415 (as above)
    from haoke.core.records import changes  # noqa: PLC0415 (as above)
    from haoke.identity.models import User  # noqa: PLC0415 (as above)
    from haoke.pools.actions.sweeping import sweep  # noqa: PLC0415 (as above)

    owner = User._base_manager.filter(deleted_at=None).first()
    assert owner
    _more(accounts, owner.id)
    level = {"field": "level", "op": "eq", "value": "d"}
    with changes(system("bench"), "bench") as tx:
        pool = tx.add("pool", {"name": {"en": "Sea"}, "object": "account", "active": True, "auto_recycle": True})
        for name, days, condition in (("Level D", DAYS, level), ("All", 3650, None)):
            values = {"name": name, "object": "account", "pool": pool.id, "days": days, "condition": condition}
            tx.add("recycle_rule", {**values, "kind": "no_follow_up", "exempt_won": False, "exempt_open": False})
    _level(due)
    with clock.frozen(clock.now() + timedelta(DAYS)), told("sweep: accounts", accounts):
        gone = sweep()
    print(f"  of them back in the pool: {gone:,}")


def _more(accounts: int, owner: object) -> None:
    """As many accounts as wanted."""
    from haoke.core.access.actor import system  # noqa: PLC0415 (needs the apps)
    from haoke.core.ids import uuid7  # noqa: PLC0415 (as above)
    from haoke.core.records import changes  # noqa: PLC0415 (as above)
    from haoke.core.transfer import actors  # noqa: PLC0415 (as above)
    from haoke.customers.models import Account  # noqa: PLC0415 (as above)

    there = Account._base_manager.filter(deleted_at=None, owner__isnull=False).count()
    while there < accounts:
        some = min(PORTION, accounts - there)
        rows = [(uuid7(), 0, {"name": f"Bench {there + at} Ltd", "level": "a", "owner": owner}) for at in range(some)]
        with actors.company(), changes(system("bench"), "bench") as tx:
            tx.batch("account").rows(rows)
        there += some


def _level(due: int) -> None:
    """So many accounts at the level that goes back."""
    from haoke.core.access.actor import system  # noqa: PLC0415 (needs the apps)
    from haoke.core.records import changes  # noqa: PLC0415 (as above)
    from haoke.core.transfer import actors  # noqa: PLC0415 (as above)
    from haoke.customers.models import Account  # noqa: PLC0415 (as above)

    owned = Account._base_manager.filter(deleted_at=None, owner__isnull=False)
    low = list(owned.filter(level="d").values_list("id", flat=True))
    ids, level = (low[due:], "c") if len(low) > due else (
        list(owned.exclude(level="d").order_by("-id").values_list("id", flat=True)[: due - len(low)]), "d"
    )  # fmt: skip
    for at in range(0, len(ids), PORTION):
        with actors.company(), changes(system("bench"), "bench") as tx:
            tx.batch("account").rows([(each, None, {"level": level}) for each in ids[at : at + PORTION]])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=10_000)
    parser.add_argument("--only", nargs="*", default=["search", "merge", "sweep"])
    options = parser.parse_args()
    with application():
        print("| what | records | wall s | worker CPU s | database CPU s | peak MiB |\n|---|---|---|---|---|---|")
        if "search" in options.only:
            searched("contact")
            searched("account")
        if "merge" in options.only:
            merged("account")
        if "sweep" in options.only:
            swept(options.accounts, options.due)


if __name__ == "__main__":
    main()
