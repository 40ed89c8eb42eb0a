"""What came in, what goes out, what became of it, what went wrong."""
