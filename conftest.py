"""Every test of the project shares these plugins."""

pytest_plugins = ["haoke.core.testing.database", "haoke.core.testing.selecting"]
