"""Many records changed at once: tried first, then carried out with a verdict each, stopped, taken back."""
