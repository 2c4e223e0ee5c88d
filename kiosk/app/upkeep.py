"""What a terminal does beside serving guests: reconciling, when it is due, and keeping a spare on its disk.

On the recovery lane; never on the main thread.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk.app.errors import Fix
from kiosk.domain.flight import NoRecorder
from kiosk.domain.ports import Clock
from kiosk.payments.channel import Channel
from kiosk.payments.statements import Statements, TossStatements
from kiosk.payments.toss import Toss
from kiosk.services.flight import RecordedChannel
from kiosk.services.reconciling import NotReconciled, Reconciler, Report
from kiosk.services.shop import Shop
from kiosk.storage.room import keep_spare

TRY_AGAIN_S = 600.0
"""After the company could not be asked: how long nothing is asked again."""


@dataclass
class Upkeep:
    """The reconciling of one terminal; knows only when it was last turned away. ``file`` is its database, where it is one;
    ``recorded`` its channel, where it writes down what it sends."""

    reconciler: Reconciler
    clock: Clock
    file: Path | None = None
    recorded: RecordedChannel | None = None
    _turned_away: float | None = None

    def run(self) -> list[Report | NotReconciled]:
        """Compare every day that is due; gives what came of each. Cheap when nothing is due: call it as often as you like.

        A spare that a full disk has cost is put aside again once there is room.
        """
        if self.file is not None:
            keep_spare(self.file)
        if self.recorded is not None:
            self.recorded.watch()
        return self._compare(self.reconciler.due_days)

    def run_asked(self) -> list[Report | NotReconciled]:
        """Compare the day that somebody at a desk waits for, if one does. Payments that are closed as nothing could
        be written down are opened again once it can.
        """
        if self.recorded is not None:
            self.recorded.watch_if_closed()
        return self._compare(self.reconciler.asked_days)

    def _compare(self, days: Callable[[], list[date]]) -> list[Report | NotReconciled]:
        now = self.clock.monotonic()
        if self._turned_away is not None and now - self._turned_away < TRY_AGAIN_S:
            return []
        self._turned_away = None
        ends: list[Report | NotReconciled] = []
        for day in days():
            ends.append(self.reconciler.reconcile(day))
            if isinstance(ends[-1], NotReconciled):
                self._turned_away = now
                break
        return ends

    def before_selling(self) -> list[Report]:
        """After a restored backup, or in another database: nothing is sold before it is known what was sold since. Raises Fix.

        Else a seat that the backup does not know as sold would be sold again.
        """
        if self.recorded is not None:
            self.recorded.watch()
        reports = []
        for day in self.reconciler.must_come_first():
            end = self.reconciler.reconcile(day)
            if isinstance(end, NotReconciled):
                raise Fix(
                    f"A backup was restored, or this machine has sold with another database, and what was sold cannot be found out "
                    f"({end.day}: {end.why}).",
                    "Nothing is sold before. See that the network works, then start again or run: "
                    f"kiosk reconcile --date {end.day}",
                )
            reports.append(end)
        return reports


def upkeep_of(shop: Shop, channel: Channel) -> Upkeep:
    """The upkeep of a terminal whose channel is Toss Payments."""
    recorded = channel if isinstance(channel, RecordedChannel) else None
    return Upkeep(reconciler_of(shop, channel), shop.clock, shop.database.file, recorded)


def reconciler_of(shop: Shop, channel: Channel) -> Reconciler:
    """The comparing, with what this machine's own recorder knows, where it has one."""
    recorder = channel.recorder if isinstance(channel, RecordedChannel) else NoRecorder()
    return Reconciler(shop, channel, statements_of(channel), recorder)


def statements_of(channel: Channel) -> Statements:
    """The lists of the company that a channel talks to."""
    if isinstance(channel, RecordedChannel):
        channel = channel.channel
    assert isinstance(channel, Toss), "Toss Payments is the only channel with lists so far"
    return TossStatements(channel.fetch)
