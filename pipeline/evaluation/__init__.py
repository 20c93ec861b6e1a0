"""Gold annotations: drafted, and scored against."""
