"""What a draft remembers is written as strings, and read whoever wrote it."""

from hypothesis import given
from hypothesis import strategies as st

from conversations.notes import NOTHING, Menu, Notes, Readings, Sheet

NAMES = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8)
SEVERAL = st.lists(NAMES, max_size=3).map(tuple)
ANY = st.builds(
    Notes,
    menu=st.none() | st.sampled_from(Menu),
    asked=NAMES,
    offered=st.none() | st.builds(Readings, NAMES, st.lists(NAMES, min_size=1).map(tuple)),
    missed=st.integers(0, 9),
    took=SEVERAL,
    unread=SEVERAL,
    several=st.booleans(),
    noted=NAMES,
    due=SEVERAL,
    sheet=st.none() | st.sampled_from(Sheet),
    sends=st.booleans(),
    near=NAMES,
)
# As they stand in databases: drafts on their way must go on.
STORED = {
    "menu": "edit",
    "asked": "income",
    "offered": "income\nday:50000\nweek:50000",
    "missed": "2",
    "took": "name nik",
    "unread": "",
    "several": "yes",
    "noted": "occupation",
    "due": "consent nik",
    "sheet": "declined",
    "send": "yes",
    "near": "61.07.01.2001",
}


@given(ANY)
def test_what_is_written_is_read_again(notes: Notes) -> None:
    assert Notes.read(notes.written()) == notes


def test_notes_of_drafts_on_their_way_are_read() -> None:
    assert Notes.read(STORED) == Notes(
        menu=Menu.EDIT,
        asked="income",
        offered=Readings("income", ("day:50000", "week:50000")),
        missed=2,
        took=("name", "nik"),
        several=True,
        noted="occupation",
        due=("consent", "nik"),
        sheet=Sheet.DECLINED,
        sends=True,
        near="61.07.01.2001",
    )
    assert Notes.read(STORED).written() == {k: v for k, v in STORED.items() if v}


def test_nothing_set_is_nothing_written() -> None:
    assert NOTHING.written() == {}
    assert Notes.read({}) == NOTHING


def test_what_was_merely_asked_is_one_word() -> None:
    assert Notes(asked="nik").written() == {"asked": "nik"}
    assert Notes.read({"asked": "nik"}) == Notes(asked="nik")


def test_what_another_version_wrote_is_as_if_it_were_not_set() -> None:
    assert Notes.read({"menu": "colours", "sheet": "folded", "mood": "good"}) == NOTHING
