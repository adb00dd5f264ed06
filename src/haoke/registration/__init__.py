"""Registrations protect a customer for whoever reported it first; collisions are decided by who stands above both."""
