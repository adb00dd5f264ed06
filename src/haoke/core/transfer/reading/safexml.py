"""The only way XML of an uploaded file is parsed."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from haoke.core.transfer.reading.errors import Unreadable


def safe_parser() -> expat.XMLParserType:
    """An expat parser that refuses any document type, entity declaration or outside reference."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: Any) -> int:
        raise Unreadable("doctype")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    return parser
