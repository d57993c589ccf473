"""Changes the solutions of the exercises, and looks whether the checks notice: what `nox -s mutants` runs."""
