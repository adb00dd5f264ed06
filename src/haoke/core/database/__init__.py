"""The database server Haoke brings along, its roles, and what any server must fulfil."""
