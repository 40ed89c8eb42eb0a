"""What the application may do in the database beyond its work, and the SQL that mends it."""

from collections.abc import Iterator

from storage.roles import Rights

_APART = (
    "CREATE ROLE seratus_bot LOGIN PASSWORD '…' IN ROLE seratus_app;\n"
    "  then SERATUS_DATABASE_URL signs in as seratus_bot, and 'seratus migrate' alone gets "
    "SERATUS_DATABASE_OWNER_URL, as {login}"
)
_SHIP = "CREATE ROLE seratus_app NOLOGIN; CREATE ROLE seratus_reader NOLOGIN; "


def told(rights: Rights) -> list[str]:
    """Say in a sentence each what is amiss, or that nothing is."""
    if rights.superuser:
        return [_superuser(rights)]
    fine = f"role: the application is {rights.login}: no superuser, owns nothing, uses no files"
    return list(_amiss(rights)) or [fine]


def _superuser(rights: Rights) -> str:
    return (
        f"role: the application is a superuser ({rights.login}): who makes it run SQL of his own "
        "runs programs on the database's machine (COPY … TO PROGRAM) and reads its files. "
        f"To mend it:\n  {_mend(rights)}"
    )


def _amiss(rights: Rights) -> Iterator[str]:
    login = rights.login
    if rights.files:
        named = ", ".join(rights.files)
        yield (
            f"role: the application ({login}) may use files or programs of the database's "
            f"machine. To mend it:\n  REVOKE {named} FROM {login};"
        )
    if rights.makes_roles:
        yield (
            f"role: the application ({login}) may make roles. To mend it:\n"
            f"  ALTER ROLE {login} NOCREATEROLE;"
        )
    if rights.owns:
        yield (
            f"role: the application ({login}) owns tables: it could drop them, and change what "
            f"may only be added to (audit). To mend it:\n  {_mend(rights)}"
        )


def _mend(rights: Rights) -> str:
    """Return what a superuser does first, if the migrations might not make the roles."""
    apart = _APART.format(login=rights.login)
    if rights.shipped:
        return apart
    return f"{_SHIP}\n  then 'seratus migrate' once more, then\n  {apart}"
