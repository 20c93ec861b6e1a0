"""A run: its folders, its journal, each file processed once."""
