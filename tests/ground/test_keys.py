"""Toss keys: where a secret may come from, and which keys go with which mode."""

from pathlib import Path

import pytest

from kiosk.app.errors import Fix
from kiosk.app.keys import Mode, TossKeys, choose_mode, choose_public_half, hide_secret, read_secret

TEST = TossKeys("test_gck_abcd1234", "test_gsk_abcd1234")
TEST_SINGLE = TossKeys("test_ck_abcd1234", "test_sk_abcd1234")
LIVE = TossKeys("live_gck_abcd1234", "live_gsk_abcd1234")


def nobody() -> str | None:
    return None


@pytest.mark.parametrize(
    ("wanted", "pair", "mode"),
    [
        (None, TEST, Mode.TEST),
        (Mode.TEST, TEST, Mode.TEST),
        (Mode.TEST, TEST_SINGLE, Mode.TEST),
        (Mode.LIVE, LIVE, Mode.LIVE),
    ],
)
def test_a_right_pair_is_used(wanted: Mode | None, pair: TossKeys, mode: Mode):
    assert choose_mode(wanted, pair.client, pair.secret) == (mode, pair)


def test_without_keys_the_sandbox_is_used():
    assert choose_mode(None, "", "") == (Mode.SANDBOX, None)


def test_the_sandbox_leaves_test_keys_alone():
    assert choose_mode(Mode.SANDBOX, TEST.client, TEST.secret) == (Mode.SANDBOX, None)


@pytest.mark.parametrize(
    ("wanted", "client", "secret", "told"),
    [
        (Mode.SANDBOX, LIVE.client, "", "client key is a live key"),
        (Mode.SANDBOX, "", LIVE.secret, "secret key is a live key"),
        (Mode.TEST, LIVE.client, LIVE.secret, "live key"),
        (Mode.LIVE, TEST.client, TEST.secret, "test keys"),
        (None, LIVE.client, LIVE.secret, "no mode is set"),
        (Mode.TEST, "", "", "client key is missing"),
        (None, TEST.client, "", "secret key is missing"),
        (None, "", TEST.secret, "client key is missing"),
        (None, TEST.client, LIVE.secret, "test key, the secret key a live key"),
        (None, TEST.client, TEST_SINGLE.secret, "different products"),
        (None, TEST.secret, TEST.client, "in truth a secret key"),
        (None, TEST.client, TEST.client, "in truth a client key"),
        (None, "hello", TEST.secret, "does not look like one"),
        (None, TEST.client, "test_ak_old1234", "does not look like one"),
    ],
)
def test_a_wrong_pair_is_refused_without_being_shown(
    wanted: Mode | None, client: str, secret: str, told: str
):
    with pytest.raises(Fix, match=told) as stopped:
        choose_mode(wanted, client, secret)
    for key in (client, secret):
        assert not key or key not in str(stopped.value)


def test_the_environment_comes_before_the_credential(tmp_path: Path):
    (tmp_path / "toss_secret").write_text("from-credential\n", encoding="utf-8")
    folder = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert read_secret({**folder, "KIOSK_TOSS_SECRET_KEY": "from-environment"}, nobody) == "from-environment"
    assert read_secret(folder, nobody) == "from-credential"


def test_the_keyring_comes_last(tmp_path: Path):
    assert read_secret({"CREDENTIALS_DIRECTORY": str(tmp_path)}, lambda: "from-keyring") == "from-keyring"
    assert read_secret({}, nobody) == ""


def test_an_unreadable_credential_is_told(tmp_path: Path):
    (tmp_path / "toss_secret").write_bytes(b"\xff\xfe\xc0")
    with pytest.raises(Fix, match="cannot be read"):
        read_secret({"CREDENTIALS_DIRECTORY": str(tmp_path)}, nobody)


def test_no_child_inherits_the_secret():
    environ = {"KIOSK_TOSS_SECRET_KEY": "x", "PATH": "/bin"}
    hide_secret(environ)
    assert environ == {"PATH": "/bin"}


# --- a terminal whose payments are settled elsewhere -------------------------------------------------------------------


@pytest.mark.parametrize(("wanted", "pair"), [(Mode.TEST, TEST), (Mode.TEST, TEST_SINGLE), (Mode.LIVE, LIVE)])
def test_the_public_half_alone_is_enough_where_others_settle(wanted: Mode, pair: TossKeys):
    assert choose_public_half(wanted, pair.client, "") == (wanted, TossKeys(pair.client, ""))


@pytest.mark.parametrize(
    ("wanted", "client", "secret", "told"),
    [
        (Mode.TEST, TEST.client, TEST.secret, "the secret key is here all the same"),
        (Mode.TEST, "", "", "client key is missing"),
        (Mode.TEST, LIVE.client, "", "a live key, and the mode is test"),
        (Mode.LIVE, TEST.client, "", "a test key, and the mode is live"),
        (Mode.SANDBOX, TEST.client, "", "the mode is sandbox"),
        (None, TEST.client, "", "the mode is not set"),
        (Mode.TEST, TEST.secret, "", "in truth a secret key"),
    ],
)
def test_a_wrong_public_half_is_refused_without_being_shown(
    wanted: Mode | None, client: str, secret: str, told: str
):
    with pytest.raises(Fix, match=told) as refused:
        choose_public_half(wanted, client, secret)
    for key in filter(None, (client, secret)):
        assert key not in str(refused.value)
