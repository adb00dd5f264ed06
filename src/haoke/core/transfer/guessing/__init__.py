"""What a table means: where it starts, what its columns hold, which fields they are; plain data in and out."""
