"""What collides is done again, a few times, and then told."""

import pytest

from storage.errors import COLLISIONS, Away, Collided, StorageError, insisting


class Flaky:
    def __init__(self, failures: int, failure: type[StorageError]) -> None:
        self.tried = 0
        self._failures = failures
        self._failure = failure

    async def attempt(self) -> int:
        self.tried += 1
        if self.tried <= self._failures:
            raise self._failure("40P01")
        return self.tried


async def test_what_collides_is_done_again() -> None:
    assert await insisting(Flaky(COLLISIONS - 1, Collided).attempt) == COLLISIONS


@pytest.mark.parametrize(("failure", "tried"), [(Collided, COLLISIONS), (Away, 1)])
async def test_what_collides_always_or_fails_otherwise_is_told(
    failure: type[StorageError], tried: int
) -> None:
    flaky = Flaky(COLLISIONS, failure)

    with pytest.raises(failure):
        await insisting(flaky.attempt)

    assert flaky.tried == tried
