"""Peers asked the same questions in turn, so that a slow moment hits them all."""

import http.client
import multiprocessing
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.bench_search.figures import percentile

WARM_UP = 60  # questions that nobody times
MOST_LEFT_OUT = 0.05  # of the others
CLIENTS = 4
ROUNDS, ROUND_SECONDS = 3, 4.0


@dataclass(frozen=True)
class Request:
    path: str
    body: bytes = b""

    def send(self, connection: http.client.HTTPConnection) -> int:
        """Ask and read the whole answer; its status."""
        if self.body:
            connection.request("POST", self.path, self.body, {"content-type": "application/json"})
        else:
            connection.request("GET", self.path)
        answer = connection.getresponse()
        answer.read()
        return answer.status


@dataclass(frozen=True)
class Peer:
    """A server and what it is asked: the same questions as the other peers, in the same order."""

    address: str  # "http://127.0.0.1:8000"
    requests: Sequence[Request]

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=120)

    def answers(self) -> bool:
        """Whether its address is there at all."""
        connection = self.connect()
        status = self.requests[0].send(connection)
        connection.close()
        return status != 404


def times(peers: Mapping[str, Peer]) -> dict[str, list[float]]:
    """The seconds of each question but the first ones, by peer; another peer begins each time.

    A question that one of them cannot answer, as on a machine that is too busy, counts for none of them.
    Raises RuntimeError if there are many.
    """
    connections = {name: peer.connect() for name, peer in peers.items()}
    taken: dict[str, list[float]] = {name: [] for name in peers}
    order, left_out = list(peers), 0
    count = min(len(peer.requests) for peer in peers.values())
    for number in range(count):
        answers = {name: _ask(peers[name].requests[number], connections[name]) for name in order}
        order = [*order[1:], order[0]]
        if number < WARM_UP:
            continue
        if any(status != 200 for _seconds, status in answers.values()):
            left_out += 1
            continue
        for name, (seconds, _status) in answers.items():
            taken[name].append(seconds)
    for connection in connections.values():
        connection.close()
    if left_out > MOST_LEFT_OUT * (count - WARM_UP):
        raise RuntimeError(f"{left_out} of {count - WARM_UP} questions had no answer from one of {', '.join(peers)}")
    return taken


def _ask(request: Request, connection: http.client.HTTPConnection) -> tuple[float, int]:
    """The seconds until the whole answer is there, and its status."""
    start = time.perf_counter()
    status = request.send(connection)
    return time.perf_counter() - start, status


def ratio(ours: Sequence[float], theirs: Sequence[float], share: float) -> float:
    """How many times as long we take, at one percentile."""
    return percentile(ours, share) / percentile(theirs, share)


def throughput(ours: Peer, theirs: Peer) -> float:
    """Our answers in a second with four clients, over theirs: the median of some rounds, taken in turns."""
    return statistics.median(_answers(ours) / _answers(theirs) for _ in range(ROUNDS))


def _answers(peer: Peer) -> int:
    """How many questions the clients have answered in a round, each a process of its own."""
    processes = multiprocessing.get_context("fork")
    counts = processes.SimpleQueue()
    clients = [processes.Process(target=_ask_on, args=(peer, place, counts)) for place in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(counts.get() for _ in clients)


def _ask_on(peer: Peer, place: int, counts: "multiprocessing.queues.SimpleQueue[int]") -> None:
    connection, count = peer.connect(), 0
    own = peer.requests[place::CLIENTS]
    end = time.perf_counter() + ROUND_SECONDS
    while time.perf_counter() < end:
        own[count % len(own)].send(connection)
        count += 1
    connection.close()
    counts.put(count)
