"""`haoke import`."""

from __future__ import annotations

import argparse

from haoke.cli.acting import as_person, declare_person
from haoke.cli.installation import application
from haoke.core.transfer import arguments as given


def declare(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    given.declare(parser)
    declare_person(parser)


def run(arguments: argparse.Namespace) -> int:
    """Show what the files would make and, when told to, import them with that person's rights."""
    with application():
        from haoke.core.transfer import command

        return command.run_import(as_person(arguments.user, "import"), arguments)
