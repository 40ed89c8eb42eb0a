"""The one form there is: a worker registers."""
