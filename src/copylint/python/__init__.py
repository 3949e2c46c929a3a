"""The Python reader: docstrings and comments as prose. It is a plugin, declared as others are."""
