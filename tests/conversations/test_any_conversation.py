"""Any conversation at all: whatever is said, in whatever order, with whatever comes of it."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import get_args
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from conversations.buttons.button import write
from conversations.buttons.person import Correct
from conversations.buttons.tokens import MAX_BYTES, token
from conversations.effects import (
    Amend,
    AnswerTerms,
    Ask,
    CheckNik,
    Claim,
    CountPlaces,
    Decide,
    DoForOwner,
    Effect,
    End,
    EndReason,
    EraseData,
    Expire,
    FindAnswers,
    FindClaims,
    FindData,
    FindForOwner,
    FindForPhone,
    FindOwn,
    FindStanding,
    FindWorkers,
    FinishErasing,
    GivePhoneCode,
    Join,
    Lapse,
    ListWorkers,
    LookAtInvitation,
    Nudge,
    OpenTransfer,
    PassOver,
    Postpone,
    Read,
    Reason,
    RecordConsent,
    Redeem,
    Right,
    Separate,
    ShowCard,
    ShowQueue,
    ShowReport,
    Submit,
    TakeConsentBack,
    TakeEffect,
    TakeToPhone,
    Undo,
    UndoLast,
    Withdraw,
    Write,
)
from conversations.forms.form import only_reading
from conversations.forms.question import Asking
from conversations.forms.sheet import version_key
from conversations.life_cycle import Status
from conversations.machine import Context, Draft, Event, State, Transition
from conversations.messages import (
    Edited,
    Filled,
    Input,
    Opened,
    Reply,
    Said,
    SentMedia,
    SharedContact,
    Tapped,
)
from conversations.notes import Menu, Notes
from conversations.outcomes.amending import (
    Amended,
    AnswersFound,
    HeldByClaim,
    NoPlaceThere,
    NothingToAmend,
    Overtaken,
)
from conversations.outcomes.asking import Asked
from conversations.outcomes.cards import ClosedCard
from conversations.outcomes.claims import (
    ClaimAgreed,
    ClaimGone,
    ClaimGranted,
    ClaimShown,
    ClaimStands,
    ClaimUndone,
)
from conversations.outcomes.desk import (
    AlreadyDecided,
    BecameHead,
    CardShown,
    Ending,
    InvitationRefused,
    Invited,
    NothingToUndo,
    NotYourVillage,
    Postponed,
    QueueShown,
    UndoAsked,
    Undone,
)
from conversations.outcomes.looking import (
    NoHead,
    Reported,
    VillageReport,
    WorkersFound,
    WorkersListed,
)
from conversations.outcomes.moving import Joined, NotJoined, Separated, TransferOpened
from conversations.outcomes.new_phones import (
    ForPhone,
    FoundForPhone,
    MovedToPhone,
    NotMoved,
    PhoneCodeGiven,
    PhoneRefused,
)
from conversations.outcomes.outcome import Outcome
from conversations.outcomes.registered import Agreed
from conversations.outcomes.registering import (
    AlreadyRegistered,
    ConsentRecorded,
    NikFree,
    NoneOwn,
    NotOpen,
    NotYet,
    OwnFound,
    Submitted,
    TooManyNiks,
)
from conversations.outcomes.rights import (
    ConsentTaken,
    DataFound,
    DataOf,
    DoneForOwner,
    Erased,
    FoundForOwner,
    NotForOwner,
    Seen,
)
from conversations.outcomes.standing import (
    Expired,
    Held,
    NotExpired,
    NothingToWithdraw,
    Standing,
    Withdrawn,
)
from conversations.outcomes.terms import TermsAgreed, TermsGone, TermsKept
from conversations.registration.form import FORM
from tests.conversations.talk import (
    ANSWERS,
    ASIDES,
    BRAIN,
    HEAD,
    NOW,
    SCRIPT,
    VILLAGE,
    WOMANS_NIK,
    card,
    context,
    counted,
    decided,
    registered,
)
from tests.conversations.test_outcomes import BOTH

WORDS = (
    *SCRIPT.values(),
    *ASIDES.values(),
    *("orang lain", "suka damai", WOMANS_NIK, "123", "bukan", "1 januari 2015", "31-12-2008"),
    *("tidak punya hp", "0812", "petani dan nelayan", "karyawan pt", "tidak kerja", "perangkat"),
    *("kembali", "ubah", "ubah nama", "ubah untuk siapa", "ubah nik", "bantuan", "status"),
    *("daftar", "halo", "bahasa", "english", "antrean", "ulang dari awal", "ulang", "petugas"),
    *("Nama: Siti Aminah\nNIK: 6107011708800001", "50rb sehari", "50", "lanjut", "Yanti"),
    *("Jalan Melati\nRT 2", "Siti\nAminah", "kebun\nkaret pak budi"),
    *("kalau saya meninggal gimana", "sungai duri kec samalantan", "status PR-6107-000001"),
    *("ganti hp yanti", "ganti hp PR-6107-000001", "HP BARU BKQMX-4827", "BKQMX4827"),
    *("pindah", "pindah ke sari", "PINDAH BKQMX-4827", "DAFTAR 61.07.01.2001", "nomor ini"),
    *("KADES Xk9_aB-3dEfGh12_", "DAFTAR 61.04.03.2021", "daftar 0812345678"),
    *(
        "nama saya salah",
        "ganti nomor hp jadi 081300001234",
        "ganti",
        "kasih orang lain tempatnya",
    ),
    *("data saya", "hapus data saya", "tarik persetujuan", "hapus data PR-6107-000001"),
    *("Yulita Noni sudah meninggal", "akhiri PR-6107-000198", "hapus"),
    *("tidak", "lanjutkan", "", "😀", "\u202e\u200f", "'; DROP TABLE people;--", "<b>x</b>"),
)
PAYLOADS = (
    *("", "v_6107012001", "v_6104032021", "v_x", "v_", "v_" + "a" * 62, "h_kode", "x"),
    *("n_BKQMX4827", "n_x", "p_BKQMX4827", "p_", "p_😀", "p_" + "a" * 100),
)
# What a sheet may bring: a whole one, or any answers to any questions, those there are not too.
SHOWN = {version_key(name): version for name, version in FORM.proven.items()}
WHOLE_SHEET = {**ANSWERS, **SHOWN, "village": "Sungai Duri"}
SHEETS = st.one_of(
    st.just(WHOLE_SHEET),
    st.sets(st.sampled_from(sorted(WHOLE_SHEET))).map(
        lambda left_out: {k: v for k, v in WHOLE_SHEET.items() if k not in left_out}
    ),
    st.dictionaries(
        st.sampled_from((*ANSWERS, *SHOWN, "helped", "review", "gone", "")),
        st.sampled_from((*WORDS, *ANSWERS.values(), "other", "no", "company", "this", "send")),
    ),
)
# What the channels can do: show no form, ask for one's number, tell it, show the whole form.
CHANNELS: tuple[dict[str, object], ...] = (
    {"asks_contact": True},
    {"sender_phone": "+6281234567890", "doors": {"telegram": "t.me/x?start=p_{code}"}},
    {"sender_phone": "+6281234567890", "opens_form": True},
    {"asks_contact": True, "opens_form": True},
)
CLOSED = ClosedCard(UUID(int=8), HEAD)
MOST_EFFECTS = 5  # of a whole sheet: for whom, the consent, the NIK, the places, and it is sent

# What can plausibly come of each effect.
DATA = DataOf(registered(), ANSWERS, own=True, submitted_at=NOW, consented_at=NOW)
SEEN = replace(DATA, own=False, consented_at=None, seen=(Seen(VILLAGE, 3, NOW), Seen("", 1, NOW)))
ENDED = Held(UUID(int=198), 2, "PR-6107-000198", "YULITA NONI")
ASKED = replace(registered(Status.CORRECTING), asked=("name",), until=NOW)
NOT_UNDONE = UndoAsked(UUID(int=3), 2, "PR-6107-000001", "YANTI", Status.CONFIRMED)
UNDONE = Undone(
    Status.REJECTING, UUID(int=2), "PR-6107-000001", VILLAGE, 41, "YANTI", BOTH, (card(),)
)
COMES_OF: dict[type[object], tuple[Outcome, ...]] = {
    FindOwn: (NoneOwn(), OwnFound("PR-6107-000009", "SUTARDI")),
    CountPlaces: (counted(), counted(taken=100, waiting=2), counted(taken=0, places=0)),
    RecordConsent: (ConsentRecorded(),),
    ListWorkers: (
        WorkersListed((registered(), registered(Status.CONFIRMED)), 1, 2, 1, 12),
        WorkersListed((), 1, 1, 1, 0),
        NoHead(),
    ),
    FindWorkers: (
        WorkersFound("yohanes", (registered(Status.CONFIRMED),), 1),
        WorkersFound("yohanes", (registered(), registered(Status.CONFIRMED)), 2),
        WorkersFound("yohanes", (registered(),), 1),
        WorkersFound("", (), 0),
        NoHead(),
    ),
    ShowReport: (
        Reported((VillageReport(VILLAGE, 100, 40, 2, 3, 1, NOW),)),
        Reported((VillageReport(VILLAGE, 100, 0, 0, 0, 0, None),)),
        Reported(()),
        NoHead(),
    ),
    AnswerTerms: (TermsAgreed("PR-6107-000001"), TermsKept("PR-6107-000001"), TermsGone()),
    CheckNik: (
        NikFree(),
        TooManyNiks(),
        AlreadyRegistered(registered(), "PR-6107-000001"),
        AlreadyRegistered(None, "PR-6107-000001", (HEAD,)),
    ),
    FindStanding: (
        Standing("status", (), ()),
        Standing("status", (registered(), registered(Status.WAITING)), (VILLAGE,)),
        Standing("status", (registered(),), (), "PR-6107-000001"),
        Standing("status", (), (), "PR-6107-000001"),
        Standing("withdraw", (registered(),), ()),
        Standing("withdraw", (), ()),
        Standing("said", (), (), said="ya"),
        Standing("said", (registered(),), (), said="hujan"),
        Standing("said", (registered(),), (), said="nama saya salah", total=1),
        Standing("said", (registered(), registered(Status.WAITING)), (), said="ubah", total=2),
        Standing("said", (registered(),), (), said="kasih orang lain saja tempatnya", total=1),
        Standing("said", (), (VILLAGE,), said="benar", cards=(card(),)),
        Standing("said", (), (VILLAGE,), said="PR-6107-000002", cards=(card(), card())),
        Standing("said", (), (VILLAGE,), said="Yulita sudah meninggal", held=(ENDED, ENDED)),
        Standing("again", (registered(),), (), said=str(registered().id)),
        Standing("again", (), (), said="x"),
        Standing("status", (registered(agreed=Agreed("2026-01-01", "self")),), ()),
        Standing("terms", (registered(agreed=Agreed("2026-01-01", "other")),), (), said="x"),
        Standing("terms", (), (), said="x"),
    ),
    Undo: (UNDONE, NOT_UNDONE),
    Ask: (
        Asked(ASKED, UUID(int=2), "Pak Kades", BOTH, (card(),)),
        AlreadyDecided("PR-6107-000001", Status.CORRECTING, "Pak Kades", NOW),
    ),
    UndoLast: (UNDONE, NothingToUndo(), NothingToUndo("PR-6107-000001")),
    Submit: (
        Submitted(registered(), (card(),)),
        Submitted(registered(Status.WAITING, place=None, position=1)),
        AlreadyRegistered(registered(), "PR-6107-000001"),
        AlreadyRegistered(None, "PR-6107-000001", (HEAD,)),
        AlreadyRegistered(None, "PR-6107-000001", (), UUID(int=9), "4827"),
        Submitted(registered(), (card(),), HEAD, BOTH),
        NotYet("PR-6107-000001", NOW),
        NotOpen(VILLAGE),
    ),
    FindAnswers: (
        *(AnswersFound(registered(), ANSWERS, *about) for about in ((), ("name", "YANTI"))),
        AnswersFound(registered(Status.CONFIRMED), ANSWERS, "phone"),
        NothingToAmend(),
    ),
    Amend: (
        Amended(registered(), anew=True, closed=(CLOSED,), cards=(card(amended=("name",)),)),
        Amended(registered(Status.WAITING, place=None, position=1), anew=False),
        Amended(registered(), anew=True, left=VILLAGE),
        NoPlaceThere("PR-6107-000001", VILLAGE),
        HeldByClaim("PR-6107-000001"),
        Overtaken(registered(Status.CONFIRMED, version=2), ANSWERS),
        AlreadyRegistered(None, "PR-6107-000001", (HEAD,)),
        NothingToAmend(),
    ),
    FindClaims: (
        ClaimShown("PR-6107-000001", ((UUID(int=9), "4827"),)),
        ClaimStands(UUID(int=9), "PR-6107-000001", NOW),
        ClaimGone(),
    ),
    Claim: (
        ClaimShown("PR-6107-000001", ((UUID(int=9), "4827"),)),
        ClaimStands(UUID(int=9), "PR-6107-000001", NOW),
        ClaimGranted(UUID(int=9), UUID(int=8), "PR-6107-000001", HEAD, HEAD, NOW),
        ClaimUndone(UUID(int=8), "PR-6107-000001", HEAD, HEAD),
        ClaimAgreed(UUID(int=8), "PR-6107-000001", HEAD),
        ClaimGone(),
    ),
    Withdraw: (Withdrawn("PR-6107-000001", closed=(CLOSED,)), NothingToWithdraw()),
    FindData: (
        *(DataFound(about, 1, 2, DATA, own=(registered(),)) for about in ("show", "erase")),
        *(DataFound(about, 1, 1, SEEN, (), (registered(),)) for about in ("show", "erase")),
        DataFound("consent", own=(registered(),) * 2, others=(registered(),)),
        *(DataFound(about) for about in ("show", "erase", "consent")),
    ),
    EraseData: (
        Erased("BKQMX-4827", ("PR-6107-000001",), (CLOSED,), (), (card(),)),
        Erased("BKQMX-4827", ()),
    ),
    TakeConsentBack: (ConsentTaken("BKQMX-4827", ("PR-6107-000001",), (CLOSED,)),),
    FindForOwner: (
        *(FoundForOwner(right, UUID(int=3), "PR-6107-000001", "YANTI") for right in Right),
        NotForOwner("PR-6107-000001"),
    ),
    DoForOwner: (
        *(
            DoneForOwner("BKQMX-4827", right, "PR-6107-000001", UUID(int=4), (CLOSED,))
            for right in Right
        ),
        NotForOwner("PR-6107-000001"),
    ),
    End: (
        *(
            Ending(
                ENDED.registration,
                3,
                ENDED.number,
                VILLAGE,
                41,
                ENDED.name,
                why,
                "sudah lama",
                NOW,
            )
            for why in EndReason
        ),
        AlreadyDecided("PR-6107-000001", Status.CONFIRMED, "Pak Kades", NOW),
        NotYourVillage(),
    ),
    Expire: (Expired(registered(Status.OVER), (CLOSED,)), NotExpired()),
    Redeem: (BecameHead(VILLAGE, (card(),)), BecameHead(VILLAGE), InvitationRefused("used")),
    Decide: (
        decided(closed=BOTH),
        decided(Reason.DIED, closed=BOTH),
        AlreadyDecided("PR-6107-000001", Status.CONFIRMED, "Pak Kades", NOW),
        NotYourVillage(),
    ),
    Postpone: (
        Postponed("PR-6107-000041", "YANTI", CLOSED),
        Postponed("PR-6107-000041", "YANTI", CLOSED, (card(),)),
        NotYourVillage(),
    ),
    ShowCard: (CardShown(card(asks_reason=True)), CardShown(card(asks_reason=False))),
    OpenTransfer: (TransferOpened("BKQMX-4827", 30),),
    LookAtInvitation: (
        Invited("k", VILLAGE, "Pak Kades"),
        Invited("k", VILLAGE, "Pak Kades", mine=True),
        InvitationRefused("used"),
    ),
    Join: (Joined(), NotJoined("refused"), NotJoined("own"), NotJoined("office")),
    Separate: (Separated(0), Separated(1)),
    FindForPhone: (
        FoundForPhone((ForPhone(UUID(int=8), "PR-6107-000001", "YANTI"),)),
        FoundForPhone((ForPhone(UUID(int=8), "PR-6107-000001", "YANTI"),) * 2),
        FoundForPhone(),
    ),
    GivePhoneCode: (PhoneCodeGiven("PR-6107-000001", "YANTI", "BKQMX-4827", 60), NotYourVillage()),
    TakeToPhone: (
        MovedToPhone(registered(), HEAD, BOTH, (card(),)),
        *(PhoneRefused(why) for why in NotMoved),
    ),
    ShowQueue: (QueueShown((VILLAGE,), (card(),)), QueueShown((VILLAGE,)), QueueShown(())),
}


NOBODY_ASKS = {FinishErasing, Lapse, Nudge, PassOver, TakeEffect}  # they are due, or are not


def test_of_everything_that_a_person_can_wish_for_it_is_known_what_may_come() -> None:
    assert {*get_args(Read), *get_args(Write)} == COMES_OF.keys() | NOBODY_ASKS


def advanced(state: State, event: Event, facts: Context) -> Transition:
    """Advance twice, and see that it comes to the same."""
    first = BRAIN.advance(state, event, facts)
    assert BRAIN.advance(state, event, facts) == first
    return first


def settled(
    state: State, event: Event, outcome_of: Callable[[Effect], Outcome], facts: Context
) -> tuple[State, tuple[Reply, ...], list[Effect]]:
    """Take an event to its end: until nothing is left to be found out or done."""
    replies: tuple[Reply, ...] = ()
    effects: list[Effect] = []
    while True:
        transition = advanced(state, event, facts)
        state, replies = transition.state, replies + transition.replies
        if transition.effect is None:
            return state, replies, effects
        effects.append(transition.effect)
        assert len(effects) <= MOST_EFFECTS, "what a person does has an end"
        assert all(isinstance(effect, Read) for effect in effects[:-1]), "nothing after a write"
        event = outcome_of(transition.effect)


def in_the_best_case(effect: Effect) -> Outcome:
    return COMES_OF[type(effect)][0]


class AnyConversation(RuleBasedStateMachine):
    """One person and one bot; a person may say, tap, share or open anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State()
        self.tapped_before: list[str] = ["", "a:x:y:z"]
        self.drafts = 0
        self.channel = CHANNELS[0]

    @initialize(
        opened=st.sampled_from(("v_6107012001", "", "daftar")), channel=st.sampled_from(CHANNELS)
    )
    def begins(self, opened: str, channel: dict[str, object]) -> None:
        self.channel = channel
        self._takes(Said(opened) if opened == "daftar" else Opened(opened), in_the_best_case)

    @rule(text=st.sampled_from(WORDS), data=st.data())
    def says(self, text: str, data: st.DataObject) -> None:
        self._takes(Said(text), self._anything(data))

    @rule(text=st.text(max_size=60), data=st.data())
    def says_whatever(self, text: str, data: st.DataObject) -> None:
        self._takes(Said(text), self._anything(data))

    @rule(data=st.data())
    def answers_the_question(self, data: st.DataObject) -> None:
        self._takes(_script(self.state), in_the_best_case)

    @rule(data=st.data())
    def taps(self, data: st.DataObject) -> None:
        token = data.draw(st.sampled_from(self.tapped_before))
        self._takes(Tapped(token), self._anything(data))

    @rule(answers=SHEETS, data=st.data())
    def fills_a_sheet_in(self, answers: dict[str, str], data: st.DataObject) -> None:
        named = [token("f", draft.id) for draft in self.state.drafts]
        button = data.draw(st.sampled_from(("", *named, *self.tapped_before)))
        self._takes(Filled(button, answers), self._anything(data))

    @rule(about=st.sampled_from(("", "name", "nik", "sex", "phone", "gone")), data=st.data())
    def corrects_what_was_sent(self, about: str, data: st.DataObject) -> None:
        self._takes(Tapped(write(Correct(registered().id, about))), self._anything(data))

    @rule()
    def goes_on_through_another_channel(self) -> None:
        """What was begun where a form can be shown may be finished where none can, and back."""
        self.channel = CHANNELS[(CHANNELS.index(self.channel) + 1) % len(CHANNELS)]
        self._takes(Said("PINDAH BKQMX-4827"), in_the_best_case)

    @rule(payload=st.sampled_from(PAYLOADS), data=st.data())
    def opens(self, payload: str, data: st.DataObject) -> None:
        self._takes(Opened(payload), self._anything(data))

    @rule(
        given=st.sampled_from(
            (
                SentMedia("photo"),
                Edited(),
                SharedContact("081234567890", own=True),
                SharedContact("x", own=False),
            )
        ),
        data=st.data(),
    )
    def shares(self, given: Input, data: st.DataObject) -> None:
        self._takes(given, self._anything(data))

    @rule()
    def begins_a_second_draft(self) -> None:
        """A neighbour helps several people: more than one draft may be on its way."""
        self.drafts += 1
        if len(self.state.drafts) < 3:
            draft = Draft(UUID(int=100 + self.drafts), FORM.name, FORM.version)
            self.state = self.state.holding(draft)

    # Where an invitation is asked beside it, "batal" says no to that.
    @precondition(lambda self: self.state.draft is not None and self.state.aside is None)
    @rule()
    def batal_and_ya_would_end_the_draft(self) -> None:
        draft = self.state.draft
        assert draft is not None

        after, replies, _ = settled(self.state, Said("batal"), in_the_best_case, self._facts)
        if draft.about is None:
            after, replies, _ = settled(after, Said("ya"), in_the_best_case, self._facts)

        assert after.find(draft.id) is None
        assert replies[-1].texts[0].key == ("amend.dropped" if draft.about else "cancel.done")

    @precondition(lambda self: self.state.draft is not None)
    @rule()
    def there_would_be_a_way_to_a_submission(self) -> None:
        state = self.state
        wished: list[Effect] = []

        for _ in range(2 * len(FORM.questions)):
            state, _, effects = settled(state, _script(state), in_the_best_case, self._facts)
            wished += effects
            if any(isinstance(effect, Submit) for effect in wished):
                break

        submitted = wished[-1]
        assert isinstance(submitted, Submit)
        assert FORM.kept(submitted.answers) == submitted.answers

    @invariant()
    def a_draft_holds_no_review_and_the_focus_is_one_of_the_drafts(self) -> None:
        assert all("review" not in draft.answers for draft in self.state.drafts)
        assert self.state.focus is None or self.state.draft is not None

    @invariant()
    def no_draft_on_its_way_would_be_read_as_one_that_has_ended(self) -> None:
        assert all(draft.notes.menu for draft in self.state.drafts if draft.notes.ending)

    @invariant()
    def what_is_kept_of_a_draft_is_read_as_it_was(self) -> None:
        for draft in self.state.drafts:
            assert Notes.read(draft.notes.written()) == draft.notes

    @property
    def _facts(self) -> Context:
        now = NOW + timedelta(seconds=20 * self.drafts)  # nobody's finger slips
        return context(fresh=UUID(int=self.drafts), now=now, **self.channel)

    def _anything(self, data: st.DataObject) -> Callable[[Effect], Outcome]:
        return lambda effect: data.draw(st.sampled_from(COMES_OF[type(effect)]))

    def _takes(self, given: Input, outcome_of: Callable[[Effect], Outcome]) -> None:
        self.drafts += 1
        before = deepcopy(self.state)

        state, replies, _ = settled(self.state, given, outcome_of, self._facts)

        assert self.state == before, "the state given was changed"
        assert replies or state.lately.times > 1, f"silence on {given}"
        choices = [choice for reply in replies for choice in reply.choices]
        assert all(len(choice.token.encode()) <= MAX_BYTES for choice in choices)
        assert all(reply.texts for reply in replies)
        self.tapped_before += [choice.token for choice in choices]
        self.state = state


