"""The database's address: libpq's words are understood or named, and a password is never shown."""

import pytest

from storage.connections import connected, engine
from storage.url import UrlError, read

WRITTEN = "rah%40s%3Aia%2F%23%25%3F"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_each_way_to_begin_is_taken(scheme: str) -> None:
    assert read(f"{scheme}://a:b@db.example:6432/seratus").dsn == (
        "postgresql://a:b@db.example:6432/seratus"
    )


def test_what_asyncpg_reads_is_left_to_it_and_the_rest_is_set_for_it() -> None:
    where = read(
        "postgres://a@h1:1,h2:2/s?sslmode=require&target_session_attrs=primary&passfile=/p%20q"
        "&connect_timeout=3&application_name=bot&options=-c%20work_mem%3D8MB"
    )

    assert where.dsn.endswith(
        "h1:1,h2:2/s?sslmode=require&target_session_attrs=primary&passfile=%2Fp%20q"
    )
    assert where.timeout == 3
    assert where.settings == {"application_name": "bot", "options": "-c work_mem=8MB"}


async def test_what_the_url_sets_holds_on_the_server(database_url: str) -> None:
    more = "&application_name=bot&options=-c%20work_mem%3D8MB&connect_timeout=20"
    pool = engine(database_url + more)

    async with connected(pool) as connection:
        held = [
            await connection.fetchval(f"SHOW {name}")
            for name in ("application_name", "work_mem", "lock_timeout")
        ]
    await pool.dispose()

    assert held == ["bot", "8MB", "10s"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        pytest.param("mysql://h/d", "must begin with postgresql://", id="another database"),
        pytest.param("postgresql://h/d?ssl_mode=require", "did you mean sslmode", id="misspelt"),
        pytest.param(
            "postgresql://h/d?channel_binding=require", "'channel_binding'.*take it out", id="ours"
        ),
        pytest.param("postgresql://h/d?pgbouncer=true", "'pgbouncer'.*take it out", id="prisma"),
        pytest.param("postgresql://h/d?sslmode=on", "must be one of disable, allow", id="value"),
        pytest.param("postgresql://h/d?connect_timeout=5s", "number of seconds", id="seconds"),
    ],
)
def test_what_is_not_understood_is_named(url: str, said: str) -> None:
    with pytest.raises(UrlError, match=said):
        read(url)


@pytest.mark.parametrize("sign", "@/#?% ")
def test_a_password_that_must_be_written_otherwise_is_told_how_and_not_shown(sign: str) -> None:
    with pytest.raises(UrlError, match="@ is written %40") as refused:
        read(f"postgresql://yanti:rah{sign}sia@db.example/seratus")

    assert "rah" not in str(refused.value)
    assert "sia" not in str(refused.value)


def test_a_url_without_a_host_shows_no_password_for_one() -> None:
    with pytest.raises(UrlError, match="it is written postgresql://") as refused:
        read("postgresql://yanti:rahasia/seratus")

    assert "rahasia" not in str(refused.value)


def test_a_password_may_have_a_colon() -> None:
    assert read("postgres://a:b:c@h/d").dsn == "postgresql://a:b:c@h/d"


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://yanti:{WRITTEN}@db.example/seratus",
        "postgresql:///seratus?host=/run&user=yanti&password=rahasia",
        "postgresql://yanti:rahasia@db.example/seratus?sslpassword=rahasia",
    ],
)
def test_a_password_is_nowhere_in_what_is_shown(url: str) -> None:
    where = read(url)

    assert "rah" not in where.shown
    assert "rah" not in repr(where)
    assert "rah" not in repr(engine(url))
    assert where.shown in {"postgresql://yanti@db.example/seratus", "postgresql:///seratus"}
