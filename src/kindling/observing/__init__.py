"""Runs answers and writes down what was seen. Nothing here knows what was expected."""
