"""The registration form: what a worker is asked, in this order.

To add a question: one `Question` in the list below, before the review, and its words in both .po
files. Its answer reaches the registration as it is; those on the way are simply asked it.
How an answer is read and shown, if that takes more than a parser, is in the module of its name.
"""

from collections.abc import Mapping
from datetime import date

from conversations import consent
from conversations.answers.income import monthly, readings
from conversations.effects import CheckNik, CountPlaces, FindOwn, RecordConsent
from conversations.forms.form import Form, Who
from conversations.forms.question import Asking, Entry, Question
from conversations.messages import Text, Value
from conversations.registration import (
    birth,
    eligibility,
    free_text,
    joining,
    review,
    village,
    whom,
    work,
)
from conversations.registration import phone as telephone
from conversations.registration.numbers import has_number, nik_number

CONSENT_TEXT = "registration.consent.ask"
CONSENT_VERSION = "2026-12-01"  # change it whenever the words of the consent change
# Words in the labels of forms that ask what we do not, or of somebody else.
NOT_ASKED = (
    *("umur", "usia", "agama", "jenis kelamin", "kewarganegaraan", "golongan darah"),
    *("kabupaten", "provinsi", "kepala", "ketua", "suami", "istri", "ayah", "bapak", "anak"),
    *("orang tua", "mertua", "usaha", "saksi", "darurat", "tempat kerja", "pekerjaan ibu"),
)
TIES = (*eligibility.TIES, "none")
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


def _find_own(asking: Asking) -> FindOwn | None:
    """A chat registers its own person once; whoever comes after is somebody it helps."""
    given = asking.answers
    return FindOwn(given.get("nik")) if whom.for_self(given) else None


def _count_places(asking: Asking) -> CountPlaces:
    return CountPlaces(asking.answers["village"])


def _record_consent(asking: Asking) -> RecordConsent | None:
    """Record a yes; one from a sheet may have to wait until it is known for whom."""
    given = asking.answers
    if given["consent"] != "yes" or "for_whom" not in given:
        return None
    whom, helped = given["for_whom"], given.get("helped")
    return RecordConsent(
        asking.draft.id, CONSENT_TEXT, CONSENT_VERSION, whom, helped, given.get("village", "")
    )


def _check_nik(asking: Asking) -> CheckNik | None:
    """Look a NIK up only for whoever has agreed; one from a pasted form waits for that."""
    given = asking.answers
    agreed = given.get("consent") == "yes" and "village" in given
    return CheckNik(given["nik"], given["village"]) if agreed else None


def _review_values(asking: Asking) -> Mapping[str, Value]:
    """Everything that was answered, as people read it; of the NIK the last four digits alone."""
    given = asking.answers
    none = Text("plain.none")  # for a placeholder whose question is not asked any more
    labels = {q.name: q.label for q in FORM.answered(given) if q.label}
    return {
        **{question.name: none for question in FORM.questions},
        **FORM.kept(given),
        **{name: label(given[name], asking) for name, label in labels.items()},
        **village.village_values(asking),
        "nik": given["nik"][-4:],
        "sex": Text(f"sex.{given['sex']}"),
        "birth_date": date.fromisoformat(given["birth_date"]),
    }


