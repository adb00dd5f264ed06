"""Files in and out: reading, guessing what they mean, planning, running, undoing; exports. Knows no domain object."""
