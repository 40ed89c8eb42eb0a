"""Backups: the database copied by PostgreSQL's own tools, packed, sealed, and brought back.

A backup is one file, which may be sealed with age for whoever has the identity:

    data/           the cluster as pg_basebackup copied it, with its manifest of checksums
    manifest.json   what is in it, counted in the copy itself once it was started

The keys are in none, only their fingerprints: who steals a backup opens nothing that is sealed.
Neither is the list of what was erased, which must be newer than any backup.
"""