FORM = Form(
    name="registration",
    version=1,
    describe=whom.someone,
    ends=eligibility.ends,
    proven={"consent": CONSENT_VERSION},
    own_words=consent.has_own_words,
    before=frozenset({"for_whom", "village"}),
    village=lambda answers: answers.get("village", ""),
    who=Who("nik", "name", "helped", own=whom.for_self, other=whom.for_other),
    joined={
        "tempat tanggal lahir": ("birth_place", "birth"),
        "tempat tgl lahir": ("birth_place", "birth"),
        "tmpt tgl lahir": ("birth_place", "birth"),
        "tmpt tgl lhr": ("birth_place", "birth"),
        "ttl": ("birth_place", "birth"),
    },
    beside={
        "kecamatan": "village",
        "kec": "village",
        "rt rw": "address",
        "rt": "address",
        "rw": "address",
        "dusun": "address",
        **dict.fromkeys(NOT_ASKED, ""),
    },
    questions=(
        Question(
            "for_whom",
            whom.for_whom,
            options=lambda _: ("self", "other"),
            keeps=("village",),  # all the rest is about somebody else
            claims=whom.begins,
            words=("untuk siapa",),
            then=_find_own,
        ),
        Question(
            "helped",
            whom.nickname,
            applies=whom.nameless,
            follows="for_whom",
            entry=Entry.ASK,  # a sheet has the name itself
        ),
        Question(
            "village",
            village.village,
            options=village.village_nearby,
            label=village.village_label,
            nearest=village.villages_nearest,
            entry=Entry.WORDS,
            values=village.village_asked,
            drops=("consent",),
            claims=village.names_village,
            words=("desa", "nama desa", "village"),
            then=_count_places,
        ),
        Question(
            "consent",
            joining.consent,
            claims=joining.claims_no,
            options=lambda _: ("yes", "no"),
            values=joining.consent_values,
            long=True,
            then=_record_consent,
        ),
        Question(
            "eligibility",
            joining.tie,
            options=lambda _: TIES,
            label=lambda value, _: Text(f"registration.eligibility.{value}"),
            words=("pekerjaan tetap",),
        ),
        Question(
            "nik",
            nik_number,
            claims=has_number,
            label=free_text.plain_label,
            drops=("birth", "birth_date", "sex"),
            words=("nik", "ktp", "nomor induk kependudukan"),
            then=_check_nik,
            entry=Entry.NUMBER,
            numeric=True,
        ),
        Question(
            "birth",
            birth.birth,
            options=lambda _: ("yes", "no"),
            pick=birth.birth_picked,
            applies=lambda answers: "nik" in answers,
            values=birth.nik_values,
            label=birth.birth_label,
            spelt=birth.date_spelt,
            drops=("birth_date", "sex"),
            entry=Entry.ASK,
            infer=birth.birth_inferred,
            words=("tanggal lahir", "tgl lahir", "tgl lhr", "lahir", "umur", "kelamin"),
            numeric=True,
        ),
        Question(
            "birth_date",
            birth.birth_day,
            values=birth.nik_written,
            corrected="sheet",
            label=birth.date_label,
            spelt=birth.date_spelt,
            claims=birth.claims_date,
            follows="birth",
            entry=Entry.DATE,
            numeric=True,
        ),
        Question(
            "sex",
            birth.sex,
            options=lambda _: ("male", "female"),
            follows="birth",
            claims=birth.claims_sex,
        ),
        Question(
            "name",
            free_text.full_name,
            claims=free_text.claims_name,
            label=free_text.plain_label,
            echo=True,
            free=True,
            words=("nama", "nama lengkap", "name"),
        ),
        Question(
            "birth_place",
            free_text.birth_place,
            label=free_text.plain_label,
            echo=True,
            free=True,
            words=("tempat lahir", "tmpt lahir", "lahir di"),
        ),
        Question(
            "mother",
            free_text.mother,
            echo=True,
            free=True,
            options=lambda _: ("unknown",),
            entry=Entry.WORDS,
            label=free_text.mother_label,
            words=(
                *("ibu", "nama ibu", "ibu kandung", "nama ibu kandung", "mother"),
                *("mamak", "emak", "mak", "umak", "nama mamak"),
            ),
        ),
        Question(
            "address",
            free_text.address,
            label=free_text.plain_label,
            echo=True,
            free=True,
            words=("alamat", "alamatnya", "address"),
        ),
        Question(
            "phone",
            telephone.phone_number,
            claims=has_number,
            options=telephone.phone_options,
            pick=telephone.phone_picked,
            label=telephone.phone_label,
            echo=True,
            contact=telephone.phone_shared,
            entry=Entry.WORDS,
            drops=("phone_owner",),
            own=True,
            words=("hp", "nomor hp", "no hp", "wa", "telepon", "telp", "phone"),
            numeric=True,
        ),
        Question(
            "phone_owner",
            telephone.phone_owner,
            options=telephone.phone_owners,
            applies=telephone.has_phone,
            follows="phone",
            own=True,
        ),
        Question(
            "occupation",
            work.occupation,
            options=lambda _: COMMON_OCCUPATIONS,
            label=lambda value, _: Text(f"occupation.{value}"),
            echo=True,
            nearest=lambda *_: (*COMMON_OCCUPATIONS, "other"),
            open=True,
            words=("pekerjaan", "kerja", "occupation", "job"),
        ),
        Question(
            "income",
            work.income,
            options=lambda _: monthly.BANDS,
            pick=lambda value, _: {"income": readings.band_of(value)},
            label=work.income_label,
            spelt=work.income_spelt,
            echo=True,
            words=("penghasilan", "pendapatan", "gaji", "income"),
            numeric=True,
            own=True,
        ),
        Question(
            "review",
            review.review,
            claims=review.claims,
            options=lambda _: ("send", "edit"),
            values=_review_values,
        ),
    ),
)
