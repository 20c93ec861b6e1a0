"""Builds corpus/: marked sources become the report files and their gold annotations."""
