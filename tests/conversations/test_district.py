"""What an operator did, in words; and a card that could not be shown."""

from uuid import UUID

from conversations.brain import Brain
from conversations.effects import Expire, PassOver, Reason
from conversations.life_cycle import Status
from conversations.machine import Due, DueKind, State
from conversations.messages import Text
from conversations.office import news
from conversations.outcomes.cards import ClosedCard
from conversations.outcomes.desk import AlreadyDecided
from conversations.outcomes.operator import Revoked
from conversations.outcomes.standing import Expired, NotExpired, Standing
from tests.conversations.talk import (
    HEAD,
    NOW,
    OTHER_HEAD,
    VILLAGE,
    WORKER,
    Talk,
    card,
    context,
    decided,
    registered,
    told,
)

DISTRICT = Text("decider.district")
THE_HEAD = Text("decider.head", {"village": "Sungai Duri"})


def test_a_card_that_was_refused_is_passed_over() -> None:
    due = Due(DueKind.REFUSED, UUID(int=9), "")

    transition = Brain.registering().advance(State(), due, context())

    assert transition.effect == PassOver(UUID(int=9))
    assert transition.replies == ()


def test_a_registration_whose_cover_is_over_ends_and_its_worker_hears_it() -> None:
    due, brain = Due(DueKind.EXPIRE, UUID(int=9), ""), Brain.registering()

    wished = brain.advance(State(), due, context())
    over = registered(Status.OVER)
    ended = brain.advance(State(), Expired(over, (ClosedCard(UUID(int=5), HEAD),)), context())

    assert (wished.effect, wished.replies) == (Expire(UUID(int=9)), ())
    assert told(ended.replies, None) == [["status.over", "next.over"]]
    assert told(ended.replies, HEAD) == [["card.over"]]
    assert brain.advance(State(), NotExpired(), context()).replies == ()


def test_who_is_revoked_is_told_and_another_head_is_shown_the_next_card() -> None:
    revoked = Revoked(VILLAGE, (HEAD,), 0, (ClosedCard(UUID(int=5), HEAD),), (card(person=OTHER_HEAD),))  # fmt: skip # noqa: E501

    [closed] = news.taken_back(revoked)
    replies = news.revoked(revoked, context())

    assert (closed.to, closed.edits, closed.choices) == (HEAD, True, ())
    assert [text.key for text in closed.texts] == ["card.taken_back"]
    assert told(replies, HEAD) == [["head.revoked"]]
    assert [reply.to for reply in replies] == [HEAD, OTHER_HEAD]


def test_a_worker_hears_whether_a_head_or_the_district_decided() -> None:
    head = news.decided(decided(Reason.DIED), context())
    district = news.decided(decided(Reason.DIED, official=None, by=None), context())

    assert (head.to, district.to) == (WORKER, WORKER)
    assert [text.values.get("by") for text in head.texts] == [THE_HEAD, THE_HEAD, None]
    assert [text.values.get("by") for text in district.texts] == [DISTRICT, DISTRICT, None]


def test_the_status_says_who_decided() -> None:
    talk = Talk()

    talk.learns(Standing("status", (registered(Status.CONFIRMED, by_district=True),), ()))

    assert talk.value("status.confirmed", "by") == DISTRICT


def test_an_old_card_says_who_decided_where_it_was_no_head() -> None:
    by = {}
    for status in (Status.CONFIRMED, Status.WITHDRAWN):
        talk = Talk()
        talk.learns(AlreadyDecided("PR-6107-000001", status, None, NOW))
        by[status] = talk.value(f"card.already.{status}", "by")

    assert by == {Status.CONFIRMED: DISTRICT, Status.WITHDRAWN: Text("card.somebody")}


def test_cards_of_it_say_that_the_district_decided() -> None:
    closed = (ClosedCard(UUID(int=5), HEAD),)

    replies = news.decision(decided(official=None, by=None, closed=closed), context())

    assert replies[0].edits
    assert replies[0].texts[0].values["by"] == DISTRICT
