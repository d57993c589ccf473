"""Showing verdicts, progress and solutions in a terminal, as plain text, or as JSON."""
