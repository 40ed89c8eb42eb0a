"""What each effect needs: one row an effect. What has no row here does not happen.

    performed by    who does it, for all of a group that wish for it at once
    villages        which it locks; `reads`: none, and it comes before all that write
    about           which registration it is about (one has the id of its draft)
    audited         what the audit trail calls what came of it; refusals change nothing

To add an effect: its dataclass in conversations/effects.py, its outcome, and a row in `ROWS`.
"""

from collections.abc import Mapping

from bot.turns.effects import finding, moving, office, villages
from bot.turns.effects.row import Row, each, row, together
from conversations.effects import (
    Amend,
    AnswerTerms,
    Ask,
    CheckNik,
    Claim,
    CountPlaces,
    Decide,
    DoForOwner,
    End,
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
)
from conversations.outcomes.amending import Amended
from conversations.outcomes.asking import Asked, Lapsed
from conversations.outcomes.claims import ClaimAgreed, ClaimGranted, ClaimUndone
from conversations.outcomes.desk import (
    BecameHead,
    Decided,
    Ended,
    Ending,
    Postponed,
    Rejecting,
    Undone,
)
from conversations.outcomes.moving import Joined, Separated
from conversations.outcomes.new_phones import MovedToPhone, PhoneCodeGiven
from conversations.outcomes.registering import Submitted
from conversations.outcomes.rights import ConsentTaken, DoneForOwner, Erased
from conversations.outcomes.standing import Expired, Withdrawn
from conversations.outcomes.terms import TermsAgreed, TermsKept

