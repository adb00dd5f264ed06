"""What every object of the registry can do, derived from its declaration."""
