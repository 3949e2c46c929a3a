"""Styles of the linter Vale, read and carried over into rule files."""
