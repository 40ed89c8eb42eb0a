"""Looking NIKs up: who holds one, how often that is answered, and who hears of it."""
