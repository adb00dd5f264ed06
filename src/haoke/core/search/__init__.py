"""Finding records by what people type: Chinese by any two characters, pinyin or initials, phones by their end."""

from haoke.core.search.documents import Document, document
from haoke.core.search.entries import lines, load, numbered, rebuild, remove, write
from haoke.core.search.finding import condition, find

__all__ = ["Document", "condition", "document", "find", "lines", "load", "numbered", "rebuild", "remove", "write"]
