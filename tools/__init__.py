"""Programs for developers and CI."""
