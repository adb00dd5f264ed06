"""How Haoke is put together and configured."""
