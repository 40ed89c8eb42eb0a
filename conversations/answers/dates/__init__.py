"""When somebody was born, as people write it."""
