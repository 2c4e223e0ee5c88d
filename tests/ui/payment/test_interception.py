"""No return address is ever asked for: by no trigger, and each trigger does reach it when nobody stops it."""

from urllib.parse import quote

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from pytestqt.qtbot import QtBot

from tests.ui.payment.conftest import Glass, tap_until
from tests.ui.payment.hosts import Company, ReturnHost, Trigger
from tests.ui.payment.triggers import SUBRESOURCES, TAPPED, TRIGGERS

QUERY = "?paymentType=NORMAL&orderId=order-0001&paymentKey=key_1&amount=40000"

every_trigger = pytest.mark.parametrize("trigger", TRIGGERS.values(), ids=TRIGGERS.keys())
every_tapped = pytest.mark.parametrize("trigger", TAPPED.values(), ids=TAPPED.keys())
every_subresource = pytest.mark.parametrize("code", SUBRESOURCES.values(), ids=SUBRESOURCES.keys())


@every_trigger
def test_a_success_redirect_is_handed_on_once_and_never_sent(
    glass: Glass, company: Company, issuer: Company, host: ReturnHost, trigger: Trigger
) -> None:
    glass.go(trigger(company, issuer, host.success + QUERY))
    assert glass.wait("returned") == ("returned", host.success + QUERY)
    glass.settle()
    assert glass.said("returned") == 1
    assert not glass.said("page_broken"), "a load that we stopped ourselves is no failure"
    assert (host.connections, host.requests) == (0, [])


@every_trigger
def test_without_interception_the_return_host_is_asked(
    qtbot: QtBot,
    plain: tuple[QWebEngineView, QWebEnginePage],
    company: Company,
    issuer: Company,
    host: ReturnHost,
    trigger: Trigger,
) -> None:
    plain[1].load(QUrl(trigger(company, issuer, host.success + QUERY)))
    qtbot.waitUntil(lambda: any("/pay/success?" in asked for asked in host.requests), timeout=10_000)


@every_tapped
def test_a_touch_in_the_page_gives_it_no_other_way(
    glass: Glass, company: Company, issuer: Company, host: ReturnHost, trigger: Trigger
) -> None:
    glass.go(trigger(company, issuer, host.success + QUERY))
    glass.qtbot.waitUntil(lambda: bool(company.times("/begin")))
    glass.tap_until(lambda: bool(glass.said("returned")))
    glass.settle()
    assert glass.said("returned") == 1
    assert (host.connections, host.requests) == (0, [])


@every_tapped
def test_without_interception_a_touch_reaches_the_return_host(
    qtbot: QtBot,
    plain: tuple[QWebEngineView, QWebEnginePage],
    company: Company,
    issuer: Company,
    host: ReturnHost,
    trigger: Trigger,
) -> None:
    view, page = plain
    page.load(QUrl(trigger(company, issuer, host.success + QUERY)))
    qtbot.waitUntil(lambda: bool(company.times("/begin")))
    tap_until(qtbot, view, lambda: bool(host.requests))


@pytest.mark.parametrize("name", ["302", "a form posted, then 302", "a popup that is redirected"])
def test_no_repetition_lets_one_redirect_slip_through(
    glass: Glass, company: Company, issuer: Company, host: ReturnHost, name: str
) -> None:
    for nth in range(1, 9):
        glass.go(TRIGGERS[name](company, issuer, f"{host.success}?nth={nth}"))
        assert glass.wait("returned", nth)[1].endswith(f"nth={nth}")
    glass.settle()
    assert (host.connections, host.requests) == (0, [])


@every_subresource
def test_nothing_in_a_page_can_reach_the_return_host(
    glass: Glass, company: Company, host: ReturnHost, code: str
) -> None:
    company.pages["/begin"] = f"<body><p>x</p><script>{code.replace('URL', host.success)}</script>"
    glass.go(company.url + "/begin")
    glass.qtbot.waitUntil(lambda: company.times("/begin") == 1)
    glass.settle(200)
    assert host.requests == []
    assert not glass.said("returned"), "only a navigation comes back"


@every_subresource
def test_without_the_interceptor_the_return_host_is_reached(
    qtbot: QtBot, plain: tuple[QWebEngineView, QWebEnginePage], company: Company, host: ReturnHost, code: str
) -> None:
    company.pages["/begin"] = f"<body><p>x</p><script>{code.replace('URL', host.success)}</script>"
    plain[1].load(QUrl(company.url + "/begin"))
    qtbot.waitUntil(lambda: bool(host.requests), timeout=10_000)


