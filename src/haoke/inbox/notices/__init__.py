"""Telling people what concerns them: comments, following, rules, and the notices made of the Log for each person."""
