"""What is said when an operator rejects what came from one chat."""

from uuid import UUID

from conversations.office import news
from conversations.outcomes.cards import ClosedCard
from conversations.outcomes.operator import Dismissal, Dismissed
from conversations.outcomes.registered import Promoted
from tests.conversations.talk import HEAD, VILLAGE, WORKER, card, context

CARD = ClosedCard(UUID(int=8), HEAD)
WAITED = Promoted(UUID(int=9), "PR-6107-000042", VILLAGE, 41, "SITI", has_head=True)


def test_the_cards_close_the_chat_hears_it_once_and_the_place_and_the_next_card_go_on() -> None:
    those = (
        Dismissal(UUID(int=1), "PR-6107-000001", "YANTI", (CARD,)),
        Dismissal(UUID(int=2), "PR-6107-000002", "BUDI"),
    )

    replies = news.dismissed(Dismissed(WORKER, VILLAGE, those, (WAITED,), (card(),)), context())

    assert [(reply.to, reply.texts[0].key, reply.edits) for reply in replies] == [
        (HEAD, "card.rejected", True),
        (WORKER, "dismissed", False),
        (WAITED.person, "promoted", False),
        (HEAD, "card.head", False),
    ]


def test_where_nothing_was_left_to_reject_nobody_hears_anything() -> None:
    assert news.dismissed(Dismissed(WORKER, VILLAGE, ()), context()) == ()
