"""Tests of business cards."""
