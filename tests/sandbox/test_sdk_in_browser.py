"""The sandbox's script in a real browser engine: what it refuses, and payments in each of its modes."""

import json
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.sandbox import Sandbox
from tests.sandbox.talk import Talk

# Without a graphics card Qt then draws by itself.
os.environ.setdefault("QT_QUICK_BACKEND", "software")

WAIT_MS = 15_000
READY = "document.readyState === 'complete'"
"""A button may be there before the script that listens to it."""

SHOP = "http://127.0.0.1:9"
"""The shop's own addresses: nobody answers there, and nobody is asked."""


class Shop:
    """A page of a shop with the script in it; notes where it is sent, and its popups."""

    def __init__(self, qtbot: QtBot, sandbox: Sandbox) -> None:
        from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile

        self.qtbot, self.sandbox = qtbot, sandbox
        self.sent: list[str] = []
        self.popups: list[Any] = []
        self.profile = QWebEngineProfile()
        shop = self

        class Page(QWebEnginePage):
            def acceptNavigationRequest(self, url: QUrl | str, kind: Any, is_main: bool) -> bool:
                address = (
                    url if isinstance(url, str) else url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
                )
                if is_main and address.startswith((f"{SHOP}/ok", f"{SHOP}/no")):
                    shop.sent.append(address)
                    return False
                return True

            def createWindow(self, kind: Any) -> QWebEnginePage:
                popup = Page(shop.profile, shop.pages)
                shop.popups.append(popup)
                return popup

        self.pages = QObject()
        self.page = Page(self.profile, self.pages)

    def open(self, script: str = "/v2/standard") -> None:
        """Load the page; the script is there when this returns."""
        html = (
            f'<!doctype html><meta charset=utf-8><script src="{self.sandbox.url}{script}"></script>'
            '<div id="methods"></div><div id="terms"></div>'
        )
        with self.qtbot.waitSignal(self.page.loadFinished, timeout=WAIT_MS):
            self.page.setHtml(html, QUrl(SHOP + "/shop"))
        self.until("typeof TossPayments === 'function'")

    def js(self, code: str, page: Any = None, world: int = 0) -> Any:
        """The value of an expression."""
        with self.qtbot.waitCallback(timeout=WAIT_MS) as answer:
            (page or self.page).runJavaScript(code, world, answer)
        return answer.args[0]

    def until(self, condition: str, page: Any = None) -> None:
        self.qtbot.waitUntil(lambda: self.js(f"!!({condition})", page) is True, timeout=WAIT_MS)

    def outcome(self, code: str) -> str:
        """What a promise becomes: its JSON, or the code of its error."""
        self.begin(code)
        return self.result()

    def begin(self, code: str) -> None:
        """Start something whose result is asked for later."""
        self.js(
            "window.said = ''; (async () => " + code + ")()"
            ".then((value) => { said = JSON.stringify(value === undefined ? null : value); }, (e) => { said = e.code || String(e); }); 0"
        )

    def result(self) -> str:
        self.until("window.said !== ''")
        return str(self.js("said"))

    def press(self, name: str, page: Any = None) -> None:
        """Press a button of the checkout page."""
        button = f"document.querySelector('[data-testid=\"{name}\"]')"
        self.until(f"{READY} && {button}", page)
        self.js(f"{button}.click(); 0", page)

    def frame(self) -> Any:
        """The checkout's own frame in iframe and Promise mode."""
        found: list[Any] = []

        def is_there() -> bool:
            found[:] = self.page.mainFrame().children()
            return bool(found) and "/sandbox/checkout/" in found[0].url().toString()

        self.qtbot.waitUntil(is_there, timeout=WAIT_MS)
        return found[0]

    def press_in_frame(self, name: str) -> None:
        button = f"document.querySelector('[data-testid=\"{name}\"]')"

        def is_pressed() -> bool:
            with self.qtbot.waitCallback(timeout=WAIT_MS) as answer:
                self.frame().runJavaScript(
                    f"(() => {{ const b = {READY} && {button}; if (b) b.click(); return !!b; }})()", answer
                )
            return answer.args[0] is True

        self.qtbot.waitUntil(is_pressed, timeout=WAIT_MS)

    def touch_in_frame(self, view: QWidget, name: str) -> None:
        """A real press and release on a button of the frame, which fills the page."""
        where = (
            f"(() => {{ const b = document.querySelector('[data-testid=\"{name}\"]'); "
            f" if (!({READY}) || !b) return '';"
            " const r = b.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2].map(Math.round).join(); })()"
        )
        found: list[str] = []

        def is_there() -> bool:
            with self.qtbot.waitCallback(timeout=WAIT_MS) as answer:
                self.frame().runJavaScript(where, answer)
            found[:] = [str(answer.args[0])] if answer.args[0] else []
            return bool(found)

        self.qtbot.waitUntil(is_there, timeout=WAIT_MS)
        x, y = map(int, found[0].split(","))

        def has_left() -> bool:
            # The compositor may not have the frame yet when the page already has: touch until it is felt.
            QTest.mouseClick(view.focusProxy() or view, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
            self.qtbot.wait(100)
            return bool(self.sent)

        self.qtbot.waitUntil(has_left, timeout=WAIT_MS)

    def returned(self) -> tuple[str, dict[str, str]]:
        """The address that the shop was sent back to, and its query."""
        self.qtbot.waitUntil(lambda: bool(self.sent), timeout=WAIT_MS)
        parts = urlsplit(self.sent[0])
        return parts.path, dict(parse_qsl(parts.query))

    def close(self) -> None:
        """Pages first, then their profile: the other order takes the engine down."""
        with self.qtbot.waitSignal(self.page.destroyed, timeout=WAIT_MS):
            self.pages.deleteLater()
        with self.qtbot.waitSignal(self.profile.destroyed, timeout=WAIT_MS):
            self.profile.deleteLater()

    def payment(self, **changes: Any) -> str:
        """The call that requests a payment, with changed parameters; None takes one out."""
        own = f"TossPayments('{self.sandbox.client_key}').payment({{customerKey: TossPayments.ANONYMOUS}})"
        return f"{own}.requestPayment({_order(changes)})"


def _order(changes: dict[str, Any]) -> str:
    order = {
        "method": "CARD", "amount": {"currency": "KRW", "value": 15_000}, "orderId": "order-browser", "orderName": "창가 2인석",
        "successUrl": f"{SHOP}/ok?table=T4", "failUrl": f"{SHOP}/no", "windowTarget": "self",
    }  # fmt: skip
    return json.dumps({name: value for name, value in (order | changes).items() if value is not None})


@pytest.fixture
def shop(qapp: object, qtbot: QtBot, sandbox: Sandbox) -> Iterator[Shop]:
    shop = Shop(qtbot, sandbox)
    shop.open()
    yield shop
    shop.close()


def test_the_script_refuses_what_tosss_refuses(shop):
    """One page for all: a page costs more than a question."""
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"method": None}, "INVALID_PARAMETERS"),
        ({"method": "CASH"}, "NOT_SUPPORTED_METHOD"),
        ({"amount": 15_000}, "INVALID_AMOUNT_VALUE"),
        ({"amount": {"currency": "KRW", "value": "15000"}}, "INVALID_AMOUNT_VALUE"),
        ({"amount": {"currency": "EUR", "value": 1}}, "INVALID_AMOUNT_CURRENCY"),
        ({"amount": {"currency": "KRW", "value": 0}}, "BELOW_ZERO_AMOUNT"),
        ({"orderId": None}, "INVALID_PARAMETERS"),
        ({"orderId": "short"}, "INVALID_ORDER_ID"),
        ({"orderId": "x" * 65}, "INVALID_ORDER_ID"),
        ({"orderId": "order id"}, "INVALID_ORDER_ID"),
        ({"orderName": "x" * 101}, "INVALID_PARAMETERS"),
        ({"customerMobilePhone": "010-1234"}, "INVALID_PARAMETERS"),
        ({"unknown": 1}, "INVALID_PARAMETERS"),
        ({"windowTarget": "popup"}, "INVALID_PARAMETERS"),
        ({"successUrl": "/ok"}, "INCORRECT_SUCCESS_URL_FORMAT"),
        ({"successUrl": "kiosk://ok"}, "INCORRECT_SUCCESS_URL_FORMAT"),
        ({"failUrl": "no"}, "INCORRECT_FAIL_URL_FORMAT"),
        ({"failUrl": None}, "INCORRECT_FAIL_URL_FORMAT"),
        ({"metadata": {str(n): "x" for n in range(6)}}, "INVALID_METADATA"),
        ({"metadata": {"a[b]": "x"}}, "INVALID_METADATA"),
        ({"metadata": {"a": 1}}, "INVALID_METADATA"),
        ({"card": {"unknown": 1}}, "INVALID_PARAMETERS"),
        ({"card": {"flowMode": "DIRECT"}}, "INVALID_FLOW_MODE_PARAMETERS"),
        ({"card": {"cardInstallmentPlan": 2, "maxCardInstallmentPlan": 3}}, "INVALID_CARD_INSTALLMENT_PLANS_WITH_MAX_AND_SINGLE"),
        ({"card": {"validHours": 1, "dueDate": "2026-01-15T00:00:00"}}, "INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE"),
    ]  # fmt: skip
    said = [(changes, shop.outcome(shop.payment(**changes))) for changes, _ in wrong]
    assert said == wrong
    assert shop.sandbox.ledger.payments == {}


