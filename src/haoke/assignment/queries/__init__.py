"""Reading assignment rules: which are in use, who is next, who would get what."""

from haoke.assignment.queries.reading import STATE, Rule, in_force, spoken_of
from haoke.assignment.queries.receivers import chosen, people
from haoke.assignment.queries.trial import Trial, tried

__all__ = ["STATE", "Rule", "Trial", "chosen", "in_force", "people", "spoken_of", "tried"]
