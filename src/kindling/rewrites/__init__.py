"""Spells right answers differently, and looks whether the checks still take them: what `nox -s rewrites` runs."""
