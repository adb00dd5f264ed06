"""What the batch path costs: new contacts through `Tx.batch`, taken back. `python -m bench.batch ROWS`"""

from __future__ import annotations

import os
import random
import sys
import time
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haoke.config.settings")

from bench.importing import Phase
from bench.measure import spent
from haoke.cli.installation import application

if TYPE_CHECKING:
    from uuid import UUID

SEED = 11
_OURS = ("owner", "created_by", "created_at", "updated_at", "updated_by", "account")


def lines(rows: int) -> list[tuple[UUID, int, dict[str, Any]]]:
    """So many made-up people, each with an address and a remark of his own."""
    from haoke.core.ids import uuid7  # noqa: PLC0415 (needs the apps)
    from haoke.demo import phrases  # noqa: PLC0415 (as above)
    from haoke.demo.world import World  # noqa: PLC0415 (as above)

    world, rng = World(SEED, date(2026, 1, 15), rows, roles={}), random.Random(SEED)
    list(world.offices()), list(world.people()), list(world.accounts())
    found = []
    for number, (_, _, values) in enumerate(islice(world.contacts(), rows)):
        told = {name: value for name, value in values.items() if name not in _OURS and value is not None}
        told |= {"email": f"b{number}@mail{number % 50}.example", "description": rng.choice(phrases.TALK_ZH["call"])[1]}
        found.append((uuid7(), 0, told))
    return found


def main(rows: int) -> None:
    """Print the line of the table."""
    with application():
        from django.db import connection, transaction  # noqa: PLC0415 (as above)

        from haoke.core.access.actor import system  # noqa: PLC0415 (as above)
        from haoke.core.records import changes  # noqa: PLC0415 (as above)
        from haoke.core.transfer import actors  # noqa: PLC0415 (as above)

        given = lines(rows)
        with actors.company(), transaction.atomic():
            back_end = connection.connection.info.backend_pid
            before = spent([os.getpid()]), spent([back_end])
            began = time.perf_counter()
            with changes(system("bench"), "bench") as tx:
                refused = [verdict.error for verdict in tx.batch("contact").rows(given) if not verdict.taken]
            wall = time.perf_counter() - began
            used = (spent([os.getpid()]) - before[0]) / 1e9, (spent([back_end]) - before[1]) / 1e9
            transaction.set_rollback(True)
        if refused:
            raise SystemExit(f"{len(refused)} rows were refused: {refused[0]!r}")
        print(Phase("Tx.batch, contacts", rows, wall, *used).line())


if __name__ == "__main__":
    main(int(sys.argv[1]))
