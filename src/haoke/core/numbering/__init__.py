"""How records are numbered: the pattern each object is shipped with, or one of the company's own."""
