"""Business cards: what stands on one becomes fields beside it, and a contact with its account."""
