"""One truth about each customer: what is one and the same is found, as somebody writes and in the whole base."""
