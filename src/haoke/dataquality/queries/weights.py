"""How much it says that two records have something in common: Fellegi and Sunter's weights, fixed and explained.

Each feature has levels, the most alike first. A level has `same`, how often two records of one customer meet it, and
`others`, how many records of other customers meet it with any record by chance ("one" stands for once a base): the
weight is log2(same / (others / records)). Values many records share count as often as they are shared. Nothing is
learnt from a company's data: a base gives the same answer tomorrow, and a small one no worse than a large one.
Calibrated against sets nobody here wrote; decision 48.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a feature of a record is; several fields may feed one."""

    COMPANY = "company"
    PERSON = "person"
    PHONE = "phone"
    EMAIL = "email"
    CODE = "code"
    BORN = "born"
    STREET = "street"
    CITY = "city"
    POSTCODE = "postcode"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Level:
    """`meets`: SQL of a and b ("" for the rest) · `share`: `others` is this share of all records instead."""

    meets: str
    same: float
    others: float = 0.0
    share: float = 0.0


#: Two records in so many are of one customer with another one.
DOUBLES: Final = 0.05
#: Shown to people from here on, and merged in bulk from there on.
REVIEW, SURE = 0.1, 0.99
#: Values that more records share are no ground to compare two of them.
CROWD: Final = 60

_LONG: Final = "least(length(a.{0}), length(b.{0})) > 4 AND jaro_winkler_similarity(a.{0}, b.{0}) >= "
#: In a Chinese name one sign may be all that tells two companies of a trade apart.
_LATIN: Final = "NOT regexp_matches(a.{0}, '[㐀-鿿]') AND " + _LONG
_HAN: Final = "length(a.{0}) > 4 AND levenshtein(a.{0}, b.{0}) = 1"
#: Streets of one name are many: their numbers are the same.
_STREET: Final = _LONG + "0.92 AND regexp_extract_all(a.{0}, '[0-9]+') = regexp_extract_all(b.{0}, '[0-9]+')"
_TYPED: Final = "damerau_levenshtein(a.{0}, b.{0}) <= 1"

LEVELS: Final[dict[Kind, tuple[Level, ...]]] = {
    Kind.COMPANY: (
        Level("=", 0.55, 0.02),
        Level("a.words = b.words", 0.05, 0.05),
        Level(_LATIN + "0.94", 0.2, 0.1),
        Level(_LATIN + "0.88", 0.1, 0.5),
        Level(_LATIN + "0.8", 0.05, share=0.01),
        Level(_HAN, 0.1, 3),
        Level("", 0.05),
    ),
    Kind.PERSON: (Level("=", 0.5, 0.5), Level(_LONG + "0.94", 0.2, 0.5), Level(_LONG + "0.9", 0.1, 5), Level("", 0.2)),
    Kind.PHONE: (Level("=", 0.6, 0.1), Level("", 0.4)),
    Kind.EMAIL: (Level("=", 0.6, 0.02), Level("", 0.4)),
    Kind.CODE: (Level("=", 0.9, 0.001), Level("", 0.02)),
    Kind.BORN: (Level("=", 0.8, 0.1), Level(_TYPED, 0.1, share=0.0007), Level("", 0.1)),
    Kind.STREET: (Level("=", 0.6, 0.3), Level(_STREET, 0.15, 1), Level("", 0.25)),
    Kind.CITY: (Level("=", 0.7, 1), Level(_LONG + "0.92", 0.1, share=0.003), Level("", 0.2)),
    Kind.POSTCODE: (Level("=", 0.75, 1), Level(_TYPED, 0.1, share=0.025), Level("", 0.15)),
    Kind.PART: (Level("=", 0.7, 1), Level("", 0.3)),
}
#: Features of which a record may have several values: one in common is enough.
SEVERAL: Final = frozenset({Kind.PHONE, Kind.EMAIL, Kind.CODE})
#: What belongs to one customer: several records with it are rather one thrice than three.
OWN: Final = SEVERAL | {Kind.COMPANY}
#: What two records are compared for having in common, as SQL of one record; each names the features it needs.
BLOCKS: Final[tuple[tuple[str, tuple[Kind, ...]], ...]] = (
    ("company", (Kind.COMPANY,)),
    ("words", (Kind.COMPANY,)),
    ("left(company, 8)", (Kind.COMPANY,)),
    ("left(company, 4) || city", (Kind.COMPANY, Kind.CITY)),
    ("left(company, 3) || postcode", (Kind.COMPANY, Kind.POSTCODE)),
    ("person", (Kind.PERSON,)),
    ("person || part", (Kind.PERSON, Kind.PART)),
    ("left(person, 3) || part", (Kind.PERSON, Kind.PART)),
    ("person || city", (Kind.PERSON, Kind.CITY)),
    ("left(person, 4) || city", (Kind.PERSON, Kind.CITY)),
    ("left(person, 1) || postcode", (Kind.PERSON, Kind.POSTCODE)),
    ("left(person, 3) || left(born, 4)", (Kind.PERSON, Kind.BORN)),
    ("born", (Kind.BORN,)),
    ("street", (Kind.STREET,)),
    ("left(street, 8) || city", (Kind.STREET, Kind.CITY)),
)
