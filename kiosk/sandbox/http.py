"""What a request and an answer are, and the ways in which an answer can be broken on purpose."""

import json
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


class Break(Enum):
    """How the connection ends instead of an answer."""

    NOT = "not"
    DROP = "drop"
    RESET = "reset"
    HALF = "half"


class Unreadable(ValueError):
    """A body that is no JSON object."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; header names in lower case, the path without its trailing slashes."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @classmethod
    def of(cls, method: str, target: str, headers: dict[str, str], body: bytes) -> "Asked":
        """From the request line; trailing slashes and further query parameters are let pass, as Toss does."""
        # Two slashes at the front would read as a host.
        parts = urlsplit("/" + target.lstrip("/"))
        path = unquote(parts.path).rstrip("/") or "/"
        return cls(method, path, parse_qs(parts.query, keep_blank_values=True), headers, body)

    def one(self, name: str, default: str = "") -> str:
        """A query parameter's first value."""
        return self.query.get(name, [default])[0]

    def object(self) -> dict[str, Any]:
        """The body's JSON object, empty for no body. Raises Unreadable."""
        try:
            told = json.loads(self.body or b"{}")
        except (ValueError, RecursionError):
            raise Unreadable("the body must be JSON") from None
        if not isinstance(told, dict):
            raise Unreadable("the body must be a JSON object")
        return told

    def form(self) -> dict[str, str]:
        """A form's fields."""
        read = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[0] for name, values in read.items()}

    @property
    def english(self) -> bool:
        """Whether English messages were asked for."""
        return self.headers.get("accept-language", "").lower().startswith("en")


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. ``for_shops``: a page of another origin may read it."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    broken: Break = Break.NOT
    for_shops: bool = False


def as_json(value: Any, status: int = 200) -> Answer:
    """Compact JSON in UTF-8, as Toss writes it."""
    return Answer(status, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def moved(url: str) -> Answer:
    """A redirect that turns a POST into a GET."""
    return Answer(302, headers={"Location": url})
