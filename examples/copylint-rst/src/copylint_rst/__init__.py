"""reStructuredText for copylint."""
