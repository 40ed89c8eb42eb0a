"""When very many come at once: whoever is in the middle of something does not notice."""

from storage.messages.outbox_sql import Lane
from tests.dialogue.drivers import House, Person
from tests.dialogue.workers import begun, head_of, register


async def lanes(house: House, *people: Person, said: str) -> list[Lane]:
    """Let them say something while nothing is sent; return on which lanes they are answered."""
    await house.rows("DELETE FROM outbox")
    drained, house.app.deliveries[:] = list(house.app.deliveries), []
    for person in people:
        await person.says(said)
    house.app.deliveries[:] = drained
    return [Lane(lane) for (lane,) in await house.rows("SELECT lane FROM outbox ORDER BY seq")]


async def test_only_who_is_in_the_middle_of_nothing_is_answered_as_somebody_new(
    telegram: House,
) -> None:
    stranger, registered = telegram.person("stranger"), telegram.person("registered")
    asked, head = telegram.person("asked"), telegram.person("head")
    await register(registered)
    await begun(asked, "name")
    await head_of(head)

    assert await lanes(telegram, stranger, said="halo") == [Lane.NEW]
    known = await lanes(telegram, registered, asked, head, said="status")
    assert set(known) == {Lane.LIVE}


async def test_who_begins_is_answered_as_somebody_new_once(telegram: House) -> None:
    budi = telegram.person("budi")

    first = await lanes(telegram, budi, said="daftar")
    then = await lanes(telegram, budi, said="untuk saya sendiri")

    assert (first, set(then)) == ([Lane.NEW], {Lane.LIVE})
