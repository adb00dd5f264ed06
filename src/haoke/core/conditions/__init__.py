"""Conditional rules: fields visible, required, read-only or valid when Criteria hold, for every way of writing."""
