"""Tags in groups and levels by rule: what records are called, by whom or why, and until when."""
