"""Metrics: the instruments, in Prometheus's words, and the page on which they are read.

Counters and histograms are of this process. The gauges are of the database, so that each process
tells the same: take their max(), never their sum(). Labels are names of ours, never of people.

Labels are resolved once, at the start, which also shows every series at zero: a rise from nothing
is one that `rate()` does not see.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import get_args

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from typing_extensions import override

from bot.turns.queue import GROUP
from bot.watch import Ended, Performed, Sending, Watch
from conversations.machine import DueKind
from conversations.messages import Channel
from conversations.record import record
from storage.figures import Occupied, Queue
from storage.messages.outbox_sql import Lane
from storage.office.bursts import BurstKind
from storage.office.stuck import Stuck, Why

# From a group alone in an idle database to the platforms' own patience with a webhook.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_SIZES = tuple(2**n for n in range(GROUP.bit_length()))  # 1, 2, 4 … GROUP


@record
class _Children:
    """The instruments of one channel, their labels resolved."""

    turns: Mapping[Ended, Counter]
    seconds: "_Counts"
    size: "_Counts"
    sendings: Mapping[Sending, Counter]


class Metrics(Watch):
    """Watches turns, deliveries and jobs of these channels; each has a registry of its own."""

    def __init__(self, channels: Collection[Channel]) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self._children = _children(self.registry, channels)
        self._jobs = _jobs(self.registry)
        self._database = _Gauges(self.registry, channels)

    @override
    def group(self, channel: Channel, ended: Ended, waited: Sequence[float]) -> None:
        children = self._children[channel]
        children.turns[ended].inc(len(waited))
        if ended == "taken":
            children.size.observe((len(waited),))
            children.seconds.observe(waited)

    @override
    def recorded(self, channel: Channel, sendings: Mapping[Sending, int]) -> None:
        counters = self._children[channel].sendings
        for sending, many in sendings.items():
            counters[sending].inc(many)

    @override
    def performed(self, kind: DueKind, what: Performed) -> None:
        self._jobs[kind, what].inc()

    @override
    def bursts(self, counted: Mapping[BurstKind, int]) -> None:
        self._database.bursts(counted)

    def queues(self, waiting: Sequence[Queue], parked: int, refused: int, late: int = 0) -> None:
        """Show what waits in the database as it was found just now."""
        self._database.queues(waiting, parked, refused, late)

    def places(self, counted: Occupied, stuck: Sequence[Stuck]) -> None:
        """Show how many places are taken, and how many registrations nobody may decide."""
        self._database.places(counted, stuck)

    def page(self) -> Starlette:
        """Return the app that answers /metrics: for a port of its own, never the webhooks'."""

        async def show(request: Request) -> Response:
            encode, kind = choose_encoder(request.headers.get("accept", ""))
            return Response(encode(self.registry), headers={"Content-Type": kind})

        return Starlette(routes=[Route("/metrics", show)])


def _children(
    registry: CollectorRegistry, channels: Collection[Channel]
) -> dict[Channel, _Children]:
    turns = Counter(
        "seratus_turns",
        "Messages by how their turn ended: taken (or known), parked (a fault of ours), away.",
        ("channel", "outcome"),
        registry=registry,
    )
    seconds = _Histogram(
        "seratus_turn_seconds",
        "From the hand-in of a message to the commit of its turn.",
        _SECONDS,
        channels,
    )
    sizes = _Histogram(
        "seratus_group_size", "Messages that shared a transaction.", _SIZES, channels
    )
    registry.register(seconds)
    registry.register(sizes)
    sendings = Counter(
        "seratus_deliveries",
        "Sendings by what came of them: sent, later, lost, outside (again as a notice).",
        ("channel", "outcome"),
        registry=registry,
    )
    return {
        channel: _Children(
            {ended: turns.labels(channel, ended) for ended in get_args(Ended)},
            seconds.channels[channel],
            sizes.channels[channel],
            {sending: sendings.labels(channel, sending) for sending in get_args(Sending)},
        )
        for channel in channels
    }


def _jobs(registry: CollectorRegistry) -> dict[tuple[DueKind, Performed], Counter]:
    jobs = Counter(
        "seratus_jobs",
        "Jobs by what came of them: done, later (it is not time yet), failed (a fault of ours).",
        ("job", "outcome"),
        registry=registry,
    )
    return {
        (kind, what): jobs.labels(kind, what) for kind in DueKind for what in get_args(Performed)
    }


