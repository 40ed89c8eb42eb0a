"""`seratus person`: what an operator does for whom a registration is of, each with a reason."""
