"""The engine of any form: questions, drafts, detours, misses, what is asked back."""
