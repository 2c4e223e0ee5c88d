"""The payment company's settlements against its own transactions: the amount, the fee's arithmetic, the payout.

Pure. In the company's test environment there are none, which is said and is no error.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kiosk.domain.reconciling import Finding, Kind, Scope, Transaction


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is paid out for one transaction, in won. ``amount`` has the sign of its transaction.

    ``fees`` is the sum of the single fees, ``supply`` and ``vat`` the same split for tax, ``interest`` what the shop
    bears of a guest's instalments.
    """

    key: str
    order_id: str
    sold: date
    amount: int
    fees: int
    supply: int
    vat: int
    interest: int
    payout: int

    @property
    def adds_up(self) -> bool:
        """Whether fee and payout follow from the amount. Whether interest is within the fees is not documented: either."""
        fee = self.supply + self.vat
        within = self.fees == fee and self.payout == self.amount - fee
        beside = self.fees in (fee, fee + self.interest) and self.payout == self.amount - fee - self.interest
        return within or beside


@dataclass(frozen=True, slots=True)
class Settled:
    """What came out. ``rows`` is 0 where the company has settled nothing of that day (yet)."""

    rows: int
    amount: int
    fees: int
    payout: int
    findings: tuple[Finding, ...]


def check_settlements(
    scope: Scope, settlements: Iterable[Settlement], transactions: Iterable[Transaction]
) -> Settled:
    """Each settlement of the day against its transaction. A day that is settled in part is no difference."""
    known = {row.key: row for row in transactions}
    ours = [row for row in settlements if row.sold == scope.day]
    findings = []
    for row in ours:
        transaction = known.get(row.key)
        won = transaction.won if transaction else 0
        if row.amount != won or not row.adds_up:
            findings.append(Finding(Kind.SETTLEMENT, row.key, row.amount, won, row.order_id))
    return Settled(
        rows=len(ours),
        amount=sum(row.amount for row in ours),
        fees=sum(row.supply + row.vat for row in ours),
        payout=sum(row.payout for row in ours),
        findings=tuple(findings),
    )
