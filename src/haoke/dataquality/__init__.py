"""One truth about each customer: records that are likely the same are found, over whatever objects there are."""
