"""One unit of work: all that can be done in the database together, each part by its name."""

from collections.abc import Collection
from datetime import datetime
from functools import cached_property

from storage.figures import Figures
from storage.jobs import Jobs
from storage.key_use import KeyUse
from storage.messages.held import Held
from storage.messages.inbox import Inbox
from storage.messages.outbox import Outbox
from storage.messages.parked import Parked
from storage.messages.receipts import Reports
from storage.office.asking import Asking
from storage.office.bursts import Bursts
from storage.office.cards import Desk
from storage.office.decisions import Decisions
from storage.office.erasing import Erasing
from storage.office.history import History
from storage.office.lists import Lists
from storage.office.niks.claims import Claims
from storage.office.niks.lookups import Niks
from storage.office.niks.tries import NikTries
from storage.office.officials import Officials
from storage.office.places import Places
from storage.office.programmes import Programmes
from storage.office.refused import RefusedCards
from storage.office.registrations.amendments import Amendments
from storage.office.registrations.dismissals import Dismissals
from storage.office.registrations.endings import Endings
from storage.office.registrations.expiries import Expiries
from storage.office.registrations.new_phones import NewPhones
from storage.office.registrations.registered import Registrations
from storage.office.registrations.submissions import Submissions
from storage.office.registrations.withdrawals import Withdrawals
from storage.office.rights.held import HeldData
from storage.office.rights.looked_up import LookUps
from storage.office.rights.requests import Requests
from storage.office.stuck import StuckRegistrations
from storage.office.undoing import Undoing
from storage.people.consents import Consents
from storage.people.identities import Identities
from storage.people.joining import Joining
from storage.people.people import People
from storage.people.strangers import Strangers
from storage.people.transfers import Transfers
from storage.proof.audit import Audit
from storage.proof.chains import Chains
from storage.proof.erased import ErasedFile
from storage.proof.whole import Whole
from storage.retention import Retention
from storage.roles import Rights, rights
from storage.rotation.rehashing import Rehashing
from storage.rotation.resealing import Resealing
from storage.rotation.taking_up import TakingUp
from storage.work import Work
from storage.written import Written


class UnitOfWork:
    """Each part is made when it is first asked for."""

    def __init__(
        self, work: Work, people_a_day: int, erased_file: ErasedFile | None = None
    ) -> None:
        """`erased_file`: where it is kept what was erased; None: nowhere."""
        self._work = work
        self._people_a_day = people_a_day
        self.erased_file = erased_file

    @property
    def now(self) -> datetime:
        """When it began, by the only clock there is."""
        return self._work.now

    async def close(self) -> None:
        """Write what still waits: what goes along, then the audit, and after that nothing."""
        await self._work.flush()
        await self.audit.close()

    async def lock(self, villages: Collection[str]) -> None:
        """Lock villages until commit: see `Work.lock`."""
        await self._work.lock(villages)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self._work)

    @cached_property
    def held(self) -> Held:
        return Held(self._work)

    @cached_property
    def people(self) -> People:
        return People(self._work)

    @cached_property
    def strangers(self) -> Strangers:
        return Strangers(self._work)

    @cached_property
    def identities(self) -> Identities:
        return Identities(self._work)

    @cached_property
    def joining(self) -> Joining:
        return Joining(self._work)

    @cached_property
    def transfers(self) -> Transfers:
        return Transfers(self._work)

    @cached_property
    def registrations(self) -> Registrations:
        return Registrations(self._work)

    @cached_property
    def history(self) -> History:
        return History(self._work)

    @cached_property
    def submissions(self) -> Submissions:
        return Submissions(self._work)

    @cached_property
    def withdrawals(self) -> Withdrawals:
        return Withdrawals(self._work)

    @cached_property
    def amendments(self) -> Amendments:
        return Amendments(self._work)

    @cached_property
    def new_phones(self) -> NewPhones:
        return NewPhones(self._work)

    @cached_property
    def expiries(self) -> Expiries:
        return Expiries(self._work)

    @cached_property
    def decisions(self) -> Decisions:
        return Decisions(self._work)

    @cached_property
    def asking(self) -> Asking:
        return Asking(self._work)

    @cached_property
    def endings(self) -> Endings:
        return Endings(self._work)

    @cached_property
    def undoing(self) -> Undoing:
        return Undoing(self._work)

    @cached_property
    def dismissals(self) -> Dismissals:
        return Dismissals(self._work)

    @cached_property
    def erasing(self) -> Erasing:
        return Erasing(self._work)

    @cached_property
    def bursts(self) -> Bursts:
        return Bursts(self._work)

    @cached_property
    def desk(self) -> Desk:
        return Desk(self._work)

    @cached_property
    def refused_cards(self) -> RefusedCards:
        return RefusedCards(self._work)

    @cached_property
    def stuck(self) -> StuckRegistrations:
        return StuckRegistrations(self._work)

    @cached_property
    def lists(self) -> Lists:
        return Lists(self._work)

    @cached_property
    def officials(self) -> Officials:
        return Officials(self._work)

    @cached_property
    def places(self) -> Places:
        return Places(self._work)

    @cached_property
    def niks(self) -> Niks:
        return Niks(self._work, self._people_a_day)

    @cached_property
    def claims(self) -> Claims:
        return Claims(self._work)

    @cached_property
    def nik_tries(self) -> NikTries:
        return NikTries(self._work)

    @cached_property
    def consents(self) -> Consents:
        return Consents(self._work)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self._work)

    @cached_property
    def reports(self) -> Reports:
        return Reports(self._work)

    @cached_property
    def programmes(self) -> Programmes:
        return Programmes(self._work)

    @cached_property
    def parked(self) -> Parked:
        return Parked(self._work)

    @cached_property
    def held_data(self) -> HeldData:
        return HeldData(self._work)

    @cached_property
    def look_ups(self) -> LookUps:
        return LookUps(self._work)

    @cached_property
    def requests(self) -> Requests:
        return Requests(self._work)

    @cached_property
    def retention(self) -> Retention:
        return Retention(self._work)

    @cached_property
    def chains(self) -> Chains:
        return Chains(self._work)

    @cached_property
    def whole(self) -> Whole:
        return Whole(self._work)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self._work)

    @cached_property
    def jobs(self) -> Jobs:
        return Jobs(self._work)

    async def rights(self) -> Rights:
        """Say what whoever connects may do: see roles.py."""
        return await rights(self._work)

    @cached_property
    def key_use(self) -> KeyUse:
        return KeyUse(self._work)

    @cached_property
    def taking_up(self) -> TakingUp:
        return TakingUp(self._work)

    @cached_property
    def rehashing(self) -> Rehashing:
        return Rehashing(self._work)

    @cached_property
    def resealing(self) -> Resealing:
        return Resealing(self._work)

    @cached_property
    def written(self) -> Written:
        return Written(self._work)

    @cached_property
    def figures(self) -> Figures:
        return Figures(self._work)
