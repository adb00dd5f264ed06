"""What settings of data quality must be."""
