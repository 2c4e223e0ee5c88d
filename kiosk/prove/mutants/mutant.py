"""What a mutant is, and how a module is changed while it is imported: nothing is copied, nothing on the disk changes.

Imports nothing of the product: it has to run before everything that it changes.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import find_spec
from pathlib import Path
from types import CodeType, ModuleType


class DoesNotApply(Exception):
    """The text to be changed is not there just once. The source has moved on, and the mutant has to follow."""


@dataclass(frozen=True, slots=True)
class Change:
    """In this module, this text, which is there exactly once, becomes another."""

    module: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """One wrong rule. ``tests`` are asked where the simulation cannot see it.

    ``guard`` names what makes it harmless all the same; then ``without_guard`` switches that off as well, and the two
    together must be noticed.
    """

    name: str
    what: str
    changes: tuple[Change, ...]
    tests: tuple[str, ...] = ()
    guard: str = ""
    without_guard: tuple[Change, ...] = ()


def one(module: str, old: str, new: str) -> tuple[Change, ...]:
    """A single change, as most mutants are."""
    return (Change(module, old, new),)


def change_imports(changes: Sequence[Change]) -> None:
    """From here on these modules are imported with their changes. None of them may have been imported before."""
    by_module: dict[str, list[Change]] = {}
    for change in changes:
        if change.module in sys.modules:
            raise DoesNotApply(f"{change.module} is imported already")
        by_module.setdefault(change.module, []).append(change)
    sys.meta_path.insert(0, _Finder(by_module))


def changed(source: str, changes: Sequence[Change]) -> str:
    """The source with every change made. Raises DoesNotApply."""
    for change in changes:
        if source.count(change.old) != 1:
            raise DoesNotApply(
                f"{change.module} has this {source.count(change.old)} times, not once: {change.old!r}"
            )
        source = source.replace(change.old, change.new)
    return source


def problem_of(changes: Sequence[Change]) -> str:
    """Why these changes cannot be made to the source as it is, or ""."""
    modules = {change.module for change in changes}
    for module in sorted(modules):
        spec = find_spec(module)
        assert spec is not None
        assert spec.origin is not None
        try:
            source = Path(spec.origin).read_text(encoding="utf-8")
            compile(
                changed(source, [change for change in changes if change.module == module]), module, "exec"
            )
        except (DoesNotApply, SyntaxError) as wrong:
            return str(wrong)
    return ""


class _Finder(MetaPathFinder):
    def __init__(self, by_module: dict[str, list[Change]]) -> None:
        self._by_module = by_module

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        changes = self._by_module.get(fullname)
        spec = PathFinder.find_spec(fullname, path, target) if changes else None
        if spec is None or spec.origin is None or changes is None:
            return None
        spec.loader = _Loader(fullname, spec.origin, changes)
        return spec


class _Loader(SourceFileLoader):
    def __init__(self, fullname: str, path: str, changes: list[Change]) -> None:
        super().__init__(fullname, path)
        self._changes = changes

    def get_code(self, fullname: str) -> CodeType | None:
        """Compiled from the changed source, past every cache."""
        source = changed(self.get_data(self.path).decode(), self._changes)
        return compile(source, f"{self.path} ({fullname} changed)", "exec", dont_inherit=True)
