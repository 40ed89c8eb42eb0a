"""What came of an effect, and of what an operator did: plain facts."""
