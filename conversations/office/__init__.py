"""The village head's side: the desk, and the news that decisions make."""
