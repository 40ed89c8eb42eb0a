"""The words: one .po file a language, keyed by ids, read by the Catalog."""
