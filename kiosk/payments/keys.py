"""The forms of Toss Payments keys: what a key is for, which two belong together, and a secret that does not show itself.

Reads no file and no environment; where keys come from is the program's business.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Never

_INVISIBLE: Final = "\ufeff\u200b\u200c\u200d\u2060"
_KEY = re.compile(r"(test|live)_(ck|gck|sk|gsk|ak)_[A-Za-z0-9_-]+")
_WHERE = "developers.tosspayments.com, 내 개발정보 > API 키"


class Environment(StrEnum):
    """Whether money moves. There is one API address for both (Toss docs, keys)."""

    TEST = "test"
    LIVE = "live"


class Product(StrEnum):
    """Which product a key is for: its own payment window (``ck``, ``sk``), or the payment widget (``gck``, ``gsk``)."""

    API = "api"
    WIDGET = "widget"


class Side(StrEnum):
    """Who may see a key: the page (client), or only the program that confirms (secret)."""

    CLIENT = "client"
    SECRET = "secret"  # noqa: S105 - the word, not a secret


_KINDS: Final = {
    "ck": (Product.API, Side.CLIENT),
    "gck": (Product.WIDGET, Side.CLIENT),
    "sk": (Product.API, Side.SECRET),
    "gsk": (Product.WIDGET, Side.SECRET),
    "ak": (Product.API, Side.SECRET),  # the form of the first version; still honoured
}


@dataclass(frozen=True, slots=True)
class KeyForm:
    """What the beginning of a key tells; ``prefix`` is safe to show."""

    environment: Environment
    product: Product
    side: Side
    prefix: str


class KeyProblem(ValueError):
    """A key that cannot be used. ``what`` and ``cure`` are plain sentences and never contain the key."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(f"{what} {cure}")
        self.what = what
        self.cure = cure


class SecretKey:
    """A secret key that no ``print``, log line, traceback or pickle shows. Only ``reveal`` gives it away."""

    __slots__ = ("_form", "_text")

    def __init__(self, text: str) -> None:
        """Raises KeyProblem for anything but a secret key; the error does not repeat it."""
        self._text = clean_key(text)
        self._form = _form_for(Side.SECRET, self._text)

    @property
    def form(self) -> KeyForm:
        """Environment and product."""
        return self._form

    @property
    def is_live(self) -> bool:
        """Whether real cards are charged with it."""
        return self._form.environment is Environment.LIVE

    def reveal(self) -> str:
        """The key itself, for the Authorization header and nothing else."""
        return self._text

    def __repr__(self) -> str:
        return f"SecretKey({self._form.prefix}***)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretKey) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> Never:
        raise TypeError("a secret key is not pickled")


def clean_key(text: str) -> str:
    """A key without what copying brings along: white space, a byte order mark, invisible characters.

    A key with a byte order mark is refused by Toss as unknown (Toss docs, authorization).
    """
    shorter = text.strip().strip(_INVISIBLE)
    while shorter != text:
        text, shorter = shorter, shorter.strip().strip(_INVISIBLE)
    return text


def form_of(text: str) -> KeyForm | None:
    """What kind of key it is, or None when it is none of Toss's."""
    match = _KEY.fullmatch(clean_key(text))
    if match is None:
        return None
    environment, kind = match.groups()
    return KeyForm(Environment(environment), *_KINDS[kind], prefix=f"{environment}_{kind}_")


def check_pair(client: str, secret: SecretKey) -> KeyForm:
    """The form of a client key that goes with this secret key. Raises KeyProblem when the two are no pair."""
    form = _form_for(Side.CLIENT, client)
    if form.environment is not secret.form.environment:
        raise KeyProblem(
            f"The client key is a {form.environment} key and the secret key is a {secret.form.environment} key.",
            f"Take both from the same environment ({_WHERE}).",
        )
    if form.product is not secret.form.product:
        raise KeyProblem(
            f"The client key ({form.prefix}) and the secret key ({secret.form.prefix}) are for two products.",
            "Take test_ck_ with test_sk_, or test_gck_ with test_gsk_; live keys alike.",
        )
    return form


def _form_for(side: Side, text: str) -> KeyForm:
    form = form_of(text)
    wanted = "test_ck_, test_gck_, live_ck_ or live_gck_"
    if side is Side.SECRET:
        wanted = "test_sk_, test_gsk_, live_sk_ or live_gsk_"
    if form is None:
        raise KeyProblem(
            f"The {side} key is not a Toss Payments key ({len(clean_key(text))} characters).",
            f"It begins with {wanted} ({_WHERE}).",
        )
    if form.side is not side:
        raise KeyProblem(
            f"What was given as the {side} key is a {form.side} key.",
            f"The {side} key begins with {wanted}. "
            "If a secret key has been where others can read it, have a new one made.",
        )
    return form
