"""What the next process does, as a start of the program does it; and the judgement when everything has come to its end."""

from dataclasses import dataclass
from typing import Final

from kiosk.domain.states import BookingStatus
from kiosk.prove.kills.guest import GUEST, RIVAL, SEATS, Guest
from kiosk.prove.kills.paths import PATHS
from kiosk.prove.kills.schedules import RETURNS, Case
from kiosk.services import attention
from kiosk.services.holding import sweep
from kiosk.services.invariants import PROMISES, Evidence, Said, violations
from kiosk.services.results import Accepted, Held
from kiosk.storage import bookings, claims

_ROUNDS: Final = 12
_BETWEEN_S: Final = 61
_ALL_OVER_S: Final = 50 * 60
_NEVER_CONFIRMED: Final = ("seats_gone", "tampered", "unsent", "closed", "lapsed")


@dataclass
class Recovery:
    """The program started again over what a killed one has left."""

    guest: Guest
    case: Case

    def run(self) -> None:
        """To the end: recovery, the guest who comes back, and as much time as there is a reason to wait."""
        guest = self.guest
        guest.pass_time(RETURNS[self.case.cell.back])
        settler = guest.product.settler(guest.shop, guest.channel)
        attention.tell_undecided(guest.shop)
        settler.settle_all()
        sweep(guest.shop)
        if self.case.cell.back == "soon":
            self._come_back()
        for _ in range(_ROUNDS):
            if settler.count_undecided() == 0:
                break
            guest.wait(_BETWEEN_S)
            settler.settle_all()
        guest.wait(_ALL_OVER_S)
        settler.settle_all()

    def _come_back(self) -> None:
        """The page of the last redirect is loaded again: T3 once more, for what it then is worth."""
        known = self.guest.points.slate.notes("redirect")
        if known:
            last = known[-1]
            answer = self.guest.come_back(last["url"], last["payment"])
            if isinstance(answer, Accepted):
                self.guest.product.settler(self.guest.shop, self.guest.channel).settle(answer.payment_id)

    # --- the judgement ------------------------------------------------------------------------------------------

    def judge(self) -> list[str]:
        """Everything that is broken, one sentence each."""
        with self.guest.points.outside():
            entries, requests, keys = self.guest.company.ledger()
            evidence = Evidence(
                company=entries, said=self._said(), secrets=(self.guest.company.secret_key, *keys)
            )
            found = [
                f"promise {number}, {PROMISES[number]}: {text}"
                for number, texts in violations(self.guest.shop, evidence).items()
                for text in texts
            ]
            found += self._seats()
            if (
                self.case.cell.path in _NEVER_CONFIRMED
                and self._stays_unconfirmed()
                and requests.get("confirm")
            ):
                found.append(f"{requests['confirm']} confirms were sent on a path that has none")
            return found + self._wrong_end()

    def _said(self) -> list[Said]:
        return [
            Said(note["what"], note["booking"], BookingStatus(note["stored"]) if note["stored"] else None)
            for note in self.guest.points.slate.notes("said")
        ]

    def _stays_unconfirmed(self) -> bool:
        """A guest whose kiosk died early and who comes back in time may well pay after all."""
        return self.case.cell.back != "soon" or not self.case.first

    def _seats(self) -> list[str]:
        """Only PAID bookings have seats now, they have all of theirs, and everybody else's can be had."""
        found = []
        shop = self.guest.shop
        with shop.database.read() as session:
            for row in bookings.with_status(session, shop.restaurant_id, BookingStatus):
                has = claims.count(session, shop.restaurant_id, row.booking_id, row.seat_ids)
                wanted = len(row.seat_ids) * len(row.sitting.cells)
                due = wanted if row.status is BookingStatus.PAID else 0
                if has != due:
                    found.append(f"{row.booking_id} is {row.status} and has {has} claims, not {due}")
        if self.case.first:
            return found
        is_taken = self._status() is BookingStatus.PAID
        if isinstance(self.guest.hold(SEATS, f"{RIVAL}-in-the-end"), Held) == is_taken:
            found.append(
                f"the seats are {'sold twice' if is_taken else 'lost'}: the next guest's hold says so"
            )
        return found

    def _status(self) -> BookingStatus | None:
        shop = self.guest.shop
        with shop.database.read() as session:
            rows = bookings.with_status(session, shop.restaurant_id, BookingStatus)
        mine = [row.status for row in rows if row.visit_id == GUEST]
        return BookingStatus.PAID if BookingStatus.PAID in mine else (mine[-1] if mine else None)

    def _wrong_end(self) -> list[str]:
        """A path that nothing kills ends where it says; and an intent that is stored in time becomes a sale."""
        path = PATHS[self.case.cell.path]
        ended = self._status()
        if not self.case.first and ended is not path.ends:
            return [f"undisturbed, the path ends {ended}, not {path.ends}"]
        accepted = self.guest.points.slate.notes("accepted")
        keeps = path.ends is BookingStatus.PAID and not path.refuses and self.case.cell.back == "soon"
        if accepted and keeps and ended is not BookingStatus.PAID:
            return [f"the intent was stored, the guest was there, and the booking ends {ended}"]
        return []
