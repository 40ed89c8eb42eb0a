"""Registrations: how they come in, are looked up, and go."""