_AT_OFFICE = {
    Right.ERASE: "erasure_asked_at_office",
    Right.CONSENT: "consent_taken_back_at_office",
}
ROWS: Mapping[type[object], Row] = dict(
    [
        row(CountPlaces, finding.places, villages.reads),
        row(FindOwn, together(lambda work, those: work.registrations.own(those)), villages.reads),
        row(RecordConsent, finding.consented, villages.reads),
        row(CheckNik, together(lambda work, those: work.niks.check(those)), villages.reads),
        row(FindStanding, finding.standing, villages.reads),
        row(
            FindAnswers,
            together(lambda work, those: work.registrations.looked_into(those)),
            villages.reads,
        ),
        row(
            FindData,
            each(lambda work, talk, wish: work.held_data.find(talk.person, wish)),
            villages.reads,
        ),
        row(
            FindForOwner,
            each(lambda work, talk, wish: work.requests.find(talk.person, wish)),
            villages.reads,
        ),
        row(
            FindClaims,
            each(lambda work, talk, wish: work.claims.find(talk.person, wish)),
            villages.reads,
        ),
        row(
            FindForPhone,
            each(lambda work, talk, wish: work.new_phones.find(talk.person, wish)),
            villages.reads,
        ),
        row(
            LookAtInvitation,
            each(lambda work, talk, wish: work.officials.look(talk.person, wish.code)),
            villages.reads,
        ),
        row(
            ListWorkers,
            each(lambda work, talk, wish: work.lists.page(talk.person, wish)),
            villages.reads,
        ),
        row(
            FindWorkers,
            each(lambda work, talk, wish: work.lists.find(talk.person, wish)),
            villages.reads,
        ),
        row(
            ShowReport,
            each(lambda work, talk, _: work.lists.report(talk.person)),
            villages.reads,
        ),
        row(
            Submit,
            together(lambda work, those: work.submissions.submit(those)),
            villages.named,
            about=lambda wish: wish.draft,
            audited={Submitted: "submitted"},
        ),
        row(
            Withdraw,
            together(lambda work, those: work.withdrawals.withdraw(those)),
            villages.of_registrations,
            about=lambda wish: wish.registration,
            audited={Withdrawn: "withdrawn", ClaimAgreed: "claim_agreed"},
        ),
        row(
            Amend,
            together(lambda work, those: work.amendments.amend(those)),
            villages.of_registrations,
            about=lambda wish: wish.registration,
            audited={Amended: "amended"},
        ),
        row(
            EraseData,
            each(lambda work, talk, _: work.requests.erase(talk.person, work.erased_file)),
            villages.of_own,
            audited={Erased: "erasure_asked"},
        ),
        row(
            DoForOwner,
            each(lambda work, talk, wish: work.requests.do_for(talk.person, wish)),
            villages.of_registrations,
            about=lambda wish: wish.registration,
            audited={DoneForOwner: lambda done: _AT_OFFICE[done.right]},
        ),
        row(
            FinishErasing,
            each(lambda work, _, wish: work.requests.finish(wish, work.erased_file)),
            villages.of_requests,
        ),
        row(
            TakeConsentBack,
            each(lambda work, talk, _: work.requests.take_consent_back(talk.person)),
            villages.of_own,
            audited={ConsentTaken: "consent_taken"},
        ),
        row(
            AnswerTerms,
            each(finding.answered_terms),
            villages.of_registrations,
            about=lambda wish: wish.registration,
            audited={TermsAgreed: "terms_agreed", TermsKept: "terms_declined"},
        ),
        row(
            Expire,
            together(lambda work, those: work.expiries.expire(those)),
            villages.of_registrations,
            about=lambda wish: wish.registration,
            audited={Expired: "expired"},
        ),
        row(
            Decide,
            together(lambda work, those: work.decisions.decide(those)),
            villages.of_registrations,
            about=lambda wish: wish.registration,
            audited={Decided: "decided", Rejecting: "turned_down"},
        ),
        row(
            End,
            each(lambda work, talk, wish: work.endings.end(talk.person, wish)),
            villages.of_registrations,
            about=lambda wish: wish.registration,
            audited={Ending: "place_given_up"},
        ),
        row(
            Undo,
            each(lambda work, talk, wish: work.undoing.undo(talk.person, wish)),
            villages.of_registrations,
            about=lambda wish: wish.registration,
            audited={Undone: "undone"},
        ),
        row(
            UndoLast,
            each(lambda work, talk, wish: work.undoing.undo_last(talk.person, wish)),
            villages.headed,
            audited={Undone: "undone"},
        ),
        row(
            Ask,
            each(lambda work, talk, wish: work.asking.ask(talk.person, wish)),
            villages.of_registrations,
            about=lambda wish: wish.registration,
            audited={Asked: "asked"},
        ),
        row(
            Nudge,
            together(lambda work, those: work.asking.nudge(those)),
            villages.of_registrations,
            about=lambda wish: wish.registration,
        ),
        row(
            Lapse,
            together(lambda work, those: work.asking.lapse(those)),
            villages.of_registrations,
            about=lambda wish: wish.registration,
            audited={Lapsed: "lapsed"},
        ),
        row(
            TakeEffect,
            together(lambda work, those: work.undoing.take_effect([wish for _, wish in those])),
            villages.of_registrations,
            about=lambda wish: wish.registration,
            audited={Decided: "decided", Ended: "place_ended"},
        ),
        row(
            Postpone,
            each(lambda work, talk, wish: work.decisions.postpone(talk.person, wish)),
            villages.of_registrations,
            about=lambda wish: wish.registration,
            audited={Postponed: "postponed"},
        ),
        row(
            ShowCard,
            each(lambda work, talk, wish: work.decisions.show(talk.person, wish)),
            villages.of_registrations,
            about=lambda wish: wish.registration,
        ),
        row(PassOver, each(office.pass_over), villages.of_messages),
        row(
            Claim,
            each(lambda work, talk, wish: work.claims.answer(talk.person, wish)),
            villages.of_claims,
            about=lambda wish: wish.claim,
            audited={
                ClaimGranted: "claim_granted",
                ClaimUndone: "claim_undone",
                ClaimAgreed: "claim_agreed",
            },
        ),
        row(
            GivePhoneCode,
            each(lambda work, talk, wish: work.new_phones.give(talk.person, wish)),
            villages.of_registrations,
            about=lambda wish: wish.registration,
            audited={PhoneCodeGiven: "phone_code_given"},
        ),
        row(
            TakeToPhone,
            each(lambda work, talk, wish: work.new_phones.take(talk.person, wish)),
            villages.of_phone_codes,
            audited={MovedToPhone: "moved_to_phone"},
        ),
        row(
            ShowQueue,
            each(lambda work, talk, _: work.decisions.queue(talk.person)),
            villages.headed,
        ),
        row(
            Redeem,
            each(office.redeem),
            villages.invited_to,
            audited={BecameHead: "became_head"},
        ),
        row(OpenTransfer, each(moving.open_transfer), villages.of_none),
        row(Separate, each(moving.separate), villages.of_none, audited={Separated: "separated"}),
        row(Join, each(moving.join), villages.of_none, audited={Joined: "joined"}),
    ]
)
