"""Workers: processes that are all told the same at once."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Crew:
    """All of them."""

    workers: "Sequence[subprocess.Popen[str]]"

    def tell(self, **told: object) -> list[dict[str, Any]]:
        """Say it to everybody, then hear everybody. Raises RuntimeError when one is gone."""
        line = json.dumps(told) + "\n"
        for worker in self.workers:
            assert worker.stdin is not None
            worker.stdin.write(line)
            worker.stdin.flush()
        return [_heard(worker) for worker in self.workers]


@contextmanager
def crew(url: str, count: int) -> Iterator[Crew]:
    """So many, once all are ready. They have ended when it is left."""
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "kiosk.bench.worker", url, f"bench-{nth}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for nth in range(count)
    ]
    try:
        for worker in workers:
            _heard(worker)
        yield Crew(workers)
    finally:
        for worker in workers:
            assert worker.stdin is not None
            assert worker.stdout is not None
            worker.stdin.close()
            worker.wait(60)
            worker.stdout.close()


def _heard(worker: "subprocess.Popen[str]") -> dict[str, Any]:
    assert worker.stdout is not None
    line = worker.stdout.readline()
    if not line:
        raise RuntimeError("a worker has ended; what it said is above")
    told: dict[str, Any] = json.loads(line)
    return told
