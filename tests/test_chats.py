"""How fast a chat writes, told by when its messages were sent."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from bot.turns import chats as module
from bot.turns.chats import BURST, Chat, Chats, Pace
from conversations.messages import Address, Channel

START = datetime(2026, 11, 22, 8, tzinfo=UTC)


def too_fast(seconds: Iterable[float], chat: Chat = Chat()) -> list[bool]:  # noqa: B008 - a value
    """Tell of each of the messages, sent so many seconds after the start, whether it must wait."""
    found = []
    for each in seconds:
        chat = chat.hearing(START + timedelta(seconds=each))
        found.append(chat.too_fast)
    return found


def test_a_burst_is_not_too_fast_and_what_follows_is() -> None:
    assert too_fast([0] * (BURST + 3)) == [False] * BURST + [True] * 3


def test_what_was_written_without_a_signal_is_not_fast_because_a_tap_comes_with_it() -> None:
    chat = Chat().hearing(START + timedelta(hours=1), tapped=True)

    assert not any(too_fast(range(0, 3000, 10), chat))


def test_taps_are_as_fast_as_words_at_most() -> None:
    chat = Chat()
    for _ in range(BURST):
        chat = chat.hearing(START, tapped=True)

    assert not chat.too_fast
    assert chat.hearing(START, tapped=True).too_fast


def test_one_a_second_is_never_too_fast() -> None:
    assert not any(too_fast([*[0] * BURST, *range(1, 500)]))


def test_two_a_second_are_after_a_while() -> None:
    found = too_fast(n / 2 for n in range(100))

    assert not any(found[: 2 * BURST - 2])
    assert found[-1]


def test_a_minute_of_rest_gives_the_burst_back() -> None:
    assert not any(too_fast([*[0] * BURST, *[60] * BURST]))


def test_what_comes_late_counts_as_sent_with_the_one_before() -> None:
    """The others are no faster for it, and a clock that runs ahead locks nobody out."""
    assert not any(too_fast([3600, *range(BURST - 1)]))
    assert too_fast([3600, *range(BURST)])[-1]


def test_who_was_told_is_told_again_only_after_a_rest() -> None:
    told = Chat(Pace(5, START.timestamp()), told=True)

    assert told.hearing(START + timedelta(seconds=4)).told
    assert not told.hearing(START + timedelta(seconds=5)).told


def test_only_so_many_chats_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 2)
    chats, [one, two, three] = Chats(), [Address(Channel.TELEGRAM, "1", n) for n in "123"]

    for address in (one, two, one, three):
        chats.keep({address: Chat(Pace(9))})

    assert [chats.of(each).words.used for each in (one, two, three)] == [9, 0, 9]
