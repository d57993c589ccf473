"""`nox -s check`: proves that every workshop works, and that its checks see what they should."""
