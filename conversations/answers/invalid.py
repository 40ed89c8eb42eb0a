"""The one way an answer parser says "I cannot take this"."""


class Invalid(Exception):  # noqa: N818 - it names an answer, not a fault of the program
    """An answer that cannot be stored; the question is asked again with the reason.

    `reason` is a short code such as "length"; the words are found under
    "<form>.<question>.<reason>". `candidates` are the readings between which the person may
    choose (codes or values, best first); empty when there is nothing to offer. `about` is what
    the words are to name, as {about}.
    """

    def __init__(self, reason: str, candidates: tuple[str, ...] = (), about: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.candidates = candidates
        self.about = about


class Doubtful(Invalid):
    """An answer that is believed only after a yes, as where other words stand beside it.

    Of a reading in lines one is made: they part the readings where those are kept.

    Where a label says what it is, as in a form, there is no doubt. `why` is a short code for what
    it may be instead, said with the question; the words are found under "doubt.<why>".
    """

    def __init__(self, reading: str, why: str = "") -> None:
        super().__init__("check", (" ".join(reading.split()),))
        self.why = why
