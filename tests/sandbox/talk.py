"""A caller of the sandbox who knows nothing but HTTP: the standard library's client, and bare sockets."""

import base64
import json
import socket
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from typing import Any
from urllib.parse import urlencode, urlsplit

from kiosk.sandbox import Sandbox

_orders = count(1)


@dataclass(frozen=True)
class Said:
    """An answer."""

    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    @property
    def code(self) -> str:
        return str(self.json.get("code", ""))


class Talk:
    """Requests to one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.where = str(urlsplit(sandbox.url).netloc)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Said:
        """One request; underscores in header names are hyphens. bytes go as they are, all else as JSON."""
        line = HTTPConnection(self.where, timeout=10)
        try:
            sent = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            line.request(method, path, sent, named)
            answer = line.getresponse()
            got = answer.read()
            return Said(answer.status, {k.lower(): v for k, v in answer.getheaders()}, got)
        finally:
            line.close()

    def rest(self, method: str, path: str, body: Any = None, **headers: str) -> Said:
        """One request with the right key."""
        return self.ask(method, path, body, **{"Authorization": basic(self.sandbox.secret_key)} | headers)

    def admin(self, path: str, **told: Any) -> Any:
        """Something from the door for tests."""
        said = self.ask("POST", f"/sandbox/{path}", told)
        assert said.status == 200, said.raw
        return said.json

    def paid_window(self, amount: int = 20_000, **told: Any) -> dict[str, Any]:
        """An authenticated payment: the body of its confirm."""
        order = told.pop("orderId", f"order-{next(_orders):06d}")
        made: dict[str, Any] = self.admin("authenticate", orderId=order, amount=amount, **told)
        return made

    def confirm(self, order: dict[str, Any], **headers: str) -> Said:
        return self.rest("POST", "/v1/payments/confirm", order, **headers)

    def find(self, order: dict[str, Any], **headers: str) -> Said:
        return self.rest("GET", f"/v1/payments/{order['paymentKey']}", **headers)

    def cancel(self, order: dict[str, Any], **told: Any) -> Said:
        return self.rest(
            "POST", f"/v1/payments/{order['paymentKey']}/cancel", {"cancelReason": "a reason"} | told
        )

    def status(self, order: dict[str, Any]) -> str:
        """What Toss says of it now."""
        return str(self.find(order).json["status"])

    def charges(self, order: dict[str, Any]) -> int:
        """How often money was really taken."""
        rows = self.ask("GET", "/sandbox/payments").json["payments"]
        return sum(row["charges"] for row in rows if row["paymentKey"] == order["paymentKey"])

    def form(self, path: str, **fields: str) -> Said:
        """A form as a page posts it."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(fields).encode(), **kind)

    def bare(self, order: dict[str, Any]) -> bytes:
        """A confirm over a bare socket: every byte that came. Raises ConnectionResetError on RST."""
        body = json.dumps(order).encode()
        head = (
            f"POST /v1/payments/confirm HTTP/1.1\r\nHost: {self.where}\r\n"
            f"Authorization: {basic(self.sandbox.secret_key)}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        host, port = self.where.split(":")
        got = b""
        with socket.create_connection((host, int(port)), timeout=10) as line:
            line.sendall(head.encode() + body)
            while part := line.recv(65_536):
                got += part
                length = got.lower().partition(b"content-length: ")[2].split(b"\r\n")[0]
                if length and len(got.partition(b"\r\n\r\n")[2]) >= int(length):
                    break
        return got


def basic(secret: str, colon: str = ":") -> str:
    """The header of a secret key."""
    return "Basic " + base64.b64encode(f"{secret}{colon}".encode()).decode()
