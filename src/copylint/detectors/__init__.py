"""What a pattern cannot say: each module here is one detector, named in rule files."""
