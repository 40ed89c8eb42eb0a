"""The buttons: what each is about, and what it carries."""
