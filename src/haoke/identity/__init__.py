"""People, how they are arranged, what they may do, and how they sign in."""
