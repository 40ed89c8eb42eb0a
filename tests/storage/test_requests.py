"""Requests over one's data: what is asked for is done, once, and leaves nothing of the person."""
