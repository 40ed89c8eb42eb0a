"""What a head asks to see: all by name, one of them, and how far the village has come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from conversations.buttons.button import write
from conversations.buttons.desk import ShowNames, ShowOne, ShowVillage
from conversations.effects import (
    Decide,
    Effect,
    FindStanding,
    FindWorkers,
    ListWorkers,
    ShowCard,
    ShowQueue,
    ShowReport,
)
from conversations.life_cycle import Status
from conversations.messages import Choice, Tapped
from conversations.outcomes.looking import (
    NoHead,
    Reported,
    VillageReport,
    WorkersFound,
    WorkersListed,
)
from conversations.outcomes.standing import Standing
from tests.conversations.talk import (
    NOW,
    REGISTRATION,
    VILLAGE,
    Talk,
    at,
    card,
    context,
    registered,
)

ONE = registered(Status.CONFIRMED)
OTHER = replace(ONE, id=UUID(int=77), number="PR-6107-000077", name="SITI AISYAH")
NUMBER = "PR-6107-000198"


def head(said: str) -> Talk:
    talk = Talk()
    talk.says_idly(said, heads=(VILLAGE,))
    return talk


LOOKS: list[tuple[str, Effect]] = [
    ("DAFTAR WARGA", ListWorkers()),
    ("daftar nama", ListWorkers()),
    ("liat name2 yang dah kedaftar", ListWorkers()),
    ("tolong lihat daftar warga pak", ListWorkers()),
    ("siapa saja yang sudah terdaftar", ListWorkers()),
    ("lihat semua warga", ListWorkers()),
    ("list peserta desa kami", ListWorkers()),
    ("siapa aja yg udah daftar nama", ListWorkers()),
    ("LAPORAN", ShowReport()),
    ("laporan desa saya", ShowReport()),
    ("minta rekap", ShowReport()),
    ("sisa tmpt kmi brp lg", ShowReport()),
    ("sudah berapa yang terisi", ShowReport()),
    ("tempatnya masih berapa pak", ShowReport()),
    ("berapa yang sudah diterima", ShowReport()),
    ("kuota kami masih ada?", ShowReport()),
    ("udah brp yg masuk", ShowReport()),
    ("daftar warga 3", ListWorkers(3)),
    ("tlg crikan yulita noni", FindWorkers(said="yulita noni")),
    ("cari pak karso", FindWorkers(said="karso")),
    ("carikan data yang bernama Siti", FindWorkers(said="data siti")),
    (f"cari {NUMBER}", FindWorkers(number=NUMBER, said="pr 6107 000198")),
]


@pytest.mark.parametrize(("said", "looks"), LOOKS)
def test_a_head_asks_to_see_it_in_words(said: str, looks: Effect) -> None:
    assert head(said).effect == looks


@pytest.mark.parametrize(
    "said", ["daftar", "saya mau daftar", "daftarkan warga saya", "cek dulu", "nama saya salah"]
)
def test_what_only_sounds_like_it_shows_nobody(said: str) -> None:
    talk = Talk()
    talk.says(said)

    assert not isinstance(talk.effect, ListWorkers | FindWorkers | ShowReport)


def test_who_is_registered_and_asks_how_many_places_there_are_is_told_so() -> None:
    talk = Talk()
    talk.says_idly("kuota masih ada?", ONE)

    assert not isinstance(talk.effect, ShowReport)


def listed(page: int = 1, pages: int = 2) -> Talk:
    talk = head("daftar warga")
    talk.learns(WorkersListed((ONE, OTHER), page, pages, 10 * page - 9, 12))
    return talk


def test_a_page_is_numbered_and_leads_to_the_next() -> None:
    talk = listed()

    assert talk.keys == ["roster.which", "roster.row", "roster.row", "roster.more"]
    assert [choice.token for choice in talk.choices] == [write(ShowNames(2))]
    assert listed(2).keys == ["roster.which", "roster.row", "roster.row"]


@pytest.mark.parametrize("said", ["2", "nomor 2", "yang nomor 2 pak", "lihat no 2"])
def test_a_number_means_who_stands_there(said: str) -> None:
    talk = listed()

    talk.says(said)

    assert talk.effect == FindWorkers(OTHER.id)


@pytest.mark.parametrize("said", ["3", "0", "laporan"])
def test_a_number_that_stands_nowhere_means_nobody(said: str) -> None:
    talk = listed()

    talk.says(said)

    assert talk.effect == FindStanding("said", said=said, loose=True)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("yang nomor 2 sudah meninggal", f"yang {OTHER.number} sudah meninggal"),
        ("nomor dua sudah pindah pak", f"{OTHER.number} sudah pindah pak"),
        ("nomor hp saya ganti", "nomor hp saya ganti"),
        ("nomor 9 sudah pindah", "nomor 9 sudah pindah"),
    ],
)
def test_a_number_beside_other_words_says_who_is_meant(said: str, meant: str) -> None:
    talk = listed()

    talk.says(said)

    assert isinstance(talk.effect, FindStanding)
    assert talk.effect.said == meant


def test_on_the_second_page_numbers_go_on() -> None:
    talk = listed(2)

    talk.says("12")

    assert talk.effect == FindWorkers(OTHER.id)


def test_a_list_that_was_shown_long_ago_counts_nobody() -> None:
    talk = listed()
    talk.context = replace(talk.context, now=NOW + timedelta(hours=1))

    talk.says("2")

    assert not isinstance(talk.effect, FindWorkers)


def test_who_waits_for_a_decision_is_met_on_the_card() -> None:
    talk = head("cari yohanes")

    talk.learns(WorkersFound("yohanes", (registered(),), 1))

    assert talk.effect == ShowCard(REGISTRATION, 1, asks_reason=False, anew=True)


def test_who_is_decided_is_told_in_words() -> None:
    talk = head("cari yohanes")

    talk.learns(WorkersFound("yohanes", (ONE,), 1))

    assert talk.keys == ["listed.confirmed", "roster.how"]


def test_of_several_one_is_chosen_by_number() -> None:
    talk = head("cari yohanes")
    talk.learns(WorkersFound("yohanes", (ONE, OTHER), 2))

    talk.says("1")

    assert talk.effect == FindWorkers(ONE.id)


def test_how_far_the_village_has_come_is_told_with_the_oldest_who_waits() -> None:
    talk = head("laporan")

    talk.learns(Reported((VillageReport(VILLAGE, 100, 40, 2, 3, 1, NOW - timedelta(days=3)),)))

    assert talk.keys == ["report.village", "report.oldest"]
    assert talk.value("report.oldest", "days") == 3
    assert [choice.label.key for choice in talk.choices] == ["queue", "roster.button"]


@pytest.mark.parametrize(
    ("outcome", "key"),
    [
        (WorkersListed((), 1, 1, 1, 0), "roster.empty"),
        (WorkersFound("siti", (), 0), "roster.nobody"),
        (Reported(()), "report.none"),
        (NoHead(), "village.no_head"),
    ],
)
def test_where_there_is_nothing_that_is_said(
    outcome: WorkersListed | WorkersFound | Reported | NoHead, key: str
) -> None:
    talk = Talk()

    talk.learns(outcome)

    assert talk.keys == [key]


@pytest.mark.parametrize(
    ("button", "effect"),
    [
        (ShowNames(2), ListWorkers(2)),
        (ShowOne(ONE.id), FindWorkers(ONE.id)),
        (ShowVillage(), ShowReport()),
    ],
)
def test_a_button_shows_the_same(
    button: ShowNames | ShowOne | ShowVillage, effect: Effect
) -> None:
    talk = at("name")

    talk.sends(Tapped(write(button)))

    assert talk.effect == effect


def test_where_nobody_waits_the_queue_is_not_offered() -> None:
    talk = Talk()

    talk.learns(Reported((VillageReport(VILLAGE, 100, 0, 0, 0, 0, None),)))

    assert talk.keys == ["report.village"]
    assert [choice.label.key for choice in talk.choices] == ["roster.button"]


def looked(said: str) -> Talk:
    """Return a talk in which a head before whom a card is open looked at something else, last."""
    talk = head("laporan")
    talk.learns(Reported((VillageReport(VILLAGE, 100, 0, 0, 1, 0, NOW),)))
    talk.says(said)
    assert isinstance(talk.effect, FindStanding)
    assert talk.effect.loose
    talk.learns(Standing("said", (), (VILLAGE,), said=said, cards=(card(),), loose=True))
    return talk


@pytest.mark.parametrize("said", ["ya", "benar", "Benar, warga saya"])
def test_a_yes_after_something_else_was_looked_at_confirms_nobody_unasked(said: str) -> None:
    talk = looked(said)

    assert (talk.keys, talk.effect) == (["card.sure.confirm"], None)


def test_what_is_said_of_the_card_in_other_words_is_understood_all_the_same() -> None:
    assert looked("bukan warga sini").keys == ["card.sure.reject"]


@pytest.mark.parametrize("said", [NUMBER, "pr 6107 000198", "6107000198"])
def test_a_number_alone_is_looked_for(said: str) -> None:
    talk = Talk()
    talk.says(said)
    talk.learns(Standing("said", (), (VILLAGE,), NUMBER, said=said, cards=(card(),)))

    assert talk.effect == FindWorkers(number=NUMBER)


def test_a_buttons_label_that_is_typed_then_is_asked_back_too() -> None:
    def confirms(_typed: str, choices: Sequence[Choice], /, *, counting: bool) -> str:
        del counting
        return choices[0].token

    talk = head("laporan")
    talk.context = context(labelled=confirms)
    found = Standing("said", (), (VILLAGE,), said="Benar", cards=(card(),))

    talk.learns(replace(found, loose=True))
    assert (talk.keys, talk.effect) == (["card.sure.confirm"], None)
    talk.learns(found)
    assert talk.effect == Decide(REGISTRATION, 1, None)


def test_what_was_looked_at_changes_nothing_of_a_wish_of_ones_own() -> None:
    talk = head("laporan")
    talk.learns(Reported((VillageReport(VILLAGE, 100, 0, 0, 1, 0, NOW),)))

    talk.says("antrean")

    assert talk.effect == ShowQueue()


def test_another_number_beside_an_open_card_is_looked_for() -> None:
    talk = Talk()

    said = f"{NUMBER} benar"
    talk.learns(Standing("said", (), (VILLAGE,), NUMBER, said=said, cards=(card(),)))

    assert talk.effect == FindWorkers(number=NUMBER)
