"""The learner's side: the work folder, its backups, the progress, the hint ladder, the solutions."""
