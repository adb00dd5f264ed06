"""Who has had which record, kept by the database; pools of records nobody has."""
