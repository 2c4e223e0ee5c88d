"""Keys: what they are, which belong together, and that the secret one shows itself nowhere."""

import copy
import logging
import pickle
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.payments.keys import (
    Environment,
    KeyProblem,
    Product,
    SecretKey,
    Side,
    check_pair,
    clean_key,
    form_of,
)

CANARY = "Canary7"


@pytest.mark.parametrize("environment", Environment)
@pytest.mark.parametrize(
    ("kind", "product", "side"),
    [
        ("ck", Product.API, Side.CLIENT),
        ("gck", Product.WIDGET, Side.CLIENT),
        ("sk", Product.API, Side.SECRET),
        ("gsk", Product.WIDGET, Side.SECRET),
        ("ak", Product.API, Side.SECRET),
    ],
)
def test_a_key_tells_its_kind(environment: Environment, kind: str, product: Product, side: Side) -> None:
    form = form_of(f"{environment}_{kind}_{CANARY}")
    assert form is not None
    assert (form.environment, form.product, form.side) == (environment, product, side)
    assert form.prefix == f"{environment}_{kind}_"


@pytest.mark.parametrize(
    "text",
    ["", "test_sk_", "sk_test_abc", "TEST_SK_abc", "test_xk_abc", "prod_sk_abc", "test_sk_a b", "tést_sk_a"],
)
def test_what_is_no_key_is_none(text: str) -> None:
    assert form_of(text) is None


@pytest.mark.parametrize(
    "around",
    ["\ufeff{}", "{}\n", " {} ", "\t{}\r\n", "\u200b{}\u2060", "\ufeff \u200b{}\u200d\n\ufeff", "\u3000{}"],
)
def test_what_copying_brings_along_is_taken_off(around: str) -> None:
    assert clean_key(around.format(f"test_sk_{CANARY}")) == f"test_sk_{CANARY}"
    assert SecretKey(around.format(f"test_sk_{CANARY}")).reveal() == f"test_sk_{CANARY}"


def test_a_secret_key_shows_itself_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    key = SecretKey(f"live_sk_{CANARY}")
    shown = [repr(key), str(key), f"{key}", f"{key!r:>40}", "%s" % key, repr([key]), repr({"key": key})]  # noqa: UP031
    logging.getLogger("jari").warning("key %s %r", key, key)
    try:
        raise RuntimeError(key)
    except RuntimeError:
        shown.append(traceback.format_exc())
    assert CANARY not in "".join(shown) + caplog.text
    assert "live_sk_***" in repr(key)
    assert key.is_live
    assert not hasattr(key, "__dict__")
    for take in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            take(key)


def test_secret_keys_compare_by_what_they_are() -> None:
    one, same, other = SecretKey("test_sk_a"), SecretKey(" test_sk_a"), SecretKey("test_sk_b")
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one != "test_sk_a"
    assert not one.is_live


@pytest.mark.parametrize("text", ["", CANARY, f"test_ck_{CANARY}", f"live_gck_{CANARY}", f"test_zz_{CANARY}"])
def test_a_secret_key_that_is_none_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(KeyProblem) as refused:
        SecretKey(text)
    assert CANARY not in str(refused.value)
    assert "test_sk_" in refused.value.cure
    assert refused.value.what.startswith(("The secret key", "What was given as the secret key"))


@pytest.mark.parametrize("environment", Environment)
@pytest.mark.parametrize(("client", "secret"), [("ck", "sk"), ("gck", "gsk"), ("ck", "ak")])
def test_halves_of_one_pair_are_accepted(environment: Environment, client: str, secret: str) -> None:
    form = check_pair(f"{environment}_{client}_a", SecretKey(f"{environment}_{secret}_b"))
    assert form.environment is environment


@pytest.mark.parametrize(
    ("client", "secret", "says"),
    [
        ("test_ck_a", "live_sk_b", "The client key is a test key and the secret key is a live key."),
        ("live_gck_a", "test_gsk_b", "The client key is a live key and the secret key is a test key."),
        ("test_gck_a", "test_sk_b", "for two products"),
        ("test_ck_a", "test_gsk_b", "for two products"),
        ("test_sk_a", "test_sk_b", "is a secret key"),
        ("hello", "test_sk_b", "not a Toss Payments key"),
        ("", "test_sk_b", "not a Toss Payments key"),
    ],
)
def test_halves_of_two_pairs_are_refused_with_a_cure(client: str, secret: str, says: str) -> None:
    with pytest.raises(KeyProblem) as refused:
        check_pair(client, SecretKey(secret))
    assert says in refused.value.what
    assert refused.value.cure.endswith((".", ")."))


@given(st.text(max_size=60))
def test_any_text_is_a_key_or_none(text: str) -> None:
    form = form_of(text)
    assert form is None or clean_key(text).startswith(form.prefix)
    assert clean_key(clean_key(text)) == clean_key(text)
