"""Bytes of a file to rows of cells, in a process of its own with bounded memory and time."""
