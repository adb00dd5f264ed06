"""Haoke 好客: a CRM a company runs for itself."""

__version__ = "0.1.0"