def test_the_script_refuses_keys_that_do_not_belong_there(shop):
    own, widget = shop.sandbox.client_key, shop.sandbox.widget_client_key
    calls = {
        "TossPayments(1)": "INVALID_CLIENT_KEY",
        "TossPayments('test_sk_abc')": "INVALID_CLIENT_KEY",
        "TossPayments('test_gsk_abc')": "INSECURE_KEY_USAGE",
        "TossPayments('live_ck_abc')": "INVALID_CLIENT_KEY",
        f"TossPayments('{own}').widgets({{customerKey: '@@ANONYMOUS'}})": "NOT_SUPPORTED_API_INDIVIDUAL_KEY",
        f"TossPayments('{widget}').payment({{customerKey: '@@ANONYMOUS'}})": "NOT_SUPPORTED_WIDGET_KEY",
        f"TossPayments('{own}').payment({{customerKey: '!'}})": "INVALID_CUSTOMER_KEY",
        f"TossPayments('{own}').payment({{customerKey: 'test_gsk_abc'}})": "INSECURE_KEY_USAGE",
        f"TossPayments('{own}').requestPayment('CARD', {{}})": "V1_METHOD_NOT_SUPPORTED",
        f"TossPayments('{own}').payment({{customerKey: '@@ANONYMOUS'}}).destroy()": "NO_ACTIVE_PAYMENT_REQUEST",
    }
    assert {call: shop.outcome(call) for call in calls} == calls


