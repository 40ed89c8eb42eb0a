"""New keys are taken up, and what the old ones sealed and hashed is made anew."""