def _script(state: State) -> Input:
    """Return what leads on: a good answer to the question at hand, or a draft to go on with."""
    draft = state.draft
    if draft is None:
        going_on = [Tapped(token("c", one.id, "resume")) for one in state.drafts]
        return going_on[0] if going_on else Said("daftar")
    if draft.about is not None:
        return Said("batal")
    if draft.notes.menu is Menu.CANCEL:
        return Said("tidak")
    if draft.notes.menu is Menu.DRAFTS:
        return Said("lanjut")
    question = FORM.current(draft.answers)
    if only_reading(question, Asking(draft, context())):
        return Said("ya")
    return Said({**SCRIPT, **ASIDES}[question.name])


AnyConversation.TestCase.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, derandomize=True
)
TestAnyConversation = AnyConversation.TestCase


@given(
    left_out=st.sets(st.sampled_from(sorted(ANSWERS))),
    twists=st.fixed_dictionaries(
        {},
        optional={
            "for_whom": st.just("other"),
            "helped": st.just("Yanti"),
            "phone": st.just("none"),
            "birth": st.just("no"),
            "gone": st.just("42"),
        },
    ),
    said=st.sampled_from(WORDS),
    channel=st.sampled_from(CHANNELS),
)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_a_draft_with_any_answers_is_answered_and_submits_only_what_applies(
    left_out: set[str], twists: dict[str, str], said: str, channel: dict[str, object]
) -> None:
    answers = {
        name: answer for name, answer in {**ANSWERS, **twists}.items() if name not in left_out
    }
    draft = Draft(UUID(int=1), FORM.name, FORM.version, answers)

    transition = advanced(State().holding(draft), Said(said), context(**channel))

    assert transition.replies or transition.effect is not None
    if isinstance(transition.effect, Submit):
        assert transition.effect.answers == FORM.kept(answers)
