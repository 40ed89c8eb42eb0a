"""What somebody earns in a month: amounts, by the day or by the catch, and what they come to."""
