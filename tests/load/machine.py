"""What processes use, as Linux tells it in /proc: memory, and their share of the processors."""

import os
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = defaultdict(list)
    for stat in PROC.glob("[0-9]*/stat"):
        fields = _fields(stat)
        if fields:
            children[int(fields[1])].append(int(stat.parent.name))
    found = [pid]
    for each in found:
        found += children[each]
    return found


def memory(pid: int) -> int:
    """The memory of a process and its descendants in bytes; what they share is counted once."""
    total = 0
    for each in family(pid):
        try:
            lines = (PROC / str(each) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


@dataclass(frozen=True)
class Work:
    """Seconds of processor time that were used up to a moment: by named families of processes, and by all together."""

    of: Mapping[str, float]
    all: float


def work(pids: Mapping[str, int]) -> Work:
    """The processor time used so far."""
    user, nice, system, _idle, _wait, irq, softirq, *_rest = (
        int(word) for word in (PROC / "stat").read_text().split("\n", 1)[0].split()[1:]
    )
    used = {name: sum(_seconds(each) for each in family(pid)) for name, pid in pids.items()}
    return Work(used, (user + nice + system + irq + softirq) / TICKS)


def shares(before: Work, after: Work, seconds: float) -> dict[str, float]:
    """Which part (0..1) of all processors each used in these seconds, and what others on this machine used."""
    whole = seconds * (os.cpu_count() or 1)
    used = {name: (after.of[name] - before.of[name]) / whole for name in after.of}
    return used | {"all of the machine": (after.all - before.all) / whole}


def _seconds(pid: int) -> float:
    fields = _fields(PROC / str(pid) / "stat")
    return sum(int(fields[number]) for number in (11, 12, 13, 14)) / TICKS if fields else 0.0  # its ended children too


def _fields(stat: Path) -> list[str]:
    """The fields after the name, which may hold spaces; none for a process that is gone."""
    try:
        return stat.read_text().rpartition(")")[2].split()
    except OSError:
        return []
