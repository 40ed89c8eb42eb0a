"""The far end of the wire: the platforms as a phone meets them, and the way in and out of us."""
