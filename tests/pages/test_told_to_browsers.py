"""What a browser is told with a page: what it may load and keep, and that nothing has changed."""

import re
from urllib.parse import urljoin, urlsplit

from tests.pages.site import ADDRESS, IN_ENGLISH, PAGES, Site

LOADED = r'<(?:link rel="(?:stylesheet|icon)"[^>]*href|img src)="([^"]+)"'
HEAVIEST = 60_000  # bytes, of a page with its style and its sign


async def test_every_answer_forbids_what_a_page_does_not_need(site: Site) -> None:
    answers = [await site.get(page) for page in (*PAGES, "/robots.txt")]

    for headers in (one.headers for one in answers):
        assert headers["content-security-policy"] == (
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        )
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "public, max-age=60"
        assert "set-cookie" not in headers


async def test_a_page_is_light_and_loads_nothing_from_elsewhere(site: Site) -> None:
    for page in (*PAGES, *IN_ENGLISH):
        text = (await site.get(page, accept_encoding="identity")).text
        loaded = {*re.findall(LOADED, text)}
        files = [await site.get(path, accept_encoding="identity") for path in loaded]

        assert {urlsplit(urljoin(ADDRESS, path)).netloc for path in loaded} == {"seratus.example"}
        assert not re.search(r"<(?:script|iframe|style)| style=| on\w+=", text)
        assert all(one.headers["cache-control"].endswith("31536000, immutable") for one in files)
        assert len(text.encode()) + sum(len(one.content) for one in files) <= HEAVIEST, page


async def test_who_has_a_page_already_is_told_that_it_is_the_same(site: Site) -> None:
    first = await site.get("/", accept_encoding="identity")
    packed = await site.get("/", accept_encoding="gzip, br")
    weak = f'"other", W/{packed.headers["etag"]}'

    same = await site.get("/", accept_encoding="identity", if_none_match=first.headers["etag"])
    same_packed = await site.get("/", accept_encoding="gzip", if_none_match=weak)
    another = await site.get("/?lang=en", if_none_match=first.headers["etag"])

    assert (same.status_code, same.content, same_packed.status_code) == (304, b"", 304)
    assert same.headers["etag"] == first.headers["etag"] != packed.headers["etag"]
    assert packed.headers["content-encoding"] == "gzip"
    for refusing in ("gzip;q=0", "br, gzip; q=0.0, identity"):
        assert "content-encoding" not in (await site.get("/", accept_encoding=refusing)).headers
    assert packed.text == first.text
    assert int(packed.headers["content-length"]) < len(first.content) / 2
    assert another.status_code == 200


async def test_a_head_is_that_of_the_page_without_it(site: Site) -> None:
    for page in ("/", "/nowhere", "/robots.txt"):
        got = await site.get(page)
        head = await site.client.head(page)

        assert (head.status_code, head.content) == (got.status_code, b"")
        assert head.headers == got.headers


async def test_nothing_can_be_sent_to_a_page(site: Site) -> None:
    answer = await site.client.post("/", content=b"x")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


async def test_yesterday_s_page_finds_today_s_style(site: Site) -> None:
    old = await site.get("/static/000000000000/page.css")
    none = await site.get("/static/000000000000/other.css")

    assert (old.status_code, old.headers["cache-control"]) == (200, "public, max-age=60")
    assert none.status_code == 404


async def test_robots_are_kept_from_searches(site: Site) -> None:
    assert await site.text("/robots.txt") == "User-agent: *\nDisallow: /desa?\n"
