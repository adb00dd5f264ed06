"""Contents of file fields: uploaded, attached to records by the write path, read by whoever reads the field."""
