"""What is old leaves a slice at a time: nobody waits for a long transaction."""

SLICE = 5_000  # rows that leave at once: some 50 ms, in which a kill loses little


def forgetting(table: str, **old: str) -> str:
    """Return how a statement ends, after WITH, that deletes a slice of old rows and counts them.

    `old`: what is old by a column, as a condition; of each at most `:at_most` leave, the oldest
    first, found by the index of that column. What another process is letting go of is skipped.
    """
    slices = [
        f"""ARRAY(
            SELECT ctid FROM {table} WHERE {condition}
             ORDER BY {column} LIMIT CAST(:at_most AS int) FOR UPDATE SKIP LOCKED)"""
        for column, condition in old.items()
    ]
    return f"""gone AS (
        DELETE FROM {table} WHERE ctid = ANY({" || ".join(slices)})
        RETURNING 1)
    SELECT count(*) FROM gone
"""
