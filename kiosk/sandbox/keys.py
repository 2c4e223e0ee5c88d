"""The sandbox's keys: made fresh at each start, test keys only; and the rules of Basic authentication."""

import base64
import binascii
from dataclasses import dataclass, field

from kiosk.sandbox.clock import token
from kiosk.sandbox.errors import Refusal


@dataclass(frozen=True, slots=True)
class Keys:
    """Both pairs of the one shop (MID) that the sandbox knows."""

    client_key: str = field(default_factory=lambda: f"test_ck_{token(28)}")
    secret_key: str = field(default_factory=lambda: f"test_sk_{token(28)}", repr=False)
    widget_client_key: str = field(default_factory=lambda: f"test_gck_{token(28)}")
    widget_secret_key: str = field(default_factory=lambda: f"test_gsk_{token(28)}", repr=False)

    def __post_init__(self) -> None:
        for prefix, key in (
            ("test_ck_", self.client_key),
            ("test_sk_", self.secret_key),
            ("test_gck_", self.widget_client_key),
            ("test_gsk_", self.widget_secret_key),
        ):
            if key.startswith("live_"):
                msg = "the sandbox refuses live keys: take the live key out, the sandbox makes test keys of its own"
                raise ValueError(msg)
            if not key.startswith(prefix) or key == prefix:
                msg = (
                    f"the key in the place of {prefix}... must begin with that; leave it out to get a new one"
                )
                raise ValueError(msg)

    def client_of(self, secret: str) -> str | None:
        """The client key that goes with a secret key."""
        return {self.secret_key: self.client_key, self.widget_secret_key: self.widget_client_key}.get(secret)

    def knows_client(self, client_key: str) -> bool:
        """Whether this is one of our public keys."""
        return client_key in (self.client_key, self.widget_client_key)


def authenticate(header: str | None, keys: Keys) -> str:
    """The client key of the pair that the caller's secret belongs to. Raises Refusal with Toss's code.

    The colon after the key is mandatory; base64 without padding and a lower-case scheme are seen in real clients.
    """
    scheme, _, encoded = (header or "").strip().partition(" ")
    if scheme.lower() != "basic":
        raise Refusal("UNAUTHORIZED_KEY")
    encoded = encoded.strip()
    try:
        decoded = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise Refusal("UNAUTHORIZED_KEY") from None
    secret, colon, _ = decoded.partition(":")
    if not colon:
        raise Refusal("INCORRECT_BASIC_AUTH_FORMAT")
    if secret.startswith("live_"):
        raise Refusal(
            "UNAUTHORIZED_KEY", "샌드박스는 라이브 키를 받지 않습니다. The sandbox refuses live keys."
        )
    client = keys.client_of(secret)
    if client is None:
        raise Refusal("UNAUTHORIZED_KEY")
    return client
