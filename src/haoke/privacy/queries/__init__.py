"""What others ask of consent."""

from haoke.privacy.queries.consents import Standing, against, may_contact, said_in, standings, state_label
from haoke.privacy.queries.people import bearing, person_objects

__all__ = ["Standing", "against", "bearing", "may_contact", "person_objects", "said_in", "standings", "state_label"]