def test_a_fail_redirect_gives_its_code_and_message(glass: Glass, company: Company, host: ReturnHost) -> None:
    fail = f"{host.fail}?code=PAY_PROCESS_CANCELED&message={quote('취소 <b>되었습니다</b>')}"
    glass.go(f"{company.url}/to?status=302&url={quote(fail, safe='')}")
    assert glass.wait("failed_back") == ("failed_back", "PAY_PROCESS_CANCELED", "취소 <b>되었습니다</b>")
    glass.settle()
    assert host.requests == []


def test_the_first_of_two_returns_counts(
    glass: Glass, company: Company, issuer: Company, host: ReturnHost
) -> None:
    company.pages["/begin"] = (
        f"<p>x</p><iframe src='{host.success}?n=1'></iframe><iframe src='{host.success}?n=2'></iframe>"
        f"<script>setTimeout(() => {{ location.href = '{host.fail}?code=X' }}, 20)</script>"
    )
    glass.go(company.url + "/begin")
    glass.wait("returned")
    glass.settle(150)
    assert [entry[0] for entry in glass.diary if entry[0] != "page_painted"] == ["returned"]
    assert host.requests == []


def test_after_the_return_nothing_leads_anywhere(glass: Glass, company: Company, host: ReturnHost) -> None:
    company.pages["/begin"] = (
        f"<p>x</p><script>location.href = '{host.success}?n=1'; setTimeout(() => {{ location.href = '/more' }}, 30);"
        "setTimeout(() => { location.href = 'supertoss://x' }, 50)</script>"
    )
    glass.go(company.url + "/begin")
    glass.wait("returned")
    glass.settle(150)
    assert company.times("/more") == 0
    assert not glass.said("app_link_refused")


@pytest.mark.parametrize(
    "near", ["/pay/success/", "/pay/other?x=1", "/pay%2Fsuccess", "/PAY/SUCCESS", "/", "/favicon.ico"]
)
def test_a_near_miss_is_neither_a_return_nor_sent(
    glass: Glass, company: Company, host: ReturnHost, near: str
) -> None:
    company.pages["/begin"] = f"<p>x</p><script>location.href = '{host.url}{near}'</script>"
    glass.go(company.url + "/begin")
    glass.until("location.pathname === '/begin'")
    glass.settle()
    assert not [entry for entry in glass.diary if entry[0] != "page_painted"]
    assert (host.connections, host.requests) == (0, [])


def test_a_return_address_inside_another_url_is_only_a_part_of_it(
    glass: Glass, company: Company, host: ReturnHost
) -> None:
    company.pages["/evil"] = "<p id=evil>x</p>"
    glass.go(f"{company.url}/evil?x={host.success}{QUERY}")
    glass.until("document.getElementById('evil')")
    glass.settle()
    assert not glass.said("returned")


def test_a_return_on_its_way_does_not_count_once_the_page_is_closed(
    glass: Glass, company: Company, host: ReturnHost
) -> None:
    page = None
    glass.go(company.url + "/nothing")
    page = glass.view.page
    assert page is not None
    allowed = page.acceptNavigationRequest(
        QUrl(host.success + QUERY), QWebEnginePage.NavigationType.NavigationTypeRedirect, True
    )
    assert allowed is False
    glass.close()
    glass.settle()
    assert not glass.said("returned")


def test_the_order_is_not_begun_again_by_back_or_reload(glass: Glass, company: Company) -> None:
    company.pages["/sdk"] = "<p id=there>x</p>"
    company.pages["/next"] = "<p id=next>x</p>"
    glass.open(f"<p>ours</p><script>setTimeout(() => {{ location.href = '{company.url}/sdk' }}, 20)</script>")
    glass.until("document.getElementById('there')")
    page = glass.view.page
    assert page is not None
    page.triggerAction(QWebEnginePage.WebAction.Back)
    glass.settle()
    assert glass.js("location.pathname") == "/sdk"
    assert company.times("/sdk") == 1


def test_our_own_page_cannot_be_loaded_again(glass: Glass) -> None:
    glass.open("<p id=ours>ours</p><script>window.mark = 0</script>")
    glass.until("document.getElementById('ours')")
    glass.js("window.mark = 1; location.reload(); 1")
    glass.settle()
    assert glass.js("window.mark") == 1
