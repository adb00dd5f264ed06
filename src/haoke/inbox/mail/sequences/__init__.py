"""Sequences of follow-up mails: one after the other on working days, until somebody answers."""
