"""The whole road in the real engine: our page, the sandbox's script and checkout, and back to us."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from kiosk.domain.money import Won
from kiosk.payments.checkout import CheckoutOrder, checkout_html
from kiosk.sandbox import Sandbox
from tests.ui.payment.conftest import Glass
from tests.ui.payment.hosts import Company, Reply

RETURN = "https://kiosk.example.invalid"
TEMPLATE = (
    Path(__file__).parents[3].joinpath("resources", "checkout", "checkout.html").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox()
    sandbox.start()
    yield sandbox
    sandbox.stop()


class Road:
    """Opens checkouts as the kiosk does and touches what a customer would."""

    def __init__(self, glass: Glass, sandbox: Sandbox) -> None:
        self.glass, self.sandbox = glass, sandbox
        self.order = CheckoutOrder(
            order_id="order-000001",
            order_name='모퉁이식당 7번 </script> "네 자리" & <b>',
            amount=Won(40_000),
            client_key=sandbox.client_key,
            sdk_url=sandbox.url + "/v2/standard",
            success_url=RETURN + "/pay/success",
            fail_url=RETURN + "/pay/fail",
            customer_key="@@ANONYMOUS",
            language="ko",
            metadata={"booking": "b-1"},
        )

    def open(self, **changes: object) -> None:
        """Begin one payment under an order id of its own."""
        self.order = replace(self.order, **changes)  # type: ignore[arg-type]
        html = checkout_html(TEMPLATE, self.order)
        self.glass.view.open(html, RETURN + "/", self.order.success_url, self.order.fail_url)

    def touch(self, testid: str, nth_popup: int | None = None) -> None:
        """Click what carries this test id, once it is there."""
        page = None if nth_popup is None else self.glass.popup(nth_popup).page
        found = f"document.querySelector('[data-testid={testid}]:not([hidden])')"
        self.glass.until(found, page)
        self.glass.js(f"{found}.click(); 1", page)

    def returned(self) -> dict[str, str]:
        """The success redirect's query."""
        url = urlsplit(self.glass.wait("returned")[1])
        assert url._replace(query="").geturl() == RETURN + "/pay/success"
        return {name: values[0] for name, values in parse_qs(url.query).items()}


@pytest.fixture
def road(glass: Glass, sandbox: Sandbox, request: pytest.FixtureRequest) -> Road:
    road = Road(glass, sandbox)
    road.order = replace(road.order, order_id=f"order-{abs(hash(request.node.name)) % 10**12:012d}")
    return road


def test_a_paid_checkout_comes_back_with_our_order_and_a_payment_key(road: Road) -> None:
    road.open()
    road.glass.wait("page_painted")
    road.touch("pay")
    said = road.returned()
    assert said["orderId"] == road.order.order_id
    assert said["amount"] == "40000"
    assert said["paymentKey"]


def test_a_canceled_checkout_says_so(road: Road) -> None:
    road.open()
    road.touch("cancel")
    assert road.glass.wait("failed_back")[1] == "PAY_PROCESS_CANCELED"


def test_a_refused_card_says_so(road: Road) -> None:
    road.open()
    road.touch("fail")
    assert road.glass.wait("failed_back")[1] == "REJECT_CARD_COMPANY"


@pytest.mark.parametrize("way", ["popup", "form-popup"])
def test_a_card_companys_window_leads_back(road: Road, way: str) -> None:
    road.open()
    road.touch(way)
    road.touch("popup-approve", nth_popup=0)
    assert road.returned()["orderId"] == road.order.order_id


def test_after_closing_the_card_companys_window_the_customer_still_pays(road: Road) -> None:
    road.open()
    road.touch("popup")
    road.glass.button("닫기 · Close").click()
    road.glass.qtbot.waitUntil(lambda: not road.glass.view.popups)
    assert not road.glass.said("failed_back")
    road.touch("pay")
    assert road.returned()["orderId"] == road.order.order_id


@pytest.mark.parametrize("way", ["app-scheme", "app-scheme-frame"])
def test_after_a_refused_card_app_the_customer_pays_another_way(road: Road, way: str) -> None:
    road.open()
    road.touch(way)
    road.glass.wait("app_link_refused")
    road.touch("pay")
    assert road.returned()["orderId"] == road.order.order_id


