"""Objects and fields administrators make while Haoke runs."""
