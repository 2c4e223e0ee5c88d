"""Starts the local payment sandbox as a child process, and ends exactly that process again.

Its keys travel over the child's own pipe, never through a file, an argument or the environment.
"""

import subprocess
import sys
from dataclasses import dataclass
from threading import Timer
from types import TracebackType
from typing import Self

from kiosk.app.errors import Fix

START_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class SandboxKeys:
    """Where the sandbox answers and the keys it made for this run."""

    url: str
    client_key: str
    secret_key: str
    widget_client_key: str
    widget_secret_key: str

    def __repr__(self) -> str:
        return f"SandboxKeys({self.url})"


class LocalSandbox:
    """A running sandbox. Use as a context manager, or call ``stop``."""

    def __init__(self) -> None:
        self._keys: SandboxKeys | None = None
        self._child = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "sandbox", "--port", "0", "--until-input-ends"],
            stdout=subprocess.PIPE,
            stdin=subprocess.PIPE,
            text=True,
        )

    def keys(self) -> SandboxKeys:
        """Wait until it is ready; the same keys each time. Raises Fix when it did not start."""
        if self._keys is None:
            self._keys = self._read_keys()
        return self._keys

    def _read_keys(self) -> SandboxKeys:
        assert self._child.stdout is not None
        impatient = Timer(START_SECONDS, self._child.kill)
        impatient.start()
        try:
            line = self._child.stdout.readline().strip()
        finally:
            impatient.cancel()
        word, _, rest = line.partition(" ")
        if word != "ready":
            self.stop()
            raise Fix(
                f"The local payment sandbox did not start ({line or 'it said nothing'}).",
                "Run `kiosk sandbox --port 0` by itself to see why, or `kiosk doctor`.",
            )
        url, *pairs = rest.split()
        named = dict(pair.partition("=")[::2] for pair in pairs)
        return SandboxKeys(
            url=url,
            client_key=named["client_key"],
            secret_key=named["secret_key"],
            widget_client_key=named.get("widget_client_key", ""),
            widget_secret_key=named.get("widget_secret_key", ""),
        )

    def stop(self) -> None:
        """End the child, by its own id, and wait for it."""
        if self._child.poll() is None:
            self._child.terminate()
            try:
                self._child.wait(5)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait(5)
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
