"""Complaints: activities that somebody has to solve in time, and say how."""
