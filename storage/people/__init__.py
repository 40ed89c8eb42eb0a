"""Who writes to us, from where, and what they agreed to."""
