"""The search through a whole base for records that are likely the same: which features, how alike, which pairs."""
