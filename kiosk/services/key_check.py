"""Whether the keys are good: one question to the company about an order that nobody has made, by whoever holds the secret.

What came of it is stored without any key, so that a desk, which holds none, can show it and ask for it anew.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.staff import Act
from kiosk.payments.channel import Doubt, Misconfigured, Standing, Unknown
from kiosk.services import staffing
from kiosk.services.results import Refused
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import reconciliations
from kiosk.storage.engine import Session

VERDICT = "keys verdict"
ASKED = "keys asked"


class Answer(StrEnum):
    """GOOD: not found, as it must be. REFUSED: the key is not taken. SILENT: the company did not say."""

    GOOD = "good"
    REFUSED = "refused"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check came to. ``pair`` is how both keys begin (test_gck_ stands for test_gck_ and test_gsk_)."""

    at: datetime
    terminal: str
    mode: str
    pair: str
    answer: Answer
    code: str


@dataclass(frozen=True, slots=True)
class KeyCheck:
    """The check of one settler. ``mode``: sandbox, test or live; a pair that does not agree never gets this far."""

    settler: Settler
    mode: str
    pair: str

    def run(self) -> Verdict:
        """Ask, and store what came of it."""
        shop = self.settler.shop
        answer, code = _judge(self.settler.probe())
        verdict = Verdict(shop.clock.now(), shop.terminal, self.mode, self.pair, answer, code)
        with shop.database.write() as session:
            told = json.dumps(asdict(verdict) | {"at": verdict.at.isoformat()})
            reconciliations.write_setting(session, shop.restaurant_id, VERDICT, told)
        return verdict

    def run_asked(self) -> Verdict | None:
        """The same, if somebody at a desk waits for it."""
        shop = self.settler.shop
        with shop.database.read() as session:
            waits = is_asked(session, shop)
        return self.run() if waits else None


def ask(shop: Shop, by: By) -> Refused | None:
    """Have the keys checked at the settler's next look. Refused: not_allowed."""
    with shop.database.write() as session:
        if refused := staffing.allow(session, shop, by, Act.STOP_SALES):
            return refused
        reconciliations.write_setting(session, shop.restaurant_id, ASKED, shop.clock.now().isoformat())
    return None


def is_asked(session: Session, shop: Shop) -> bool:
    """Whether somebody waits for a check that was not made since."""
    told = reconciliations.read_setting(session, shop.restaurant_id, ASKED)
    verdict = last_verdict(session, shop)
    return bool(told) and (verdict is None or verdict.at < datetime.fromisoformat(told or ""))


def last_verdict(session: Session, shop: Shop) -> Verdict | None:
    """What the last check came to; None before the first one."""
    told = reconciliations.read_setting(session, shop.restaurant_id, VERDICT)
    if not told:
        return None
    kept = json.loads(told)
    return Verdict(**(kept | {"at": datetime.fromisoformat(kept["at"]), "answer": Answer(kept["answer"])}))


def _judge(answer: Standing) -> tuple[Answer, str]:
    match answer:
        case Misconfigured(code):
            return Answer.REFUSED, code
        case Unknown(Doubt.NOT_FOUND, code):
            return Answer.GOOD, code
        case _:
            return Answer.SILENT, getattr(answer, "code", "") or getattr(answer, "why", "")
