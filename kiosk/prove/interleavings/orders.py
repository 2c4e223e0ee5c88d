"""Which orders are tried: all of them, depth first, up to a number; beyond that, seeded chance. Knows nothing of what is run."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.prove.chance import seeded


@dataclass
class Orders:
    """One order after the other. ``made`` has to be told after each run; it says where other orders branch off."""

    at_most: int
    seed: str
    is_exhausted: bool = False
    _made: list[tuple[int, int]] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        """The choices with which a run begins; after them it takes the first that can go on."""
        prefix: tuple[int, ...] | None = ()
        number = 0
        while prefix is not None and number < self.at_most // 2:
            yield prefix
            number += 1
            prefix = self._next()
        self.is_exhausted = prefix is None
        while not self.is_exhausted and number < self.at_most:
            chance = seeded(self.seed, number)
            yield tuple(chance.randrange(60) for _ in range(len(self._made) * 2))
            number += 1

    def made(self, choices: list[tuple[int, int]]) -> None:
        """What the run that has just ended chose."""
        self._made = choices

    def _next(self) -> tuple[int, ...] | None:
        """The same choices up to the last one that could have been another."""
        for place in range(len(self._made) - 1, -1, -1):
            index, able = self._made[place]
            if index + 1 < able:
                return (*(choice for choice, _ in self._made[:place]), index + 1)
        return None


@dataclass
class Script:
    """Chooses by a list, then always the first. A number beyond what is there is taken around."""

    choices: tuple[int, ...]
    _place: int = 0

    def __call__(self, able: int) -> int:
        """The next choice."""
        place, self._place = self._place, self._place + 1
        return self.choices[place] % able if place < len(self.choices) else 0
