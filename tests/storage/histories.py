"""Whether the history of each registration is whole, asked when a test's database is done with."""

NOT_WHOLE = """
    WITH told AS (
        SELECT *, lag(became) OVER (PARTITION BY registration_id ORDER BY version) AS before,
               row_number() OVER (PARTITION BY registration_id ORDER BY version) - 1 AS nth
          FROM history)
    SELECT r.number, r.status, r.version,
           string_agg(format('%s: %s to %s', h.act, h.was, h.became), ', ' ORDER BY h.version)
      FROM registrations r LEFT JOIN told h ON h.registration_id = r.id
     GROUP BY r.id
    HAVING count(h.version) <> r.version + 1
        OR bool_or(h.version <> h.nth) OR bool_or(h.was IS DISTINCT FROM h.before)
        OR (array_agg(h.became ORDER BY h.version DESC))[1] <> r.status
"""
