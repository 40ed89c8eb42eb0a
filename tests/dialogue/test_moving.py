"""Going on elsewhere: begun on one channel, finished on the other, by a code said there."""

import asyncio
import re
from contextlib import AsyncExitStack
from typing import Self
from urllib.parse import unquote

import pytest
from typing_extensions import override

from tests.dialogue.conftest import Build
from tests.dialogue.drivers import House, Person, Polling, Watched, Wire
from tests.dialogue.transcript import SILENCE, Key, Offers, Open, Tap, hear, perform, play
from tests.dialogue.whatsapp import OnWhatsApp, WhatsApp
from tests.dialogue.workers import BUDI, begun, head_of, on_to, register
from tests.model_worker import YANTI
from tests.patience import PATIENCE

WAYS = [
    pytest.param("whatsapp", "telegram", id="from WhatsApp to Telegram"),
    pytest.param("telegram", "whatsapp", id="from Telegram to WhatsApp"),
    pytest.param("whatsapp", "whatsapp", id="to another phone"),
]
_CODE = re.compile(r"PINDAH ([A-Z]{5}-[0-9]{4})")


class Both(Wire):
    """One bot on both channels. The last word of people's names says where they are met."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.whatsapp = WhatsApp(house)
        self.wires = {"whatsapp": self.whatsapp, "telegram": Polling(house)}

    @override
    async def __aenter__(self) -> Self:
        for wire in self.wires.values():
            await wire.__aenter__()
        return self

    @override
    async def __aexit__(self, *_: object) -> None:
        for wire in self.wires.values():
            await wire.__aexit__()

    @override
    async def plug(self, app: Watched, running: AsyncExitStack) -> None:
        for wire in self.wires.values():
            await wire.plug(app, running)
        async with asyncio.timeout(PATIENCE):
            while len(app.directory.doors) < len(self.wires):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.01)

    @override
    def person(self, name: str) -> Person:
        return self.wires[name.rpartition(" ")[2]].person(name)


@pytest.fixture
async def house(build: Build) -> House:
    """Two places in each village, and two channels."""
    return await build(Both)


def met_on(house: House, channel: str, name: str = "yanti") -> Person:
    return house.person(f"{name} on {channel}")


async def asks_for_code(person: Person) -> tuple[str, str]:
    """Ask how to go on elsewhere; return what was said and the code in it."""
    await person.says("pindah")
    said = (await hear(person, Key("move.code", minutes=30)))[-1]
    found = _CODE.search(said)
    assert found is not None
    return said, found[1]


async def uses(person: Person, code: str) -> None:
    """Say the code, and say that one made it oneself; what comes of it waits to be heard."""
    await play((person, f"PINDAH {code}", ("move.ask",), Offers("move.yes", "move.no")))
    await perform(person, Tap("move.yes"))


async def goes_to(person: Person, new: Person) -> None:
    _, code = await asks_for_code(person)
    await uses(new, code)


async def heads(house: House) -> list[tuple[str, str]]:
    """Return who heads which village."""
    return await house.rows("SELECT village, person_id::text FROM officials ORDER BY village")


ASKED = (("move.ask",), Offers("move.yes", "move.no"))


@pytest.mark.parametrize(("old", "new"), WAYS)
async def test_what_was_begun_goes_on_at_the_very_question(
    house: House, old: str, new: str
) -> None:
    first, second = met_on(house, old), met_on(house, new, "the same")
    await begun(first, "name")

    _, code = await asks_for_code(first)

    await play(
        (second, f"PINDAH {code}", *ASKED),
        (second, Tap("move.yes"), ("move.done", "progress", "registration.name.ask")),
        (second, "Yanti Susanti", ("noted", "progress", "registration.birth_place.ask")),
        (first, "Bengkayang", ("noted", "progress", "registration.mother.ask")),
    )
    await perform(second, "Maria")
    await on_to(second, "review", YANTI, "address")
    await play((second, Tap("registration.review.send"), "receipt.place"), (first, None, SILENCE))


@pytest.mark.parametrize("typed", ["pindah {}", "Pindah {}.", " PINDAH  {} "])
async def test_the_code_may_be_typed_as_people_type(house: House, typed: str) -> None:
    first, second = met_on(house, "telegram"), met_on(house, "whatsapp")
    await begun(first, "name")
    _, code = await asks_for_code(first)

    said = typed.format(code.replace("-", " ").lower())

    await play(
        (second, said, *ASKED),
        (second, Tap("move.yes"), ("move.done", "progress", "registration.name.ask")),
    )


async def test_the_link_to_telegram_carries_the_code(house: House) -> None:
    first, second = met_on(house, "whatsapp"), met_on(house, "telegram")
    await begun(first, "name")
    said, code = await asks_for_code(first)

    (link,) = re.findall(r"https://\S+", said)
    _, carried = link.split("?start=")

    assert carried == f"p_{code}"
    await play(
        (second, Open(carried), *ASKED),
        (second, Tap("move.yes"), ("move.done", "progress", "registration.name.ask")),
    )


async def test_the_link_to_whatsapp_carries_the_words(house: House) -> None:
    first, second = met_on(house, "telegram"), met_on(house, "whatsapp")
    await begun(first, "name")
    said, code = await asks_for_code(first)

    (link,) = re.findall(r"https://\S+", said)
    door, words = link.split("?text=")

    assert (door, unquote(words)) == ("https://wa.me/628115700100", f"PINDAH {code}")
    await play(
        (second, unquote(words), *ASKED),
        (second, Tap("move.yes"), ("move.done", "progress", "registration.name.ask")),
    )


@pytest.mark.parametrize(("old", "new"), WAYS)
async def test_the_status_is_the_same_from_either_place(house: House, old: str, new: str) -> None:
    first, second = met_on(house, old), met_on(house, new, "the same")
    await register(first)
    await hear(first, "receipt.place")

    await goes_to(first, second)

    await hear(second, ("move.done", "move.status"))
    await hear(first, "move.joined")
    status = ("status.placed", "next.no_head", "standing.more")
    await play((second, "status", status), (first, "status", status))


@pytest.mark.parametrize(("old", "new"), WAYS)
async def test_news_go_to_where_somebody_wrote_last(house: House, old: str, new: str) -> None:
    first, second = met_on(house, old), met_on(house, new, "the same")
    head = met_on(house, "telegram", "head")
    await head_of(head)
    await register(first)
    house.clock.step(minutes=10)
    await goes_to(first, second)
    await hear(second, "move.done")
    await hear(first, "move.joined")

    await perform(head, Tap("card.ok"))

    await hear(first, SILENCE)
    await hear(second, ("decided.confirmed", "next.confirmed"))


async def test_news_go_to_the_new_place_although_somebody_had_looked_in_there_before(
    house: House,
) -> None:
    first, second = met_on(house, "telegram"), met_on(house, "whatsapp")
    head = met_on(house, "telegram", "head")
    await head_of(head)
    await second.says("halo")
    await register(first)
    await goes_to(first, second)
    await hear(second, "move.done")
    await hear(first, "move.joined")

    await perform(head, Tap("card.ok"))

    await hear(first, SILENCE)
    await hear(second, ("decided.confirmed", "next.confirmed"))


async def test_a_code_is_good_once(house: House) -> None:
    first, second = met_on(house, "telegram"), met_on(house, "whatsapp")
    await begun(first, "name")
    _, code = await asks_for_code(first)
    await uses(second, code)

    third = met_on(house, "whatsapp", "third")

    await play(
        (third, f"PINDAH {code}", *ASKED),
        (third, Tap("move.yes"), ("move.refused",)),
        (third, "status", "standing.none"),
    )


async def test_a_code_expires_after_half_an_hour(house: House) -> None:
    first, second = met_on(house, "telegram"), met_on(house, "whatsapp")
    await begun(first, "name")
    _, code = await asks_for_code(first)
    await play((second, f"PINDAH {code}", *ASKED))

    house.clock.step(minutes=30)

    await play((second, Tap("move.yes"), ("move.refused",)), (second, "status", "standing.none"))


@pytest.mark.parametrize("said", ["PINDAH BCDFG-0000", "pindah bcdfg0000"])
async def test_a_code_nobody_made_is_refused_and_the_question_stays(
    house: House, said: str
) -> None:
    yanti = met_on(house, "whatsapp")
    await play((yanti, "daftar", "registration.for_whom.ask"))

    await play(
        (yanti, said, *ASKED),
        (yanti, Tap("move.yes"), ("move.refused",)),
        (yanti, Tap("registration.for_whom.self"), "registration.village.ask"),
    )


async def test_who_says_the_code_in_the_same_chat_can_still_use_it_elsewhere(
    house: House,
) -> None:
    first, second = met_on(house, "telegram"), met_on(house, "whatsapp")
    _, code = await asks_for_code(first)

    await play(
        (first, f"PINDAH {code}", *ASKED),
        (first, Tap("move.yes"), ("move.refused",)),
        (second, f"PINDAH {code}", *ASKED),
        (second, Tap("move.yes"), ("move.done", "move.status")),
    )


# ── a code may come from anybody ────────────────────────────────────────────────────────────────


async def test_who_says_no_stays_who_they_are_and_leaves_the_code_good(house: House) -> None:
    first, second = met_on(house, "telegram"), met_on(house, "whatsapp")
    await begun(first, "name")
    _, code = await asks_for_code(first)

    await play(
        (second, f"PINDAH {code}", *ASKED),
        (second, Tap("move.no"), ("standing.none",)),
        (first, "Yanti Susanti", "registration.birth_place.ask"),
        (second, "status", ("standing.none",)),
    )

    third = met_on(house, "whatsapp", "third")
    await uses(third, code)
    await hear(third, ("move.done", "progress", "registration.birth_place.ask"))


@pytest.mark.parametrize(("old", "new"), WAYS)
async def test_who_had_begun_at_both_places_goes_on_with_each_where_it_was(
    house: House, old: str, new: str
) -> None:
    first, second = met_on(house, old), met_on(house, new, "the same")
    await begun(first, "birth_place")
    await begun(second, "mother", BUDI)

    await goes_to(first, second)

    await hear(second, ("move.own",))
    await play(
        (second, "Ana", "registration.address.ask"),
        (first, "Bengkayang", "registration.mother.ask"),
    )


async def test_who_was_refused_for_what_they_have_leaves_the_code_good(house: House) -> None:
    first, second = met_on(house, "telegram"), met_on(house, "whatsapp")
    await begun(first, "name")
    await begun(second, "mother", BUDI)
    _, code = await asks_for_code(first)
    await uses(second, code)
    await hear(second, ("move.own",))

    third = met_on(house, "whatsapp", "third")
    await uses(third, code)

    await hear(third, ("move.done", "progress", "registration.name.ask"))


async def test_who_had_only_begun_at_the_new_place_goes_on_there_alone(house: House) -> None:
    first, second = met_on(house, "telegram"), met_on(house, "whatsapp")
    await register(first)
    await hear(first, "receipt.place")
    await begun(second, "mother", BUDI)

    await goes_to(first, second)

    await hear(second, ("move.own",))
    await play((second, "Ana", "registration.address.ask"), (first, "status", "status.placed"))


@pytest.mark.parametrize(("old", "new"), WAYS)
async def test_a_head_who_follows_a_stranger_s_link_is_refused_and_keeps_the_village(
    house: House, old: str, new: str
) -> None:
    stranger, head = met_on(house, old, "stranger"), met_on(house, new, "head")
    await head_of(head)
    await hear(head, "head.welcome")
    before = await heads(house)
    _, code = await asks_for_code(stranger)

    await play(
        (head, Open(f"p_{code}"), *ASKED),
        (head, Tap("move.yes"), ("move.own",)),
    )

    await register(met_on(house, "whatsapp", "yanti"))
    await hear(head, "card.ask", Offers("card.ok", "card.no", "card.later"))
    await hear(stranger, SILENCE)
    await play((stranger, "antrean", "card.no_head"), (head, Tap("card.ok"), "card.confirmed"))
    assert await heads(house) == before


@pytest.mark.parametrize(("old", "new"), WAYS)
async def test_a_worker_who_follows_a_stranger_s_link_is_refused_and_keeps_the_registration(
    house: House, old: str, new: str
) -> None:
    stranger, yanti = met_on(house, old, "stranger"), met_on(house, new)
    await register(yanti)
    await hear(yanti, "receipt.place")
    _, code = await asks_for_code(stranger)

    await play(
        (yanti, Open(f"p_{code}"), *ASKED),
        (yanti, Tap("move.yes"), ("move.own",)),
        (stranger, "status", ("standing.none",)),
        (yanti, "status", "status.placed"),
    )


# ── heads ───────────────────────────────────────────────────────────────────────────────────────


async def test_an_office_is_moved_by_no_code(house: House) -> None:
    head, stranger = met_on(house, "telegram", "head"), met_on(house, "whatsapp", "stranger")
    await head_of(head)
    await hear(head, "head.welcome", "card.queue_empty")
    before = await heads(house)

    await play((head, "pindah", ("move.office",)))

    assert await heads(house) == before
    await play((stranger, "status", "standing.none"))


async def test_a_code_from_before_the_office_does_not_move_it(house: House) -> None:
    head, stranger = met_on(house, "telegram", "head"), met_on(house, "whatsapp", "stranger")
    _, code = await asks_for_code(head)
    await head_of(head)
    await hear(head, "head.welcome", "card.queue_empty")
    before = await heads(house)

    await uses(stranger, code)

    await hear(stranger, ("move.office",))
    assert await heads(house) == before
    await hear(head, SILENCE)
    await play((stranger, "antrean", ("card.no_head",)))


async def test_what_a_head_registered_while_the_chat_was_anothers_is_not_theirs_to_decide(
    house: House,
) -> None:
    other, head = met_on(house, "telegram", "other"), met_on(house, "whatsapp", "head")
    await goes_to(other, head)
    await hear(head, "move.done")
    await register(head)
    await hear(head, "receipt.place")
    await play((other, "putuskan", "move.separated"))

    await head_of(head)

    await hear(head, "head.welcome", "card.queue_empty")
    assert await house.count("cards") == 0


async def taken_by(house: House) -> str:
    async with house.app.storage.begin() as work:
        [head] = await work.officials.list()
    return head.taken_by


def two_digits(person: Person) -> str:
    met = person.pen.phone if isinstance(person, OnWhatsApp) else person.address.id
    return (met or "")[-2:]


@pytest.mark.parametrize(("asks", "says"), WAYS)
@pytest.mark.parametrize("first", [True, False], ids=["asked for the code", "said the code"])
async def test_an_office_is_of_the_chat_that_said_yes_and_of_none_joined_to_it(
    house: House, asks: str, says: str, first: bool
) -> None:
    maker, joined = met_on(house, asks, "maker"), met_on(house, says, "joined")
    head, stranger = (maker, joined) if first else (joined, maker)
    await goes_to(maker, joined)
    await hear(joined, "move.done")
    await hear(maker, "move.joined")

    await head_of(head)

    here, there = ("move.kept", "move.left") if first else ("move.left", "move.kept")
    await hear(head, "head.welcome", "card.queue_empty", here)
    await hear(stranger, there)
    await play((stranger, "antrean", "card.no_head"), (stranger, "putuskan", "move.none"))
    await register(met_on(house, "whatsapp", "yanti"))
    await hear(stranger, SILENCE)
    await play((head, Tap("card.ok"), "card.confirmed"))
    assert (await taken_by(house)).endswith(f"…{two_digits(head)}")


@pytest.mark.parametrize("at", ["where it was begun", "where it went on"])
async def test_what_was_registered_stays_where_it_was_first(house: House, at: str) -> None:
    first, second = met_on(house, "telegram"), met_on(house, "whatsapp", "the same")
    await register(first)
    await goes_to(first, second)
    head = first if at == "where it was begun" else second

    await head_of(head)

    assert await house.count("cards") == 0  # and it is still their own
    await play((first, "status", "status.placed"))
    await play((second, "status", "standing.none" if head is first else "standing.head"))


async def test_an_invitation_that_makes_nobody_head_parts_nobody(house: House) -> None:
    first, second = met_on(house, "telegram"), met_on(house, "whatsapp", "the same")
    await register(first)
    await goes_to(first, second)
    await hear(second, "move.done")

    await play((second, Open("h_abcdefghijklmnop"), "invitation.unknown"))

    await play((second, "status", "status.placed"))


# ── it was not them ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("old", "new"), WAYS)
@pytest.mark.parametrize("how", ["typed", "tapped"])
async def test_who_was_joined_to_a_stranger_undoes_it(
    house: House, old: str, new: str, how: str
) -> None:
    yanti, stranger = met_on(house, old), met_on(house, new, "stranger")
    await register(yanti)
    await hear(yanti, "receipt.place")
    _, code = await asks_for_code(yanti)
    await uses(stranger, code)
    await hear(stranger, ("move.done", "move.status"))
    await hear(yanti, ("move.joined",))

    await play((yanti, Tap("move.cut") if how == "tapped" else "putuskan", ("move.separated",)))

    await play(
        (stranger, "status", "standing.none"),
        (yanti, "status", ("status.placed", "next.no_head", "standing.more")),
        (yanti, "putuskan", ("move.none",)),
    )


@pytest.mark.parametrize("later", [False, True], ids=["at once", "the user id came later"])
async def test_the_next_owner_of_a_cut_off_number_is_somebody_new(
    house: House, later: bool
) -> None:
    yanti = met_on(house, "telegram")
    stranger = owner(house, "ID.1" if not later else None)
    await register(yanti)
    await hear(yanti, "receipt.place")
    await goes_to(yanti, stranger)
    if later:
        stranger = owner(house, "ID.1")
        await play((stranger, "status", "status.placed"))

    await play((yanti, "putuskan", "move.separated"))

    await play((owner(house, "ID.2"), "status", "standing.none"))
    await play((stranger, "status", "standing.none"), (yanti, "status", "status.placed"))


def owner(house: House, user_id: str | None) -> OnWhatsApp:
    """Whoever has the number now."""
    assert isinstance(house.wire, Both)
    return OnWhatsApp(house, house.wire.whatsapp, "6285700002222", user_id)


async def test_the_joined_chat_undoes_nothing_and_nobody_does_after_a_day(house: House) -> None:
    first, second = met_on(house, "telegram"), met_on(house, "whatsapp")
    await register(first)
    await hear(first, "receipt.place")
    await goes_to(first, second)
    await hear(second, "move.done")
    await hear(first, "move.joined")

    await play((second, "putuskan", ("move.none",)))
    house.clock.step(hours=25)

    await play((first, "putuskan", ("move.none",)), (second, "status", "status.placed"))


async def test_two_who_use_one_code_at_once_are_not_both_let_in(house: House) -> None:
    first = met_on(house, "telegram")
    await begun(first, "name")
    _, code = await asks_for_code(first)
    others = [met_on(house, "whatsapp", name) for name in ("a", "b")]

    for one in others:
        await play((one, f"PINDAH {code}", *ASKED))

    await asyncio.gather(*(perform(one, Tap("move.yes")) for one in others))

    (told,) = zip(*[await one.heard() for one in others], strict=True)
    refused = house.catalog.template("id", "move.refused")
    assert sorted(text == refused for text in told) == [False, True]
