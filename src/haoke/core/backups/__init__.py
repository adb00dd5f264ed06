"""Backups: one snapshot of the database in one archive, proved by restoring it."""
