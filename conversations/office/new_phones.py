"""A worker who comes with the KTP and another phone: the head gives a code for it.

He names whom by number or name, is asked whether he saw the KTP, and is shown what to have typed
at the new phone. The rest is the worker's: conversations/person/new_phone.py.
"""

from collections.abc import Sequence

from conversations import asides
from conversations.answers import always
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.text import clean, words
from conversations.buttons.button import write
from conversations.buttons.desk import NewPhone, Queue
from conversations.effects import FindForPhone
from conversations.machine import Context, State, Transition
from conversations.messages import Choice, Reply, Text, Value
from conversations.outcomes.new_phones import ForPhone, FoundForPhone, PhoneCodeGiven

_BESIDE = word_set(
    """
    UBAH PUNYA PAK BUK SAYA KAMI YA YANG SUDAH MAU INGIN UNTUK DARI TIDAK ITU NAMA ADA ORANG minta
    SAJA DONG JUGA LAGI KERJA ini bapak ibu hp hape handphone telepon wa whatsapp nya hpnya hapenya
    baru hilang ilang rusak rosak mati dijual dicuri kecurian beli pakai pake pinjam lama lain
    pindah warga warganya desa kode minta tolong mohon bernama atas dia beliau datang bawa membawa
    ktp asli ke kantor sendiri di dengan dan karena anak lewat nomor the a new phone
    """
)


def typed(text: str) -> FindForPhone | None:
    """Return whom a head looks for who types that somebody has another phone.

    Also where it is a question: nothing is done before he is asked, with the name.
    """
    if not always.new_phone(text):
        return None
    number = always.number(text)
    said = () if number else words(clean(text).casefold())
    return FindForPhone(number, tuple(word for word in said if word not in _BESIDE))


def found(state: State, outcome: FoundForPhone, context: Context) -> Transition:
    """Ask whether it is this one, who came with the KTP; of several, which."""
    if not outcome.those:
        return Transition(state, (Reply((Text("phone.whom"),)),))
    no = Choice(write(Queue()), Text("phone.no"))
    if len(outcome.those) > 1:
        return Transition(state, (_which(outcome.those, no),))
    [one] = outcome.those
    sure = NewPhone(one.registration)
    held = asides.opening(state, context, sure, Queue())
    asked = Text("phone.ask", _named(one))
    return Transition(held, (Reply((asked,), (Choice(write(sure), Text("phone.yes")), no)),))


def _which(those: Sequence[ForPhone], no: Choice) -> Reply:
    """Ask for the number, which the worker has; the tap on it says that the KTP was seen."""
    texts = [Text("withdraw.which", _named(one)) for one in those]
    buttons = [
        Choice(write(NewPhone(one.registration)), Text("phone.this", {"number": one.number}))
        for one in those
    ]
    return Reply((*texts, Text("phone.which")), (*buttons, no))


def _named(one: ForPhone) -> dict[str, Value]:
    return {"number": one.number, "name": one.name}


def given(outcome: PhoneCodeGiven) -> Reply:
    """Show the code, and what is to be typed where."""
    values: dict[str, Value] = {
        "name": outcome.name,
        "number": outcome.number,
        "code": outcome.code,
        "minutes": outcome.minutes,
    }
    return Reply((Text("phone.code", values),))
