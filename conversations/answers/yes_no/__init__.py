"""Yes, no and neither."""
