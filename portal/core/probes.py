"""What the readiness page asks: each app registers its probe when it is ready."""

from collections.abc import Callable, Sequence

Probe = Callable[[], Sequence[str]]  # the faults found, in words; none when all is well
_probes: list[Probe] = []


def register_probe(probe: Probe) -> None:
    _probes.append(probe)


def probes() -> tuple[Probe, ...]:
    return tuple(_probes)
