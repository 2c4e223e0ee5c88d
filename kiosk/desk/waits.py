"""The waiting list as the desk's state has it: who waits, which team is chosen, and what is being asked about it. Pure.

A part of ``flow.State``. Decides no words and asks no service.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from kiosk.services.waitlist import Team


class Step(StrEnum):
    """What is asked about the team that is chosen: what to do, where they sit, or whether to take them off for good."""

    ACTS = "acts"
    SEAT = "seat"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Waits:
    """``table_id`` is the table that staff have touched for the team; "" where the proposed seats are as good."""

    teams: tuple[Team, ...] = ()
    waiting_id: str = ""
    step: Step = Step.ACTS
    table_id: str = ""

    @property
    def team(self) -> Team | None:
        """The team that is chosen."""
        return self.find(self.waiting_id)

    @property
    def is_seating(self) -> bool:
        """Whether a touch on a table is for the team that is chosen."""
        return self.step is Step.SEAT and self.team is not None

    def find(self, waiting_id: str) -> Team | None:
        """One of those who wait; None for everybody else."""
        return next((team for team in self.teams if team.waiting_id == waiting_id), None)

    def at_rest(self) -> "Waits":
        """Nobody is chosen."""
        return Waits(self.teams)

    def touched(self, waiting_id: str) -> "Waits":
        """That team is chosen; touched twice, it is not any more."""
        return Waits(self.teams, "" if waiting_id == self.waiting_id else waiting_id)

    def asked(self, step: Step) -> "Waits":
        """Something is asked about the team."""
        return replace(self, step=step, table_id="")

    def read_again(self, teams: tuple[Team, ...]) -> "Waits":
        """As they are now; a team that is not there any more is not chosen any more."""
        fresh = replace(self, teams=teams)
        return fresh if fresh.team is not None else fresh.at_rest()


NONE: Final = Waits()
"""Nobody waits."""
