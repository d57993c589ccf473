"""Compares observations and says what differs. Nothing here runs an answer."""
