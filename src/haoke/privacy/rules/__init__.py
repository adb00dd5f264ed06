"""What is always true of wordings, requests and the register of fields."""

from haoke.privacy.rules.fields import entry_makes_sense
from haoke.privacy.rules.requests import due_day, request_has_its_day, text_makes_an_edition

__all__ = ["due_day", "entry_makes_sense", "request_has_its_day", "text_makes_an_edition"]
