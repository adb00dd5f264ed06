"""What is done with consents."""

from haoke.privacy.actions.consenting import Said, note, record, settle

__all__ = ["Said", "note", "record", "settle"]
