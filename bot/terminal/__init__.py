"""The terminal: a person at a keyboard, or a script, speaking with the same brain."""
