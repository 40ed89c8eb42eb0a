"""The registration form: what a worker is asked, in this order.

To add a question: one `Question` in the list below, its words in both .po files. Its answers reach
the registration as they are; those on the way are simply asked it.
"""

from collections.abc import Mapping
from datetime import date

from conversations.answers import income as incomes
from conversations.answers import occupation as occupations
from conversations.answers.birth_date import birth_date
from conversations.answers.choice import choose
from conversations.answers.name import address, mother, name, place_name
from conversations.answers.nik import nik, nik_facts
from conversations.answers.phone import phone
from conversations.answers.yes_no import consents, yes_no
from conversations.effects import CheckNik, CountPlaces, RecordConsent
from conversations.form import SHARE, Asking, Form, Question
from conversations.invalid import Invalid
from conversations.machine import Answers
from conversations.messages import SharedContact, Text, Value
from conversations.programme import age

CONSENT_TEXT = "registration.consent.ask"
CONSENT_VERSION = "2026-11-22"  # change it whenever the words of the consent change
TIES = ("civil_servant", "village_official", "company", "covered", "none")
COMMON_OCCUPATIONS = (
    "rubber",
    "oil_palm",
    "farmer",
    "fisher",
    "motorcycle_transport",
    "trader",
    "construction",
    "odd_jobs",
)


def for_other(answers: Answers) -> bool:
    return answers.get("for_whom") == "other"


def _someone(asking: Asking) -> Mapping[str, Value]:
    """The placeholders {who} and {whose}: "Bapak/Ibu", or the name of the person being helped."""
    helped = asking.answers.get("helped", "")
    if not (for_other(asking.answers) and helped):
        return {"who": Text("who.self"), "whose": Text("whose.self")}
    return {"who": helped, "whose": Text("whose.other", {"name": helped})}


def _village(text: str, asking: Asking) -> str:
    village = asking.context.villages.find(text)
    if asking.context.programme(village) is None:
        raise Invalid("not_open")
    return village


def _village_label(value: str, asking: Asking) -> Text:
    village = asking.context.villages[value]
    return Text("village.option", {"name": village.name, "district": village.district})


def _village_values(asking: Asking) -> Mapping[str, Value]:
    code = asking.answers.get("village")
    return {"village": asking.context.villages[code].name} if code else {}


def _consent(text: str, _asking: Asking) -> str:
    if consents(text):
        return "yes"
    raise Invalid("unclear")


def _record_consent(asking: Asking) -> RecordConsent:
    answers = asking.answers
    return RecordConsent(
        asking.draft.id, CONSENT_TEXT, CONSENT_VERSION, answers["for_whom"], answers.get("helped")
    )


def _nik_facts(asking: Asking) -> Mapping[str, Value]:
    digits = asking.answers.get("nik")
    if digits is None:
        return {}
    facts = nik_facts(digits, asking.context.today)
    return {
        "date": facts.birth_date,
        "sex": Text(f"sex.{facts.sex}"),
        "age": _age_on(facts.birth_date, asking),
    }


def _age_on(born: date, asking: Asking) -> int:
    return age(born, asking.context.today)


def _birth_confirmed(value: str, asking: Asking) -> Answers:
    if value == "no":
        return {"birth": "no"}
    facts = nik_facts(asking.answers["nik"], asking.context.today)
    return {"birth": "yes", "birth_date": facts.birth_date.isoformat(), "sex": facts.sex}


def _birth(text: str, asking: Asking) -> Answers:
    """Take yes, no, or at once the date that is right."""
    try:
        return {"birth": "no", "birth_date": birth_date(text, asking.context.today).isoformat()}
    except Invalid as date_missed:
        if date_missed.reason != "unreadable":
            raise Invalid(date_missed.reason) from None
    return _birth_confirmed("yes" if yes_no(text) else "no", asking)


def _date_label(value: str, _asking: Asking) -> Text:
    return Text("plain.date", {"date": date.fromisoformat(value)})


def _plain_label(value: str, _asking: Asking) -> Text:
    return Text("plain.value", {"value": value})


def _contact(contact: SharedContact, asking: Asking) -> Answers:
    number = phone(contact.phone, None)
    own = contact.own and not for_other(asking.answers)
    return {"phone": number, "phone_owner": "worker"} if own else {"phone": number}


def _phone(text: str, asking: Asking) -> Answers:
    """Take a typed number; only somebody registering themselves is taken to give their own."""
    try:
        number = phone(text, asking.context.sender_phone)
    except Invalid as missed:
        if missed.reason == "no_phone":
            return {"phone": "none"}
        raise
    return (
        {"phone": number}
        if for_other(asking.answers)
        else {"phone": number, "phone_owner": "worker"}
    )


def _phone_options(asking: Asking) -> tuple[str, ...]:
    return (SHARE, "none") if asking.context.asks_contact else ("none",)


def _phone_picked(value: str, asking: Asking) -> Answers:
    if value == SHARE:
        raise Invalid("share")
    return _phone(value, asking) if value != "none" else {"phone": "none"}


def _phone_label(value: str, asking: Asking) -> Text:
    return (
        Text(f"registration.phone.{value}")
        if value in {SHARE, "none"}
        else _plain_label(value, asking)
    )


def _has_phone(answers: Answers) -> bool:
    return answers.get("phone", "none") != "none"


def _occupation_label(value: str, _asking: Asking) -> Text:
    return Text(f"occupation.{value}")


def _occupation(text: str, _asking: Asking) -> str:
    code = occupations.occupation(text)
    if code == "not_working":
        raise Invalid("not_working")
    return code


