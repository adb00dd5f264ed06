"""The first set-up of a company: what an industry begins with, and what is still to be done."""
