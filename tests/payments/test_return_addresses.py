"""Which URL is the end of a payment: exactly two places, and none of those that only look alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.payments.redirect import ReturnAddresses

HOST = "kiosk-1.jari.invalid"
PLACES = ReturnAddresses(f"https://{HOST}/pay/success", f"https://{HOST}/pay/fail")
LOCAL = ReturnAddresses("http://127.0.0.1:8123/pay/success", "http://127.0.0.1:8123/pay/fail")

SUCCESS = {
    "bare": f"https://{HOST}/pay/success",
    "query": f"https://{HOST}/pay/success?a=1",
    "empty query": f"https://{HOST}/pay/success?",
    "fragment": f"https://{HOST}/pay/success#x",
    "a URL in the query": f"https://{HOST}/pay/success?x=https://evil.example/",
    "at sign in the query": f"https://{HOST}/pay/success?x=a@b",
    "hangul in the query": f"https://{HOST}/pay/success?x=결제",
    "a space in the query": f"https://{HOST}/pay/success?x=a b",
    "the default port": f"https://{HOST}:443/pay/success?a=1",
    "an empty port": f"https://{HOST}:/pay/success",
    "large letters in the host": f"https://{HOST.upper()}/pay/success",
    "large letters in the scheme": f"HTTPS://{HOST}/pay/success",
}
NEITHER = {
    "nothing": "",
    "blank": " ",
    "http": f"http://{HOST}/pay/success",
    "http at the https port": f"http://{HOST}:443/pay/success",
    "other port": f"https://{HOST}:8443/pay/success",
    "port 80": f"https://{HOST}:80/pay/success",
    "port 0": f"https://{HOST}:0/pay/success",
    "port of letters": f"https://{HOST}:https/pay/success",
    "port too large": f"https://{HOST}:65979/pay/success",
    "negative port": f"https://{HOST}:-443/pay/success",
    "arabic port": f"https://{HOST}:٤٤٣/pay/success",
    "user": f"https://user@{HOST}/pay/success",
    "user and password": f"https://a:b@{HOST}/pay/success",
    "our host as a user": f"https://{HOST}@evil.example/pay/success",
    "our host and port as a user": f"https://{HOST}:443@evil.example/pay/success",
    "empty user": f"https://@{HOST}/pay/success",
    "encoded at sign": f"https://{HOST}%40evil.example/pay/success",
    "backslash and at": f"https://evil.example\\@{HOST}/pay/success",
    "backslashes": f"https:\\\\{HOST}\\pay\\success",
    "backslash in the path": f"https://{HOST}\\pay/success",
    "trailing dot": f"https://{HOST}./pay/success",
    "two trailing dots": f"https://{HOST}../pay/success",
    "leading dot": f"https://.{HOST}/pay/success",
    "our host inside another": f"https://{HOST}.evil.example/pay/success",
    "another before ours": f"https://evil.{HOST}/pay/success",
    "another glued before": f"https://evil{HOST}/pay/success",
    "encoded dot": "https://kiosk-1%2Ejari.invalid/pay/success",
    "full-width dot": "https://kiosk-1．jari.invalid/pay/success",
    "kelvin sign": "https://\u212aiosk-1.jari.invalid/pay/success",
    "long s": f"https://{HOST}/pay/\u017fuccess",
    "cyrillic": "https://kiosk-1.jаri.invalid/pay/success",
    "soft hyphen": "https://kiosk\u00ad-1.jari.invalid/pay/success",
    "zero-width": f"https://{HOST}\u200b/pay/success",
    "space in the host": f"https://{HOST} /pay/success",
    "tab in the host": "https://kiosk-1.jari\t.invalid/pay/success",
    "line feed in the path": f"https://{HOST}/pay/suc\ncess",
    "leading space": f" https://{HOST}/pay/success",
    "leading control": f"\x01https://{HOST}/pay/success",
    "trailing space in the path": f"https://{HOST}/pay/success ",
    "nul": f"https://{HOST}/pay/success\x00",
    "no path": f"https://{HOST}",
    "the root": f"https://{HOST}/",
    "half the path": f"https://{HOST}/pay",
    "trailing slash": f"https://{HOST}/pay/success/",
    "more path": f"https://{HOST}/pay/success/x",
    "glued path": f"https://{HOST}/pay/successx",
    "parameter": f"https://{HOST}/pay/success;x",
    "two slashes": f"https://{HOST}//pay/success",
    "slashes inside": f"https://{HOST}/pay//success",
    "dot segment": f"https://{HOST}/pay/./success",
    "dot dot segment": f"https://{HOST}/x/../pay/success",
    "encoded path": f"https://{HOST}/%70ay/success",
    "encoded slash": f"https://{HOST}/pay%2Fsuccess",
    "encoded end": f"https://{HOST}/pay/success%3Fa=1",
    "encoded nul": f"https://{HOST}/pay/success%00",
    "large path": f"https://{HOST}/PAY/SUCCESS",
    "rejected": f"https://{HOST}/pay/rejected",
    "ours in a query": f"https://evil.example/?x=https://{HOST}/pay/success",
    "ours in a fragment": f"https://evil.example/#https://{HOST}/pay/success",
    "ours as a path": f"https://evil.example/{HOST}/pay/success",
    "only the path": "/pay/success",
    "no scheme": f"//{HOST}/pay/success",
    "one slash": f"https:/{HOST}/pay/success",
    "no slash": f"https:{HOST}/pay/success",
    "three slashes": f"https:///{HOST}/pay/success",
    "view-source": f"view-source:https://{HOST}/pay/success",
    "blob": f"blob:https://{HOST}/pay/success",
    "data": "data:text/html,/pay/success",
    "javascript": f"javascript://{HOST}/pay/success",
    "ftp": f"ftp://{HOST}/pay/success",
    "wss": f"wss://{HOST}/pay/success",
    "scheme that begins alike": f"httpsx://{HOST}/pay/success",
    "app": f"intent://{HOST}/pay/success",
    "bad bracket": f"https://[{HOST}/pay/success",
    "address in brackets": "https://[::1]/pay/success",
    "megabyte": f"https://{HOST}/" + "a" * 1_000_000,
}


@pytest.mark.parametrize("name", SUCCESS)
def test_the_success_address_is_known_with_any_query(name: str) -> None:
    assert PLACES.which(SUCCESS[name]) == "success"


@pytest.mark.parametrize("name", SUCCESS)
def test_the_fail_address_is_known_as_well(name: str) -> None:
    assert PLACES.which(SUCCESS[name].replace("pay/success", "pay/fail")) == "fail"


@pytest.mark.parametrize("name", NEITHER)
def test_what_only_looks_alike_is_neither(name: str) -> None:
    assert PLACES.which(NEITHER[name]) is None


def test_a_beginning_of_the_text_would_have_taken_some_of_them() -> None:
    """Negative control: the match that everybody writes first."""
    alike = [url for url in NEITHER.values() if url.startswith(PLACES.success)]
    assert len(alike) >= 5


def test_a_local_address_has_a_port_of_its_own() -> None:
    assert LOCAL.which("http://127.0.0.1:8123/pay/success?a=1") == "success"
    for other in (
        "http://127.0.0.1/pay/success",
        "http://127.1:8123/pay/success",
        "http://2130706433:8123/pay/success",
    ):
        assert LOCAL.which(other) is None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "pay/success",
        "/pay/success",
        f"{HOST}/pay/success",
        f"https://{HOST}",
        f"https://{HOST}/pay?x=1",
        f"https://{HOST}/pay#x",
        f"https://u@{HOST}/pay",
        "custom://pay/success",
        "https:///pay",
        "https://[::1/pay",
        "https://주소.invalid/pay",
    ],
)
def test_return_addresses_are_checked_when_they_are_made(address: str) -> None:
    with pytest.raises(ValueError, match="not a return address"):
        ReturnAddresses(address, f"https://{HOST}/pay/fail")
    with pytest.raises(ValueError, match="not a return address"):
        ReturnAddresses(f"https://{HOST}/pay/success", address)


def test_success_and_failure_are_two_places() -> None:
    with pytest.raises(ValueError, match="two addresses"):
        ReturnAddresses(f"https://{HOST}/pay", f"https://{HOST.upper()}:443/pay")


@given(st.text(max_size=120) | st.text(max_size=40).map(lambda end: PLACES.success + end))
def test_any_text_is_one_or_neither(url: str) -> None:
    which = PLACES.which(url)
    assert which in ("success", "fail", None)
    if which == "success":
        assert url.startswith(PLACES.success)
        assert url[len(PLACES.success) :][:1] in ("", "?", "#")
