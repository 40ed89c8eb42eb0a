"""The command `seratus`, a module a group of commands."""
