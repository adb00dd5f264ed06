"""Tests of the core's single modules."""
