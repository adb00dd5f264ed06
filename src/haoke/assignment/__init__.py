"""Rules that say who gets new records; works over the registry."""
