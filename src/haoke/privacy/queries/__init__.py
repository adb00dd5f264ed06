"""What others ask of consent."""

from haoke.privacy.queries.consents import Standing, against, agreed, may_contact, said_in, standings, state_label
from haoke.privacy.queries.people import bearing, person_objects
from haoke.privacy.queries.reach import before_writing, language_of
from haoke.privacy.queries.told import reckoned

__all__ = [
    "Standing",
    "against",
    "agreed",
    "bearing",
    "before_writing",
    "language_of",
    "may_contact",
    "person_objects",
    "reckoned",
    "said_in",
    "standings",
    "state_label",
]
