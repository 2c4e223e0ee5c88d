"""Our own checkout page, with its real policy and from its real origin, against the local payment company."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

import kiosk.payments.checkout as checkout_module
from kiosk.domain.money import Won
from kiosk.payments.checkout import CheckoutOrder, checkout_html
from kiosk.sandbox import Sandbox
from kiosk.ui.payment.checkout_view import CheckoutView

TEMPLATE = Path(__file__).parents[3].joinpath("resources", "checkout", "checkout.html").read_text("utf-8")
ORIGIN = "https://kiosk.jari.invalid"
ENDINGS = ("returned", "failed_back", "rejected", "app_link_refused", "page_broken")
Told = list[tuple[str, ...]]
Begin = Callable[..., Told]


@pytest.fixture(scope="module")
def company() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def begin(qtbot: QtBot, company: Sandbox) -> Iterator[Begin]:
    """Opens the page for one order, touches what is named as soon as it is there, and writes down the ending."""
    view = CheckoutView()
    view.resize(500, 700)
    view.show()
    told: Told = []
    for name in ENDINGS:
        getattr(view, name).connect(lambda *said, name=name: told.append((name, *said)))
    toucher = QTimer(view)
    toucher.setInterval(60)

    def begin(client_key: str, *touch: str, sdk_url: str = "") -> Told:
        order = CheckoutOrder(
            order_id="order_123456",
            order_name="창가 2석 </script>",
            amount=Won(30_000),
            client_key=client_key,
            sdk_url=sdk_url or f"{company.url}/v2/standard",
            success_url=f"{ORIGIN}/pay/success",
            fail_url=f"{ORIGIN}/pay/fail",
            customer_key="anonymous",
            language="ko",
        )
        script = (
            f"for (const name of {json.dumps(touch)}) {{"
            " const e = document.querySelector(`[data-testid=${name}]`); if (e && !e.disabled) e.click() }"
        )
        toucher.timeout.connect(lambda: view.page is not None and view.page.runJavaScript(script))
        view.open(checkout_html(TEMPLATE, order), f"{ORIGIN}/", order.success_url, order.fail_url)
        toucher.start()
        return told

    yield begin
    toucher.stop()
    if view.page is not None:
        with qtbot.waitSignal(view.page_closed, timeout=10_000):
            view.close_page()
    view.deleteLater()


def ending(qtbot: QtBot, told: Told) -> tuple[str, ...]:
    qtbot.waitUntil(lambda: bool(told), timeout=15_000)
    return told[0]


def test_an_order_is_paid_with_an_individual_key(qtbot: QtBot, begin: Begin, company: Sandbox) -> None:
    name, url = ending(qtbot, begin(company.client_key, "pay"))
    assert name == "returned"
    assert url.startswith(f"{ORIGIN}/pay/success?")
    assert "orderId=order_123456" in url
    assert "amount=30000" in url


def test_an_order_is_paid_in_the_widgets_with_our_own_button(
    qtbot: QtBot, begin: Begin, company: Sandbox
) -> None:
    name, url = ending(qtbot, begin(company.widget_client_key, "widget-pay", "pay"))
    assert (name, url.partition("?")[0]) == ("returned", f"{ORIGIN}/pay/success")


def test_a_cancel_in_the_payment_window_comes_back(qtbot: QtBot, begin: Begin, company: Sandbox) -> None:
    assert ending(qtbot, begin(company.client_key, "cancel"))[:2] == ("failed_back", "PAY_PROCESS_CANCELED")


def test_a_key_that_the_company_refuses_comes_back(qtbot: QtBot, begin: Begin) -> None:
    assert ending(qtbot, begin("test_ck_unknown00000"))[:2] == ("failed_back", "UNAUTHORIZED_KEY")


def test_control_without_the_return_hosts_in_the_policy_that_customer_would_wait_for_ever(
    qtbot: QtBot, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = checkout_module.content_policy
    monkeypatch.setattr(
        checkout_module, "content_policy", lambda url, scripts, _returns: strict(url, scripts)
    )
    told = begin("test_ck_unknown00000")
    qtbot.wait(1_500)
    assert told == []


def test_a_script_that_cannot_be_loaded_is_told(qtbot: QtBot, begin: Begin, company: Sandbox) -> None:
    told = begin(company.client_key, sdk_url=f"{company.url}/no-such-script")
    assert ending(qtbot, told)[:2] == ("rejected", "SDK_NOT_LOADED")
