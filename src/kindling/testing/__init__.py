"""The exercises of the started workshops as tests of pytest, which VS Code's Test Explorer shows."""
