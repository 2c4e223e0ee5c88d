"""Random forgeries: a good redirect, changed in one to three places. The same seed and number give the same changes."""

from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import quote

from kiosk.prove.chance import Random, seeded
from kiosk.prove.wire.house import Ticket, success_url

Mutation = Callable[[Random, str, str], str]

_ALPHABET: Final = (
    "abcXYZ0123456789&=?#%+;/\\:@.,-_~ '\"<>[]{}()!*$|^`"
    "\t\n\r\x00\x0b\x1f\x7f"
    "０１９٠١۹०१᠑𝟏¹①½\u00a0\u200b\u202e\u2028\ufeffé가한🔑\u043e\u0456"
)
_NAMES: Final = ("paymentType", "orderId", "paymentKey", "amount", "code", "message")
_VALUES: Final = (
    "",
    "0",
    "1",
    "9999",
    "10001",
    "-10000",
    "1e4",
    "010000",
    "10000",
    "１００００",
    "NORMAL",
    "BRANDPAY",
    "x",
)
_MOST_CHANGES: Final = 3


def mutated(seed: int, nth: int, own: Ticket, other: Ticket) -> str:
    """The redirect of ``own``, changed; parts may come from ``other``'s."""
    chance = seeded("redirect", seed, nth)
    url, foreign = success_url(own, own.payment_key), success_url(other, other.payment_key)
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        url = chance.choice(MUTATIONS)(chance, url, foreign)
    return url


def _put(chance: Random, url: str, _foreign: str) -> str:
    at = chance.randint(0, len(url))
    return url[:at] + chance.choice(_ALPHABET) + url[at:]


def _replace(chance: Random, url: str, _foreign: str) -> str:
    at = _somewhere(chance, url)
    return url[:at] + chance.choice(_ALPHABET) + url[at + 1 :]


def _drop(chance: Random, url: str, _foreign: str) -> str:
    at = _somewhere(chance, url)
    return url[:at] + url[at + chance.randint(1, 4) :]


def _repeat(chance: Random, url: str, _foreign: str) -> str:
    at = _somewhere(chance, url)
    end = at + chance.randint(1, 30)
    return url[:end] + url[at:end] + url[end:]


def _encode(chance: Random, url: str, _foreign: str) -> str:
    at = _somewhere(chance, url)
    return url[:at] + "".join(f"%{byte:02x}" for byte in url[at : at + 1].encode()) + url[at + 1 :]


def _encode_a_value(chance: Random, url: str, _foreign: str) -> str:
    parts = url.split("&")
    nth = chance.randrange(len(parts))
    name, equals, value = parts[nth].partition("=")
    parts[nth] = name + equals + quote(value, safe="")
    return "&".join(parts)


def _flip_case(chance: Random, url: str, _foreign: str) -> str:
    at = _somewhere(chance, url)
    return url[:at] + url[at : at + 1].swapcase() + url[at + 1 :]


def _digit(chance: Random, url: str, _foreign: str) -> str:
    places = [at for at, letter in enumerate(url) if letter.isdigit()]
    if not places:
        return url
    at = chance.choice(places)
    return url[:at] + chance.choice("0123456789０１²५") + url[at + 1 :]


def _field(chance: Random, url: str, _foreign: str) -> str:
    more = f"{chance.choice(_NAMES)}={quote(chance.choice(_VALUES), safe='')}"
    place, mark, query = url.partition("?")
    return f"{place}{mark}{more}&{query}" if chance.randrange(2) else f"{url}&{more}"


def _without(chance: Random, url: str, _foreign: str) -> str:
    parts = url.split("&")
    del parts[chance.randrange(len(parts))]
    return "&".join(parts)


def _value(chance: Random, url: str, _foreign: str) -> str:
    parts = url.split("&")
    nth = chance.randrange(len(parts))
    parts[nth] = parts[nth].partition("=")[0] + "=" + quote(chance.choice(_VALUES), safe="")
    return "&".join(parts)


def _shuffle(chance: Random, url: str, _foreign: str) -> str:
    place, mark, query = url.partition("?")
    parts = query.split("&")
    chance.shuffle(parts)
    return place + mark + "&".join(parts)


def _borrow(chance: Random, url: str, foreign: str) -> str:
    mine, theirs = url.split("&"), foreign.split("&")
    nth = chance.randrange(min(len(mine), len(theirs)))
    mine[nth] = theirs[nth]
    return "&".join(mine)


def _separator(chance: Random, url: str, _foreign: str) -> str:
    return url.replace(
        chance.choice("&=?/:"), chance.choice(("&", ";", "&amp;", "%26", "=", "==", "#", "//")), 1
    )


def _cut(chance: Random, url: str, _foreign: str) -> str:
    return url[: chance.randint(1, len(url))] if url else url


def _long(chance: Random, url: str, _foreign: str) -> str:
    at = _somewhere(chance, url)
    return url[:at] + chance.choice(_ALPHABET) * chance.choice((50, 500, 9_000)) + url[at:]


def _elsewhere(chance: Random, url: str, _foreign: str) -> str:
    scheme, mark, rest = url.partition("://")
    change = chance.choice(
        (f"x@{rest}", f"evil.{rest}", rest.replace("/", ".evil/", 1), rest.replace("/", ":444/", 1))
    )
    return scheme + mark + change


def _somewhere(chance: Random, url: str) -> int:
    return chance.randrange(len(url)) if url else 0


MUTATIONS: Final[Sequence[Mutation]] = (
    _put, _replace, _drop, _repeat, _encode, _encode_a_value, _flip_case, _digit, _field, _without, _value, _shuffle,
    _borrow, _separator, _cut, _long, _elsewhere,
)  # fmt: skip
