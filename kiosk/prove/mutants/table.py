"""Every mutant there is. Texts are kept as short as is unique, so that they live long; one that is gone is a failure."""

from typing import Final

from kiosk.prove.mutants.mutant import Mutant, one
from kiosk.prove.mutants.table_answers import ANSWERS
from kiosk.prove.mutants.table_holding import HOLDING
from kiosk.prove.mutants.table_records import RECORDS
from kiosk.prove.mutants.table_settling import SETTLING

NOTHING: Final = Mutant(
    "nothing",
    "a change that changes nothing",
    one("kiosk.services.settling", "class Settler:\n", "class Settler:  \n"),
)
"""Must not be noticed: a judge that finds fault with everything would prove nothing."""

MUTANTS: Final = (*ANSWERS, *SETTLING, *HOLDING, *RECORDS)
QUICK: Final = (
    "refused-unless-200",
    "new-key-per-try",
    "timer-frees-what-is-paid",
    "reclaim-takes-from-others",
    "amount-not-compared",
)
"""Each is noticed within a world or two."""
