"""What somebody does for a living."""