def test_silence_is_nothing_to_tell(road: Road) -> None:
    road.open()
    road.touch("silence")
    road.glass.wait("page_painted")
    road.glass.settle(200)
    assert [entry[0] for entry in road.glass.diary] == ["page_painted"]


@pytest.mark.parametrize(("language", "words"), [("ko", "40,000원 결제하기"), ("en", "Pay 40,000 won")])
def test_widget_keys_show_methods_terms_and_a_button_of_ours(road: Road, language: str, words: str) -> None:
    road.open(client_key=road.sandbox.widget_client_key, language=language)
    road.glass.until("!document.getElementById('pay').hidden")
    assert road.glass.js("document.getElementById('pay').textContent") == words
    assert road.glass.js("document.documentElement.lang") == language
    road.touch("widget-pay")
    road.touch("pay")
    assert road.returned()["orderId"] == road.order.order_id


def test_what_the_customer_can_put_right_stays_on_the_page(road: Road) -> None:
    road.open(client_key=road.sandbox.widget_client_key)
    road.touch("agree")
    road.touch("widget-pay")
    road.glass.until("document.getElementById('say').textContent === '약관에 동의해 주세요'")
    assert not road.glass.said("rejected")
    road.touch("agree")
    road.glass.until("!document.getElementById('pay').disabled")
    road.touch("widget-pay")
    road.touch("pay")
    road.returned()


def test_a_client_key_that_nobody_knows_is_told(road: Road) -> None:
    road.open(client_key="test_ck_" + "x" * 20)
    assert road.glass.wait("failed_back")[1] == "UNAUTHORIZED_KEY"
    road.glass.settle(900)
    assert not road.glass.said("page_painted"), "what ended is not announced any more"


def test_a_script_that_says_no_is_told_with_code_and_message(road: Road, company: Company) -> None:
    company.pages["/sdk"] = Reply("", headers={"Content-Type": "text/javascript"})
    company.raw["/sdk"] = (
        b"window.TossPayments = () => ({ payment: () => ({ requestPayment: () => "
        b"Promise.reject({ code: 'USER_CANCEL', message: 'no & <b>' }) }) })"
    )
    road.open(sdk_url=company.url + "/sdk")
    assert road.glass.wait("rejected") == ("rejected", "USER_CANCEL", "no & <b>")
    assert road.glass.said("rejected") == 1


@pytest.mark.parametrize("status", [0, 404, 500])
def test_a_script_that_does_not_come_is_told(road: Road, company: Company, status: int) -> None:
    company.pages["/sdk"] = Reply(status=status)
    road.open(sdk_url=company.url + "/sdk")
    assert road.glass.wait("rejected")[1] in {"SDK_NOT_LOADED", "UNKNOWN"}


def test_a_script_that_is_something_else_is_told(road: Road, company: Company) -> None:
    company.pages["/sdk"] = Reply("", headers={"Content-Type": "text/javascript"})
    company.raw["/sdk"] = b"1;"
    road.open(sdk_url=company.url + "/sdk")
    assert road.glass.wait("rejected")[1] == "UNKNOWN"


def test_nothing_but_the_companys_script_runs_in_our_page(road: Road, company: Company) -> None:
    """The negative control of the page's policy: a script of another host is not even asked for."""
    road.open(client_key=road.sandbox.widget_client_key)
    road.glass.until("!document.getElementById('pay').hidden")
    company.raw["/evil.js"] = b"window.evil = 1"
    road.glass.js(
        "const s = document.createElement('script');"
        f"s.src = '{company.url}/evil.js'; s.onerror = () => {{ window.blocked = 1 }}; document.head.append(s); 1"
    )
    road.glass.until("window.blocked === 1")
    assert company.times("/evil.js") == 0


def test_the_page_tells_no_secret(sandbox: Sandbox, make_glass: Callable[..., Glass]) -> None:
    road = Road(make_glass(), sandbox)
    html = checkout_html(TEMPLATE, road.order)
    assert sandbox.secret_key not in html
    assert "_sk_" not in html
    assert "__" not in html.replace("__proto__", "")
