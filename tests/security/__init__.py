"""Attacks on what people may see and do."""
