"""Visits: planned, checked in and out of on the phone, judged by how far from the customer that was."""
