"""`haoke audit`: prove that nobody changed the Log."""

from __future__ import annotations

import argparse

from haoke.cli.installation import application
from haoke.core.text import T, say

VERIFY = T("compute the chain of seals anew and say what does not fit", "重新计算封存链，指出不符之处")
HEAD = T("print the latest seal, to be kept elsewhere", "输出最新的封存值，供另行保存")
KEPT = T("a head printed earlier, which the chain must contain", "先前输出的封存值，链中必须包含它")
WHOLE = T(
    "The Log is whole: {entries} entries in {seals} seals. Head: {head}",
    "操作记录完整：{seals} 个封存，共 {entries} 条。封存值：{head}",
)
NONE = T("Nothing is sealed yet; the background jobs do it every minute.", "尚无封存；后台任务每分钟执行一次。")


def declare(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parts = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    verifying = parts.add_parser("verify", help=say(VERIFY))
    verifying.add_argument("--head", metavar="NUMBER:DIGEST", help=say(KEPT))
    parts.add_parser("head", help=say(HEAD))


def run(arguments: argparse.Namespace) -> int:
    """Verify, or print the head; exit code 1 when something does not fit."""
    with application():
        return verify(arguments.head) if arguments.what == "verify" else show()


def show() -> int:
    """Print the head."""
    from haoke.core.log import sealing

    print(sealing.head() or say(NONE))
    return 0


def verify(kept: str | None) -> int:
    """Say whether the Log is whole."""
    from haoke.core.log import sealing

    found = sealing.verify(kept)
    for fault in found.faults:
        print(f"✗ {say(fault)}")
    if not found.faults:
        print(say(WHOLE.fill(entries=found.entries, seals=found.seals, head=found.head or say(NONE))))
    return 1 if found.faults else 0
