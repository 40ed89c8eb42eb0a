"""What concerns a person and no form: where they stand, and moving elsewhere."""
