"""Arguments of `haoke import`, apart from its work: they are declared before the apps are loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from haoke.core.text import T, say

if TYPE_CHECKING:
    import argparse

FILES = T("CSV, TSV, text or .xlsx files", "CSV、TSV、文本或 .xlsx 文件")
HISTORICAL = T("keep dates, owners and stages as they were", "保留原有的日期、负责人和阶段")
PLAIN = T("bring no history even where it is allowed", "不导入历史信息")
YES = T("take the suggestions and run without asking", "采用建议并直接执行，不再询问")
ANSWER = T("answer a question of the plan; may be repeated", "回答计划中的问题，可重复")
FIX = T("settle an issue of the plan; may be repeated", "处理计划中的问题项，可重复")
REJECTS = T("write the rows to correct into this file", "将待更正的行写入此文件")
DRY = T("show the plan only", "只显示计划")


def declare(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=say(FILES))
    parser.add_argument("--historical", action="store_true", default=None, help=say(HISTORICAL))
    parser.add_argument("--no-history", dest="historical", action="store_false", help=say(PLAIN))
    parser.add_argument("--yes", action="store_true", help=say(YES))
    parser.add_argument("--dry-run", action="store_true", help=say(DRY))
    parser.add_argument("--answer", action="append", default=[], metavar="KEY=VALUE", help=say(ANSWER))
    parser.add_argument("--fix", action="append", default=[], metavar="KEY=CHOICE", help=say(FIX))
    parser.add_argument("--rejects", type=Path, metavar="FILE", help=say(REJECTS))
