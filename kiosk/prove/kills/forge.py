"""The forge: one single-threaded process that has everything loaded, and forks a fresh one for every process of a case.

``python -m kiosk.prove.kills.forge FOLDER`` reads a case a line and answers a line; it ends with its input.
"""

import gc
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from kiosk.payments.toss import Toss
from kiosk.prove.kills.company import Company
from kiosk.prove.kills.guest import Guest
from kiosk.prove.kills.house import House, SharedClock
from kiosk.prove.kills.paths import PATHS
from kiosk.prove.kills.points import Points, watch_database, watch_network
from kiosk.prove.kills.products import PRODUCTS, SOUND
from kiosk.prove.kills.recovery import Recovery
from kiosk.prove.kills.schedules import Case, Cell, read_case
from kiosk.prove.kills.slate import Slate

LONGEST_S: Final = 30
"""No process of a case may run longer: the system ends it, and that is a violation."""

_WARM: Final = Case(Cell("mismatch", "lost-ok", "soon"))


@dataclass
class Run:
    """What came of one case."""

    points: list[int]
    intent: int
    killed: list[str]
    broken: list[str]
    labels: list[str]

    @property
    def told(self) -> str:
        """As a line."""
        return json.dumps(asdict(self))


class Forge:
    """Runs cases one after the other over one file and one company."""

    def __init__(self, folder: Path) -> None:
        self._company = Company.fork()
        self._slate = Slate()
        self._clock = SharedClock(self._slate, self._company.set_clock)
        self._house = House(folder)
        self._points = Points(self._slate)
        watch_database(self._house.database, self._reach)
        watch_network(self._reach)
        self._warm_up()

    def _reach(self, label: str) -> None:
        self._points.reach(label)

    def run(self, case: Case, product: str = SOUND) -> Run:
        """The path, killed or not; its recovery, killed or not; recovery to the end; and the judgement."""
        self._begin(case)
        world = sha256(f"{product} {case}".encode()).hexdigest()[:10]
        run = Run([], 0, [], [], [])
        path = PATHS[case.cell.path]
        processes: list[tuple[int, Callable[[Guest], None]]] = [(case.first, path.walk)]
        if case.second:
            processes.append((case.second, lambda guest: Recovery(guest, case).run()))
        processes.append((0, lambda guest: _end(guest, case)))
        for generation, (deadly, work) in enumerate(processes):
            self._process(run, f"{world}g{generation}", deadly, product, work)
        run.killed = [str(note["at"]) for note in self._slate.notes("killed")]
        judged = self._slate.notes("judged")
        run.broken += judged[-1]["broken"] if judged else ["recovery did not come to its end"]
        return run

    def close(self) -> None:
        """End the company."""
        self._company.close()

    def _begin(self, case: Case) -> None:
        path = PATHS[case.cell.path]
        self._slate.wipe()
        self._house.fill()
        self._company.begin(
            case.cell.faults, refuses=path.refuses, too_much=path.too_much, hides=case.cell.hides
        )

    def _process(
        self, run: Run, world: str, deadly: int, product: str, work: Callable[[Guest], None]
    ) -> None:
        self._slate.next_process()
        child = os.fork()
        if child == 0:
            os._exit(self._work(world, deadly, product, work))
        _, status = os.waitpid(child, 0)
        run.points.append(self._slate.points)
        run.labels = run.labels or [str(note["at"]) for note in self._slate.notes("point")]
        run.intent = run.intent or self._slate.intent
        self._company.settle_down()
        if deadly and os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
            return
        if os.WIFSIGNALED(status):
            run.broken.append(
                f"a process was ended by signal {os.WTERMSIG(status)} after {LONGEST_S} s or less"
            )
        elif os.WEXITSTATUS(status):
            run.broken += [f"a process failed: {note['how']}" for note in self._slate.notes("failed")[-1:]]

    def _work(self, world: str, deadly: int, product: str, work: Callable[[Guest], None]) -> int:
        """In the child."""
        signal.alarm(LONGEST_S)
        # Nothing of it lives long; collecting would only copy what it shares with the forge.
        gc.disable()
        self._points = Points(self._slate, deadly, is_told=not deadly)
        try:
            work(self._guest(world, product))
        except BaseException:  # noqa: BLE001 - whatever it was, the forge has to hear of it
            self._slate.note("failed", how=traceback.format_exc(limit=-4)[-2_000:])
            return 1
        return 0

    def _guest(self, world: str, product: str) -> Guest:
        company = self._company
        channel = Toss(company.secret_key, company.url, self._clock)
        shop = self._house.shop(self._clock, world)
        return Guest(shop, channel, PRODUCTS[product], company, self._points)

    def _warm_up(self) -> None:
        """Walk a long path once here: what it loads and compiles, every child then has."""
        self._begin(_WARM)
        guest = self._guest("warm", SOUND)
        PATHS[_WARM.cell.path].walk(guest)
        recovery = Recovery(guest, _WARM)
        recovery.run()
        recovery.judge()
        self._house.database.close()
        for thread in threading.enumerate():
            if thread is not threading.current_thread():
                thread.join(LONGEST_S)
        gc.collect()
        gc.freeze()


def _end(guest: Guest, case: Case) -> None:
    recovery = Recovery(guest, case)
    recovery.run()
    guest.points.slate.note("judged", broken=recovery.judge())


def main(folder: Path) -> None:
    """Serve."""
    forge = Forge(folder)
    _answer('{"ready": true}')
    for line in sys.stdin:
        asked: dict[str, Any] = json.loads(line)
        _answer(forge.run(read_case(asked["case"]), asked["product"]).told)
    forge.close()


def _answer(line: str) -> None:
    # Unbuffered: what lies in a buffer would be written again by every child.
    os.write(sys.stdout.fileno(), line.encode() + b"\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
