"""Making one record of two: values chosen field by field, everything that points at the one that goes moved, undo."""
