"""Objects that exist only while the core is tested: one field of every kind, and every way records can be tied."""
