"""Rules that act by themselves when something happens or a time comes; works over the registry."""
