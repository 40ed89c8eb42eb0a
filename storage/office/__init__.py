"""Places, registrations and decisions, and who may decide."""
