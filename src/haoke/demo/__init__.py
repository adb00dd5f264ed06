"""A made-up company with two years of history, for looking around; gone again as a whole."""

from haoke.demo.loading import Loaded, load, present
from haoke.demo.removing import remove

__all__ = ["Loaded", "load", "present", "remove"]
