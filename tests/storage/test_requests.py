"""Requests over one's data: what is asked for is done, once, and leaves nothing of the person."""

from datetime import timedelta

from conversations.effects import EraseFor, FindData, FindToErase
from conversations.life_cycle import Status
from conversations.outcomes.rights import ErasedByHead, NotToErase, ToErase
from storage.office.rights.requests import OWED
from storage.proof.erased import ErasedFile
from storage.people.people import Person
from tests.storage.builders import Town
