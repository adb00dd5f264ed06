"""Fields that lists of many records are filtered and sorted by fast: their indexes, made and dropped on demand."""
