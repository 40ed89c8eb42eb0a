"""The proof of what was done: an audit trail in chains, which nobody can change unseen."""
