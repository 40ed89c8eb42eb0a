"""Names a slip or a few of the finger away, found among very many without comparing with each.

A name is cut into one piece more than there may be slips, so one piece is always as it was
typed. The pieces do not touch: two letters swapped spoil one of them only.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

_FORGIVING = (5, 10, 16)  # letters typed at which one more slip is forgiven


def slips(letters: int) -> int:
    """Return how many slips are forgiven in so many letters typed."""
    return sum(letters >= length for length in _FORGIVING)


def _pieces(letters: int) -> list[tuple[int, int]]:
    """Return where the pieces of a name of so many letters begin and end."""
    forgiven = max(1, sum(letters + more >= at for more, at in enumerate(_FORGIVING, 1)))
    size, longer = divmod(letters - forgiven, forgiven + 1)
    pieces, begin = [], 0
    for number in range(forgiven + 1):
        end = begin + size + (number < longer)
        pieces.append((begin, end))
        begin = end + 1
    return pieces


class NearNames:
    """Names by their pieces."""

    def __init__(self, names: Iterable[str]) -> None:
        """Cut the names; those of three letters or fewer are never near."""
        self._by_piece: dict[tuple[int, int, str], list[str]] = defaultdict(list)
        cuts = {letters: _pieces(letters) for letters in range(4, 80)}
        for name in names:
            for number, (begin, end) in enumerate(cuts.get(len(name), ())):
                self._by_piece[len(name), number, name[begin:end]].append(name)
        self._by_piece.default_factory = None
        self._cuts = cuts

    def near(self, typed: str) -> list[tuple[int, str]]:
        """Return the names so near that they may be meant, nearest first, with the slips."""
        most = slips(len(typed))
        if not most:
            return []
        found = {
            name for piece in self._asked(typed, most) for name in self._by_piece.get(piece, ())
        }
        near = process.extract(
            typed, tuple(found), scorer=OSA.distance, score_cutoff=most, limit=None
        )
        return sorted((int(slipped), name) for name, slipped, _ in near)

    def _asked(self, typed: str, most: int) -> Iterator[tuple[int, int, str]]:
        """Return the pieces of which every name near enough has one."""
        for letters in range(max(4, len(typed) - most), len(typed) + most + 1):
            more = len(typed) - letters
            for number, (begin, end) in enumerate(self._cuts.get(letters, ())):
                for shift in range(-most, most + 1):
                    if abs(shift) + abs(more - shift) <= most and begin + shift >= 0:
                        yield letters, number, typed[begin + shift : end + shift]
