"""A receipt printer on a socket of this machine: understands what the program sends, answers as real ones do, or does not."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Self

from PIL import Image, ImageOps

READY, OFFLINE, COVER, PAPER_END = 0x12, 0x1A, 0x16, 0x32
PAPER, NO_PAPER = 0x12, 0x72


@dataclass
class EscposDevice:
    """What it says to each question, and everything it was sent. ``hangs_up_after``: bytes until its line is cut.

    ``paper_for``: rows of dots until its paper ends.
    """

    online: int | None = READY
    cause: int = 0x12
    paper: int = PAPER
    in_turn: int | None = 0x00
    hangs_up_after: int | None = None
    got: bytes = b""
    opened: int = 0
    _server: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def port(self) -> int:
        return int(self._server.getsockname()[1])

    @contextmanager
    def on(self) -> Iterator[Self]:
        thread = Thread(target=self._serve, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown(socket.SHUT_RDWR)
            self._server.close()
            thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            self.opened += 1
            with line:
                self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        told = 0
        while True:
            try:
                read = line.recv(4096)
            except OSError:
                return
            if not read:
                return
            self.got += read
            told += len(read)
            if self.hangs_up_after is not None and told >= self.hangs_up_after:
                # What is unread is thrown away with the line, as by a cable that is pulled.
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
                return
            answer = self._answer(read[-3:])
            if answer is not None:
                line.sendall(bytes([answer]))

    def _answer(self, question: bytes) -> int | None:
        return {
            b"\x10\x04\x01": self.online,
            b"\x10\x04\x02": self.cause,
            b"\x10\x04\x04": self.paper,
            b"\x1dr\x01": self.in_turn,
        }.get(question)


def picture_of(sent: bytes) -> Image.Image:
    """The receipt that a printer would have put on paper: every picture (GS v 0) below the one before it."""
    pieces: list[Image.Image] = []
    at = sent.find(b"\x1dv0")
    while at >= 0:
        across, rows = (int.from_bytes(sent[at + start : at + start + 2], "little") for start in (4, 6))
        first, size = at + 8, across * rows
        pieces.append(Image.frombytes("1", (across * 8, rows), sent[first : first + size]))
        at = sent.find(b"\x1dv0", first + size)
    whole = Image.new("L", (pieces[0].width, sum(piece.height for piece in pieces)))
    top = 0
    for piece in pieces:
        whole.paste(piece, (0, top))
        top += piece.height
    return ImageOps.invert(whole)
