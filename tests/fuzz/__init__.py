"""Random search for what nobody thought of: short in `make test`, long in `make fuzz`."""
