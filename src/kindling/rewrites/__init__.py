"""Spells right answers differently and sees whether they still pass: what `nox -s rewrites` runs."""
