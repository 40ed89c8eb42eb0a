"""Messages become turns: taken in groups, each in one transaction."""
