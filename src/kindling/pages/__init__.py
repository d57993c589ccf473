"""Pages that are derived from the course: its map, and a printable handout for each workshop."""
