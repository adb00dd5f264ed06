"""Calculated fields: run-time fields whose value is an expression of others, or sums up records that point here.

What looks at the record alone is worked out with every write of it (`own`, in the Judge). What looks at other records
is kept by a subscriber of the Log, which hears every write there is, with SQL made of the same tree (`keeping`).
"""
