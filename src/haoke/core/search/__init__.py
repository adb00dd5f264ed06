"""Finding records by what people type: Chinese by any two characters, pinyin or initials, phones by their end."""

from haoke.core.search.documents import Document, document
from haoke.core.search.entries import lines, load, numbered, rebuild, refresh, remove, renew, write
from haoke.core.search.finding import condition, find, meant, said
from haoke.core.search.likely import likely

__all__ = [
    "Document",
    "condition",
    "document",
    "find",
    "likely",
    "lines",
    "load",
    "meant",
    "numbered",
    "rebuild",
    "refresh",
    "remove",
    "renew",
    "said",
    "write",
]