def test_a_payment_in_the_same_window_returns_to_the_shop_and_can_be_confirmed(shop):
    shop.begin(shop.payment())
    shop.press("pay")
    path, query = shop.returned()
    assert path == "/ok"
    assert (query["table"], query["orderId"], query["amount"]) == ("T4", "order-browser", "15000")
    talk = Talk(shop.sandbox)
    order = {name: query[name] for name in ("paymentKey", "orderId", "amount")}
    assert talk.confirm(order).json["status"] == "DONE"


def test_a_cancel_in_the_same_window_returns_to_the_fail_url(shop):
    shop.begin(shop.payment())
    shop.press("cancel")
    path, query = shop.returned()
    assert (path, query["code"], "orderId" in query) == ("/no", "PAY_PROCESS_CANCELED", False)


def test_the_page_speaks_english_when_asked_to_and_preselects_the_method(shop):
    shop.begin(shop.payment(card={"language": "EN"}, method="TRANSFER"))
    shop.until("document.getElementById('pay')")
    assert shop.js("document.getElementById('pay').textContent") == "Pay 15,000 won"
    assert shop.js("document.querySelector('input[name=method]:checked').value") == "TRANSFER"


def test_closing_the_frame_is_user_cancel_and_changes_nothing(shop):
    shop.begin(shop.payment(windowTarget="iframe"))
    shop.press_in_frame("cancel")
    assert shop.result() == "USER_CANCEL"
    assert shop.js("document.querySelectorAll('iframe').length") == 0
    assert [payment.status for payment in shop.sandbox.ledger.payments.values()] == ["READY"]


def test_a_touch_in_the_frame_takes_the_whole_page_back_to_the_shop(shop):
    """A frame of another origin may do that only after a real touch: the script's own click would be refused."""
    from PySide6.QtWebEngineWidgets import QWebEngineView

    view = QWebEngineView()
    shop.qtbot.addWidget(view)
    view.setPage(shop.page)
    view.resize(500, 700)
    view.show()
    shop.begin(shop.payment(windowTarget="iframe"))
    shop.touch_in_frame(view, "pay")
    assert shop.returned()[0] == "/ok"


def test_a_second_request_while_one_runs_is_refused_and_destroy_ends_the_first(shop):
    shop.js(
        f"window.one = TossPayments('{shop.sandbox.client_key}').payment({{customerKey: '@@ANONYMOUS'}}); 0"
    )
    shop.begin(f"one.requestPayment({_order({'windowTarget': 'iframe'})})")
    shop.frame()
    first = "first = ''; one.requestPayment({}).catch((e) => {{ first = e.code; }}); 0"
    shop.js(first.format(_order({"windowTarget": "iframe", "orderId": "order-second"})))
    shop.until("window.first === 'INVALID_METHOD_TRANSACTION'")
    shop.js("one.destroy(); 0")
    assert shop.result() == "PAYMENT_REQUEST_ABORTED"


