"""Which village is meant: by name, by its neighbours, by a letter or two."""
