"""`kindling watch`: the verdict of the current exercise at every save, and keys for everything else."""
