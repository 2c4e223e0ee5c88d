"""A line that can be cut: carries bytes between a client and a server on this machine, or does not. One process, many lines.

Told over standard input, a line of JSON each; answers every one. Knows nothing of what it carries.
"""

import asyncio
import json
import os
import socket
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from kiosk.prove.outages.plan import DEAF, RESET, SILENT

_CHUNK = 1 << 16


@dataclass
class Line:
    """One way to one server. ``there`` and ``back`` are set while bytes go through in that direction."""

    upstream: tuple[str, str]
    """A socket's path, or a host and a port."""
    there: asyncio.Event = field(default_factory=asyncio.Event)
    back: asyncio.Event = field(default_factory=asyncio.Event)
    is_refused: bool = False
    writers: set[asyncio.StreamWriter] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.mend("deliver")

    def cut(self, how: str) -> None:
        """From now on nothing gets through as it should."""
        if how == RESET:
            self.is_refused = True
            self._reset_all()
        if how == SILENT:
            self.there.clear()
        if how in (SILENT, DEAF):
            self.back.clear()

    def mend(self, how: str) -> None:
        """As before; what has waited is delivered late, or its connection is gone."""
        if how == "drop":
            self._reset_all()
        self.is_refused = False
        self.there.set()
        self.back.set()

    def _reset_all(self) -> None:
        for writer in self.writers:
            line: socket.socket = writer.get_extra_info("socket")
            with suppress(OSError):
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        self.writers.clear()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, from its beginning to its end."""
        self.writers.add(writer)
        if self.is_refused:
            self._reset_all()
            return
        try:
            up_reader, up_writer = await self._connect()
        except OSError:
            # The server itself is away.
            writer.transport.abort()
            return
        self.writers.add(up_writer)
        await asyncio.gather(
            self._carry(reader, up_writer, self.there), self._carry(up_reader, writer, self.back)
        )
        self.writers -= {writer, up_writer}

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        kind, where = self.upstream
        if kind == "unix":
            return await asyncio.open_unix_connection(where)
        return await asyncio.open_connection(kind, int(where))

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, passes: asyncio.Event
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(_CHUNK):
                await passes.wait()
                writer.write(data)
                await writer.drain()
        await passes.wait()
        with suppress(OSError, RuntimeError):
            writer.close()


async def _obey() -> None:
    loop = asyncio.get_running_loop()
    told = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(told), sys.stdin)
    lines: dict[str, Line] = {}
    while asked := await told.readline():
        answer = await _do(json.loads(asked), lines)
        os.write(sys.stdout.fileno(), json.dumps(answer).encode() + b"\n")


async def _do(asked: dict[str, Any], lines: dict[str, Line]) -> dict[str, Any]:
    name = asked["line"]
    match asked["do"]:
        case "open":
            lines[name] = Line((asked["kind"], asked["where"]))
            server = await asyncio.start_server(lines[name].serve, "127.0.0.1", 0)
            return {"port": server.sockets[0].getsockname()[1]}
        case "cut":
            lines[name].cut(asked["how"])
        case "mend":
            lines[name].mend(asked["how"])
    return {}


if __name__ == "__main__":
    asyncio.run(_obey())
