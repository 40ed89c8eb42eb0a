"""While WhatsApp fails nothing is lost and nobody's messages change order; see bench/outage.py."""

from bench.outage import measure


async def test_messages_wait_out_an_outage_and_leave_once_and_in_order(database_url: str) -> None:
    found = await measure(database_url, people=6, seconds=1)

    assert found.failures > 0
    assert (found.sent, found.twice, found.out_of_order) == (found.put, 0, [])
    assert found.held
