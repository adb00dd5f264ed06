"""What an import's check and run cost, without server and worker: python -m bench.transfers [rows].

On the database of HAOKE_DATA_DIR, which should be new and migrated; what was imported is taken back at the end.
"""

# ruff: noqa: PLC0415 - the apps are loaded when the database is known
from __future__ import annotations

import argparse
import os
import time

from haoke.cli.installation import application

OWNERS = ("张伟", "王芳", "李娜", "刘洋", "陈静", "单雄")


def main() -> None:
    """Import companies, then people of theirs, and say what each step took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="?", default=20_000)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haoke.config.settings")
    with application():
        from haoke.core.transfer import actors

        with actors.company():
            report(parser.parse_args().rows)


def report(rows: int) -> None:
    """Check and run both files, then take them back."""
    from bench.sheets import sheets
    from haoke.core.access.actor import system
    from haoke.core.transfer import imports
    from haoke.core.transfer.following import Steps

    actor, done = system("import"), []
    for name, content in sheets(rows, OWNERS).items():
        made = imports.create(actor, [(name, content)], later=False)
        for step in (imports.check, imports.run):
            began, used = time.perf_counter(), sum(os.times()[:4])
            step(actor, made, Steps(made.id, imports.CHECKING))
            took, used = time.perf_counter() - began, sum(os.times()[:4]) - used
            print(f"{name} {step.__name__}: {rows / took:,.0f} rows/s, {used / rows * 1e6:,.0f} µs of Python a row")
        done.append(made)
    for made in reversed(done):
        imports.take_back(actor, made, Steps(made.id, imports.UNDOING))


if __name__ == "__main__":
    main()