def test_without_addresses_the_promise_brings_the_payment(shop):
    shop.begin(shop.payment(successUrl=None, failUrl=None, windowTarget=None))
    shop.press_in_frame("pay")
    paid = json.loads(shop.result())
    assert paid == {
        "paymentKey": paid["paymentKey"],
        "orderId": "order-browser",
        "amount": {"currency": "KRW", "value": 15_000},
    }


def test_without_addresses_a_refusal_rejects_the_promise(shop):
    shop.begin(shop.payment(successUrl=None, failUrl=None, windowTarget=None))
    shop.press_in_frame("fail")
    assert shop.result() == "REJECT_CARD_COMPANY"


def test_without_addresses_an_expired_window_rejects_the_promise(shop):
    shop.begin(shop.payment(successUrl=None, failUrl=None, windowTarget=None))
    shop.frame()
    shop.sandbox.clock.advance(1_800)
    shop.press_in_frame("pay")
    assert shop.result() == "EXPIRED_PAYMENT"


@pytest.mark.parametrize("way", ["popup", "form-popup"])
def test_a_card_companys_popup_approves_and_closes(shop, way):
    from PySide6.QtWebEngineCore import QWebEngineSettings

    shop.page.settings().setAttribute(QWebEngineSettings.WebAttribute.JavascriptCanOpenWindows, True)
    shop.begin(shop.payment())
    shop.press(way)
    shop.qtbot.waitUntil(lambda: bool(shop.popups), timeout=WAIT_MS)
    popup = shop.popups[0]
    with shop.qtbot.waitSignal(popup.windowCloseRequested, timeout=WAIT_MS):
        shop.press("popup-approve", popup)
    assert shop.returned()[0] == "/ok"


def _widgets(shop: Shop) -> None:
    shop.js(
        f"window.w = TossPayments('{shop.sandbox.widget_client_key}').widgets({{customerKey: '@@ANONYMOUS'}}); 0"
    )


def test_widgets_ask_for_amount_method_and_agreement_in_that_order(shop):
    _widgets(shop)
    request = f"w.requestPayment({_order({'amount': None, 'method': None})})"
    render = "w.renderPaymentMethods({selector: '#methods', variantKey: 'DEFAULT'})"
    assert shop.outcome(render) == "NOT_SETUP_AMOUNT"
    assert shop.outcome("w.setAmount({currency: 'KRW', value: 15000})") == "null"
    assert shop.outcome(request) == "NOT_SELECTED_PAYMENT_METHOD"
    assert shop.outcome("w.renderPaymentMethods({selector: '#nowhere'})") == "INVALID_SELECTOR"
    shop.outcome(render)
    assert shop.outcome(render) == "PAYMENT_METHODS_WIDGET_ALREADY_RENDERED"
    shop.outcome("w.renderAgreement({selector: '#terms', variantKey: 'AGREEMENT'})")
    assert shop.outcome("w.renderAgreement({selector: '#terms'})") == "AGREEMENT_WIDGET_ALREADY_RENDERED"
    shop.press("agree")
    assert shop.outcome(request) == "NEED_AGREEMENT_WITH_REQUIRED_TERMS"
    shop.press("agree")
    shop.begin(request)
    shop.press("pay")
    assert shop.returned()[0] == "/ok"


def test_the_widgets_window_asks_the_shop_to_request_and_tells_of_its_cancel(shop):
    _widgets(shop)
    assert shop.outcome("w.renderPaymentWindow({})") == "NOT_SETUP_AMOUNT"
    shop.outcome("w.setAmount({currency: 'KRW', value: 15000})")
    opened = (
        "w.renderPaymentWindow({variantKey: {paymentMethod: 'DEFAULT', agreement: 'AGREEMENT'}}).then((window_) => {"
        " window_.on('cancel', () => { window.canceled = true; });"
        " window_.on('paymentRequest', ({paymentMethod}) => { window.chosen = paymentMethod.code; w.requestPayment(ORDER); }); })"
    ).replace("ORDER", _order({"amount": None, "method": None}))
    shop.outcome(opened)
    shop.press("window-cancel")
    assert shop.js("window.canceled") is True
    shop.outcome(opened)
    shop.press("window-pay")
    assert shop.js("window.chosen") == "CARD"
    shop.press("pay")
    assert shop.returned()[0] == "/ok"


def test_v1_takes_korean_names_and_plain_amounts(shop):
    shop.open("/v1/payment")
    call = f"TossPayments('{shop.sandbox.client_key}').requestPayment"
    order = _order({"amount": 15_000, "method": None})
    assert shop.outcome(f"{call}('현금', {order})") == "INVALID_PARAMETER"
    assert shop.outcome(f"{call}('카드', {_order({'amount': 0})})") == "INVALID_PARAMETER"
    shop.begin(f"{call}('카드', {order})")
    shop.press("pay")
    assert shop.returned()[0] == "/ok"
