"""Names of people, and what around them is none."""
