"""What is done with consents."""

from haoke.privacy.actions.consenting import Said, note, record, settle
from haoke.privacy.actions.erasing import ERASE

__all__ = ["ERASE", "Said", "note", "record", "settle"]
