"""Finding records by what people type: Chinese by any two characters, pinyin or initials, phones by their end."""

from haoke.core.search import why
from haoke.core.search.documents import Document, document
from haoke.core.search.entries import lines, load, numbered, rebuild, refresh, remove, renew, write
from haoke.core.search.finding import find, meant, said
from haoke.core.search.likely import likely
from haoke.core.search.lists import Understood, condition, understood

__all__ = [
    "Document",
    "Understood",
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
    "understood",
    "why",
    "write",
]