class _Counts:
    """How many values fell up to each bound, and the rest; all of a group at once."""

    def __init__(self, bounds: Sequence[float]) -> None:
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def observe(self, values: Sequence[float]) -> None:
        for value in values:
            self._counts[bisect_left(self._bounds, value)] += 1
        self.total += sum(values)

    def buckets(self) -> list[tuple[str, float]]:
        bounds = [*(str(float(bound)) for bound in self._bounds), "+Inf"]
        return list(zip(bounds, accumulate(self._counts), strict=True))


class _Histogram(Collector):
    """A histogram by channel. The library's own locks for each value: several times the cost."""

    def __init__(
        self, name: str, meaning: str, bounds: Sequence[float], channels: Collection[Channel]
    ) -> None:
        self._name = name
        self._meaning = meaning
        self.channels = {channel: _Counts(bounds) for channel in channels}

    @override
    def collect(self) -> Iterator[Metric]:
        family = HistogramMetricFamily(self._name, self._meaning, labels=["channel"])
        for channel, counts in self.channels.items():
            family.add_metric([channel.value], counts.buckets(), counts.total)
        yield family


class _Gauges:
    """What the database holds, as it was when it was last looked at."""

    def __init__(self, registry: CollectorRegistry, channels: Collection[Channel]) -> None:
        self._waiting = Gauge(
            "seratus_outbox_waiting",
            "Messages not sent yet, by lane (0: somebody waits for the reply).",
            ("channel", "lane"),
            registry=registry,
        )
        self._oldest = Gauge(
            "seratus_outbox_oldest_seconds",
            "Age of the oldest message not sent yet; 0: there is none.",
            ("channel", "lane"),
            registry=registry,
        )
        self._parked = Gauge(
            "seratus_parked", "Messages parked: see 'seratus parked'.", registry=registry
        )
        self._refused = Gauge(
            "seratus_cards_refused",
            "Cards that a channel would not show to a head: see 'seratus heads list'.",
            registry=registry,
        )
        self._places = Gauge(
            "seratus_places", "Places of the open programmes.", ("state",), registry=registry
        )
        self._stuck = Gauge(
            "seratus_registrations_stuck",
            "Registrations that nobody in their village decides: see 'seratus heads list'.",
            ("why",),
            registry=registry,
        )
        self._stuck_oldest = Gauge(
            "seratus_registrations_stuck_oldest_seconds",
            "How long the oldest of them has waited; 0: there is none.",
            ("why",),
            registry=registry,
        )
        self._late = Gauge(
            "seratus_requests_overdue",
            "Requests of people about their data that are overdue: see 'seratus check'.",
            registry=registry,
        )
        self._bursts = Gauge(
            "seratus_bursts",
            "Bursts of registrations: strangers in a village, a chat in villages, a helper's.",
            ("kind",),
            registry=registry,
        )
        self.bursts({})
        self._read = Gauge(
            "seratus_database_read_timestamp_seconds",
            "When they were last read: queues (with parked and refused), places (with stuck).",
            ("what",),
            registry=registry,
        )
        self._seen: set[tuple[str, int]] = {(channel.value, Lane.LIVE) for channel in channels}

    def queues(self, waiting: Sequence[Queue], parked: int, refused: int, late: int) -> None:
        self._late.set(late)
        found = {(one.channel, one.lane): one for one in waiting}
        self._seen |= found.keys()  # a queue that was emptied is at zero, not gone
        for labels in self._seen:
            queue = found.get(labels)
            self._waiting.labels(*labels).set(queue.messages if queue else 0)
            self._oldest.labels(*labels).set(queue.oldest.total_seconds() if queue else 0)
        self._parked.set(parked)
        self._refused.set(refused)
        self._read.labels("queues").set_to_current_time()

    def bursts(self, counted: Mapping[BurstKind, int]) -> None:
        for kind in BurstKind:
            self._bursts.labels(kind).set(counted.get(kind, 0))

    def places(self, counted: Occupied, stuck: Sequence[Stuck]) -> None:
        found = {one.why: one for one in stuck}
        for why in Why:
            one = found.get(why)
            self._stuck.labels(why).set(one.many if one else 0)
            self._stuck_oldest.labels(why).set(one.oldest.total_seconds() if one else 0)
        self._places.labels("taken").set(counted.taken)
        self._places.labels("free").set(counted.places - counted.taken)
        self._read.labels("places").set_to_current_time()
