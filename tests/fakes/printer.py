"""A printer of this test's own: keeps what was printed, and answers what it is told to."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.services.paper import WIDE, Line
from kiosk.services.printing import NotPrinted, Printed

Answer = Printed | NotPrinted | Callable[[], Printed | NotPrinted]


@dataclass
class FakePrinter:
    """Takes the next answer of its script; the last one is repeated."""

    answers: list[Answer] = field(default_factory=lambda: [Printed(is_proven=True)])
    papers: list[tuple[Line, ...]] = field(default_factory=list)
    columns: int = WIDE

    def print_lines(self, lines: tuple[Line, ...], language: str) -> Printed | NotPrinted:
        self.papers.append(lines)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer() if callable(answer) else answer

    @property
    def texts(self) -> list[str]:
        """Every paper as text, a line a row."""
        return ["\n".join(f"{line.left} {line.right}".strip() for line in paper) for paper in self.papers]
