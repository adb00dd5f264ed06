"""From a lead to a closed deal."""
