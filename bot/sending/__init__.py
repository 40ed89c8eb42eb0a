"""What the outbox holds leaves: rendered, delivered, and reported."""