def _review(text: str, _asking: Asking) -> str:
    """Take "kirim" and a plain yes; a no opens the list of what can be changed."""
    if text.strip().casefold() in {"kirim", "send", "daftarkan"}:
        return "send"
    return "send" if yes_no(text) else "edit"


def _review_values(asking: Asking) -> Mapping[str, Value]:
    """Everything that was answered, as people read it; of the NIK the last four digits alone."""
    answers = asking.answers
    shown: dict[str, Value] = {
        question.name: FORM.label(question, answers[question.name], asking)
        if question.options(asking) or question.label
        else answers[question.name]
        for question in FORM.applicable(answers)
        if question.name in answers
    }
    none = Text("plain.none")
    return {
        **{
            name: none
            for name in ("phone", "birth_place", "mother", "address", "income", "occupation")
        },
        **shown,
        **_village_values(asking),
        "nik": answers["nik"][-4:],
        "birth_date": date.fromisoformat(answers["birth_date"]),
        "sex": Text(f"sex.{answers['sex']}"),
    }


FORM = Form(
    name="registration",
    version=1,
    describe=_someone,
    questions=(
        Question(
            "for_whom",
            lambda text, _: choose(
                text,
                self=("saya", "sendiri", "diri", "aku", "self", "me", "myself"),
                other=(
                    "lain",
                    "bantu",
                    "membantu",
                    "istri",
                    "suami",
                    "tetangga",
                    "orang",
                    "other",
                    "else",
                ),
            ),
            options=lambda _: ("self", "other"),
            drops=("helped", "phone", "phone_owner"),
            words=("untuk siapa",),
        ),
        Question(
            "helped", lambda text, _: name(text).title(), applies=for_other, follows="for_whom"
        ),
        Question(
            "village",
            _village,
            label=_village_label,
            values=_village_values,
            drops=("consent",),
            words=("desa", "village"),
            then=lambda asking: CountPlaces(asking.answers["village"]),
        ),
        Question(
            "consent",
            _consent,
            options=lambda _: ("yes", "no"),
            pick=lambda value, asking: {"consent": value},
            values=_village_values,
            then=_record_consent,
        ),
        Question(
            "eligibility",
            lambda text, _: choose(
                text,
                civil_servant=("pns", "asn", "tni", "polri", "pppk", "polisi", "tentara"),
                village_official=("perangkat", "kades", "sekdes", "kadus", "bpd", "kaur"),
                company=("karyawan", "perusahaan", "gaji", "pt", "company"),
                covered=("peserta", "bpjs"),
                none=("tidak", "bukan", "ndak", "nggak", "gak", "tdk", "none", "no"),
            ),
            options=lambda _: TIES,
            words=("pekerjaan tetap",),
        ),
        Question(
            "nik",
            lambda text, _: nik(text),
            label=_plain_label,
            drops=("birth", "birth_date", "sex"),
            words=("nik", "ktp"),
            then=lambda asking: CheckNik(asking.answers["nik"], asking.answers["village"]),
        ),
        Question(
            "birth",
            _birth,
            options=lambda _: ("yes", "no"),
            pick=_birth_confirmed,
            values=_nik_facts,
            drops=("birth_date", "sex"),
            words=("tanggal lahir", "lahir", "umur", "kelamin"),
        ),
        Question(
            "birth_date",
            lambda text, asking: birth_date(text, asking.context.today).isoformat(),
            label=_date_label,
            follows="birth",
        ),
        Question(
            "sex",
            lambda text, _: choose(
                text,
                male=("laki", "pria", "lk", "l", "male", "man"),
                female=("perempuan", "wanita", "pr", "p", "female", "woman"),
            ),
            options=lambda _: ("male", "female"),
            follows="birth",
        ),
        Question("name", lambda text, _: name(text), words=("nama", "name")),
        Question("birth_place", lambda text, _: place_name(text), words=("tempat lahir",)),
        Question(
            "mother",
            lambda text, _: mother(text),
            options=lambda _: ("unknown",),
            label=lambda value, asking: (
                Text("registration.mother.unknown")
                if value == "unknown"
                else _plain_label(value, asking)
            ),
            words=("ibu", "nama ibu", "ibu kandung", "mother"),
        ),
        Question("address", lambda text, _: address(text), words=("alamat", "address")),
        Question(
            "phone",
            _phone,
            options=_phone_options,
            pick=_phone_picked,
            label=_phone_label,
            contact=_contact,
            drops=("phone_owner",),
            words=("hp", "nomor hp", "no hp", "telepon", "phone"),
        ),
        Question(
            "phone_owner",
            lambda text, _: choose(
                text,
                worker=("dia", "beliau", "sendiri"),
                helper=("saya", "aku", "me"),
                family=("keluarga", "anak", "istri", "suami", "tetangga", "family"),
            ),
            options=lambda _: ("worker", "helper", "family"),
            applies=_has_phone,
            follows="phone",
        ),
        Question(
            "occupation",
            _occupation,
            options=lambda _: COMMON_OCCUPATIONS,
            label=_occupation_label,
            words=("pekerjaan", "kerja", "occupation", "job"),
        ),
        Question(
            "income",
            lambda text, _: incomes.income_band(text),
            options=lambda _: incomes.BANDS,
            label=lambda value, _: Text(f"income.{value}"),
            words=("penghasilan", "pendapatan", "gaji", "income"),
        ),
        Question("review", _review, options=lambda _: ("send", "edit"), values=_review_values),
    ),
)
