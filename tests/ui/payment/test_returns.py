"""Return addresses are compared part by part, as a browser would read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.payment.returns import Kind, ReturnAddresses, said

HOST = "https://kiosk.example.invalid"
OURS = ReturnAddresses(f"{HOST}/pay/success", f"{HOST}/pay/fail")
HERE = ReturnAddresses("http://127.0.0.1:4000/pay/success", "http://127.0.0.1:4000/pay/fail")


@pytest.mark.parametrize(
    "url",
    [
        "https://kiosk.example.invalid/pay/success",
        "https://kiosk.example.invalid/pay/success?orderId=1&amount=2",
        "https://kiosk.example.invalid/pay/success#x",
        "https://kiosk.example.invalid:443/pay/success?",
        "HTTPS://KIOSK.Example.Invalid/pay/success",
        "https://kiosk.example.invalid/pay/%73uccess",
        "https://kiosk.example.invalid/%70%61%79/success?x=%2F",
    ],
)
def test_every_spelling_of_the_success_address_is_it(url: str) -> None:
    assert OURS.which(url) is Kind.SUCCESS
    assert OURS.owns(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://kiosk.example.invalid/pay/success",
        "https://kiosk.example.invalid:8443/pay/success",
        "https://kiosk.example.invalid:0/pay/success",
        "https://kiosk.example.invalid./pay/success",
        "https://user@kiosk.example.invalid/pay/success",
        "https://a:b@kiosk.example.invalid/pay/success",
        "https://kiosk.example.invalid/pay/success/",
        "https://kiosk.example.invalid/pay%2Fsuccess",
        "https://kiosk.example.invalid/pay/Success",
        "https://kiosk.example.invalid/",
        "https://kiosk.example.invalid",
        "wss://kiosk.example.invalid/pay/success",
    ],
)
def test_a_near_miss_is_no_return_but_must_not_be_sent_either(url: str) -> None:
    assert OURS.which(url) is None
    assert OURS.owns(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/?x=https://kiosk.example.invalid/pay/success",
        "https://evil.example/https://kiosk.example.invalid/pay/success",
        "https://evil.example#https://kiosk.example.invalid/pay/success",
        "https://kiosk.example.invalid@evil.example/pay/success",
        "https://kiosk.example.invalid.evil.example/pay/success",
        "https://xkiosk.example.invalid/pay/success",
        "https://evil.example\\@kiosk.example.invalid/pay/success",
        "https://kiosk.example.invalid /pay/success",
        "https://kiosk.example.invalid\t/pay/success",
        "//kiosk.example.invalid/pay/success",
        "ftp://kiosk.example.invalid/pay/success",
        "javascript:https://kiosk.example.invalid/pay/success",
        "https://kiosk.example.invalid:port/pay/success",
        "https://[kiosk/pay/success",
        "https:///pay/success",
        "supertoss://pay",
        "",
    ],
)
def test_what_only_looks_like_a_return_address_is_somebody_elses(url: str) -> None:
    assert OURS.which(url) is None
    assert not OURS.owns(url)


def test_fail_and_rejected_are_told_apart() -> None:
    assert OURS.which(f"{HOST}/pay/fail?code=X") is Kind.FAIL
    assert OURS.which(f"{HOST}/pay/rejected?code=X") is Kind.REJECTED


def test_on_this_machine_another_port_is_somebody_elses() -> None:
    assert HERE.which("http://127.0.0.1:4000/pay/success?x=1") is Kind.SUCCESS
    assert HERE.owns("http://127.0.0.1:4000/other")
    assert not HERE.owns("http://127.0.0.1:4001/pay/success")


def test_on_another_host_every_port_is_ours() -> None:
    assert OURS.owns("http://kiosk.example.invalid:8080/x")


@pytest.mark.parametrize(
    ("success", "fail"),
    [
        (f"{HOST}/pay/fail", f"{HOST}/pay/fail"),
        (f"{HOST}/pay/rejected", f"{HOST}/pay/fail"),
        (f"{HOST}/pay/success", f"{HOST}/pay/%73uccess"),
        ("tosspayments://success", f"{HOST}/pay/fail"),
        ("/pay/success", f"{HOST}/pay/fail"),
        (f"{HOST}/pay/success", "https://a@b.invalid/fail"),
        (f"{HOST}/pay/success", ""),
    ],
)
def test_addresses_that_could_not_be_told_apart_are_refused(success: str, fail: str) -> None:
    with pytest.raises(ValueError, match=r"differ|return address"):
        ReturnAddresses(success, fail)


@given(st.text(max_size=80))
def test_no_text_at_all_breaks_the_comparison(text: str) -> None:
    for url in (text, f"https://{text}", f"{HOST}{text}", f"{HOST}/pay/success{text}"):
        if OURS.which(url) is not None:
            assert OURS.owns(url)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?code=PAY_PROCESS_CANCELED&message=%EC%B7%A8%EC%86%8C", ("PAY_PROCESS_CANCELED", "취소")),
        ("?code=A&code=B&message=a+b", ("A", "a b")),
        ("?message=x", ("UNKNOWN", "x")),
        ("", ("UNKNOWN", "")),
        ("?code=%3Cscript%3E&message=%00%1b%5Bm", ("UNKNOWN", "[m")),
        ("?code=" + "A" * 65 + "&message=" + "m" * 999, ("UNKNOWN", "m" * 200)),
    ],
)
def test_code_and_message_are_cleaned(query: str, expected: tuple[str, str]) -> None:
    assert said(f"{HOST}/pay/fail{query}") == expected
