"""What is beyond the wire: the phones, and the platforms they speak by."""

from typing import Self

from bot.simulator.clock import Movable
from bot.simulator.events import Events
from bot.simulator.overheard import Overheard
from bot.simulator.phones import Phones
from bot.simulator.wire.bot_api import BotApi
from bot.simulator.wire.form import PhoneForm
from bot.simulator.wire.graph_api import GraphApi
from conversations.record import record
from locales.catalog import Catalog


@record
class World:
    """What is beyond the wire: the phones and the platforms they speak by. The bot may restart."""

    clock: Movable
    events: Events
    phones: Phones
    telegram: BotApi
    whatsapp: GraphApi
    overheard: Overheard
    form: PhoneForm

    @classmethod
    def build(cls, clock: Movable, catalog: Catalog) -> Self:
        events = Events()
        phones = Phones(events.tell)
        return cls(
            clock,
            events,
            phones,
            BotApi(phones, clock),
            GraphApi(phones, clock, catalog),
            Overheard(catalog, events.tell, phones.at, phones.called),
            PhoneForm.load(catalog),
        )
