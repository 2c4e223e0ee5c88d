"""One mutant before the simulation, in a process of its own: ``python -m kiosk.prove.mutants.judged NAME [double] WORLDS``.

Prints what was noticed. Ends with 0 when nothing was, with 1 when something was, and with 3 when it does not apply or
is no program any more.
"""

import sys
from collections.abc import Sequence

from kiosk.prove.mutants.mutant import Change, DoesNotApply, Mutant, change_imports
from kiosk.prove.mutants.table import MUTANTS, NOTHING

SURVIVED, NOTICED, NO_PROGRAM = 0, 1, 3
_NO_PROGRAM = (NameError, SyntaxError, ImportError, DoesNotApply)


def changes_of(name: str, *, double: bool) -> Sequence[Change]:
    """What a mutant changes; ``double`` takes its guard away too. Raises KeyError."""
    by_name: dict[str, Mutant] = {mutant.name: mutant for mutant in (*MUTANTS, NOTHING)}
    mutant = by_name[name]
    return (*mutant.changes, *(mutant.without_guard if double else ()))


def main(words: Sequence[str]) -> int:
    """World after world until one notices."""
    name, *double, worlds = words
    try:
        change_imports(changes_of(name, double=bool(double)))
        return _judge(int(worlds))
    except _NO_PROGRAM as wrong:
        sys.stdout.write(f"{type(wrong).__name__}: {wrong}" + "\n")
        return NO_PROGRAM
    except Exception as failed:  # noqa: BLE001 - a program that stops with an assertion has noticed, too
        sys.stdout.write(f"stopped: {type(failed).__name__}: {failed}" + "\n")
        return NOTICED


def _judge(worlds: int) -> int:
    from kiosk.prove.simulation import house
    from kiosk.prove.simulation.world import live

    with house.opened() as database:
        for number in range(worlds):
            broken = live(database, 1, number).broken
            if broken:
                sys.stdout.write(f"world {number}: {broken[0]}" + "\n")
                return NOTICED
    return SURVIVED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
