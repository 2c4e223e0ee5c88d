"""How a checkout ends: painted, broken or closed, and that nothing of one customer is there for the next."""

import os
import signal
from collections.abc import Callable
from functools import partial

import psutil
import pytest
from PySide6.QtCore import QMetaObject, QTimer, QUrl
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from kiosk.ui.payment.prewarm import discard, prewarm
from kiosk.ui.payment.profile import WebSession
from kiosk.ui.payment.pulse import FirstPaint, Heartbeat
from kiosk.ui.payment.returns import ReturnAddresses
from tests.ui.payment.conftest import Glass
from tests.ui.payment.hosts import Company, Reply, ReturnHost


def pid_of(glass: Glass) -> int:
    assert glass.view.page is not None
    return glass.view.page.renderProcessPid()


def is_running(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def renderers() -> int:
    """How many renderers of this process are running."""
    found = 0
    for child in psutil.Process().children(recursive=True):
        try:
            found += "--type=renderer" in child.cmdline()
        except (psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
    return found


def test_painted_is_told_once_and_not_before_there_is_something_to_see(
    glass: Glass, company: Company
) -> None:
    company.pages["/begin"] = "<body></body>"
    glass.go(company.url + "/begin")
    glass.until("location.pathname === '/begin' && document.readyState === 'complete'")
    glass.settle(150)
    assert glass.diary == []
    glass.js("document.body.textContent = '결제'; 1")
    glass.wait("page_painted")
    glass.js("location.reload(); 1")
    glass.settle(150)
    assert glass.diary == [("page_painted",)]


@pytest.mark.parametrize("begin", ["", "<p>ours</p>"], ids=["unseen", "after our own page was seen"])
def test_a_company_that_cannot_be_reached_breaks_the_page(glass: Glass, company: Company, begin: str) -> None:
    company.pages["/begin"] = Reply(status=0)
    glass.open(f"{begin}<script>setTimeout(() => {{ location.href = '{company.url}/begin' }}, 150)</script>")
    assert glass.wait("page_broken") == ("page_broken", "load_failed")


def test_a_company_that_answers_with_an_error_breaks_the_page(glass: Glass, company: Company) -> None:
    company.pages["/begin"] = Reply("<h1>502</h1>", 502)
    glass.go(company.url + "/begin")
    assert glass.wait("page_broken") == ("page_broken", "load_failed")


def test_a_load_that_fails_later_leaves_the_companys_page_to_be_touched_again(
    glass: Glass, company: Company, host: ReturnHost
) -> None:
    company.pages["/begin"] = "<p id=there>x</p>"
    company.pages["/lost"] = Reply(status=0)
    glass.go(company.url + "/begin")
    glass.until("document.getElementById('there')")
    glass.js("location.href = '/lost'; 1")
    glass.qtbot.waitUntil(lambda: company.times("/lost") > 0)
    glass.settle()
    assert not glass.said("page_broken")
    assert glass.js("!!document.getElementById('there')") is True
    glass.js(f"location.href = '{host.success}?x=1'; 1")
    glass.wait("returned")


def test_an_app_link_before_anything_is_shown_breaks_nothing(glass: Glass) -> None:
    glass.open("<script>location.href = 'supertoss://x'</script><p>ours</p>")
    glass.wait("app_link_refused")
    glass.settle()
    assert not glass.said("page_broken")


def test_a_killed_renderer_breaks_the_page_once(glass: Glass, company: Company) -> None:
    company.pages["/begin"] = "<p>x</p>"
    glass.go(company.url + "/begin")
    glass.wait("page_painted")
    os.kill(pid_of(glass), signal.SIGKILL)
    assert glass.wait("page_broken") == ("page_broken", "renderer_gone")
    glass.settle()
    assert glass.said("page_broken") == 1


def test_after_a_crash_the_next_checkout_opens(glass: Glass, company: Company, host: ReturnHost) -> None:
    company.pages["/begin"] = (
        f"<p>x</p><script>onclick = () => {{ location.href = '{host.success}?x=1' }}</script>"
    )
    glass.go(company.url + "/begin")
    glass.wait("page_painted")
    os.kill(pid_of(glass), signal.SIGKILL)
    glass.wait("page_broken")
    glass.go(company.url + "/begin")
    glass.wait("page_painted", 2)
    glass.tap_until(lambda: bool(glass.said("returned")))


def test_a_renderer_that_hangs_is_ended(make_glass: Callable[..., Glass], company: Company) -> None:
    glass = make_glass(ping_ms=60)
    company.pages["/begin"] = "<p>x</p><script>setTimeout(() => { for (;;) {} }, 300)</script>"
    glass.go(company.url + "/begin")
    glass.wait("page_painted")
    pid = pid_of(glass)
    assert glass.wait("page_broken") == ("page_broken", "renderer_hangs")
    glass.qtbot.waitUntil(lambda: not is_running(pid), timeout=10_000)
    assert glass.said("page_broken") == 1


def test_a_page_that_waits_for_an_answer_is_not_taken_for_one_that_hangs(
    make_glass: Callable[..., Glass], company: Company
) -> None:
    glass = make_glass(ping_ms=30)
    company.pages["/begin"] = "<p>x</p><script>alert('wait'); window.went = 'on'</script>"
    glass.when_asked(lambda ok: QTimer.singleShot(500, ok, ok.click))
    glass.go(company.url + "/begin")
    glass.until("window.went === 'on'")
    glass.settle(300)
    assert not glass.said("page_broken")


def test_closing_takes_page_and_profile_down_in_order_and_may_be_repeated(
    glass: Glass, company: Company
) -> None:
    company.pages["/begin"] = (
        "<p id=there>x</p><script>onbeforeunload = (e) => { e.preventDefault() }</script>"
    )
    glass.go(company.url + "/begin")
    glass.until("document.getElementById('there')")
    page = glass.view.page
    assert page is not None
    profile: QWebEngineProfile = page.profile()
    gone: list[str] = []
    page.destroyed.connect(lambda: gone.append("page"))
    profile.destroyed.connect(lambda: gone.append("profile"))
    with glass.qtbot.waitSignal(glass.view.page_closed, timeout=10_000):
        glass.view.close_page()
        glass.view.close_page()
    assert gone == ["page", "profile"]
    assert not isValid(page)


def test_closing_inside_of_a_signal_of_the_checkout_is_safe(
    glass: Glass, company: Company, host: ReturnHost
) -> None:
    glass.view.returned.connect(glass.view.close_page)
    company.pages["/begin"] = f"<p>x</p><script>location.href = '{host.success}?x=1'</script>"
    with glass.qtbot.waitSignal(glass.view.page_closed, timeout=10_000):
        glass.go(company.url + "/begin")


def test_closing_while_the_page_waits_for_an_answer_is_safe(glass: Glass, company: Company) -> None:
    company.pages["/begin"] = "<p>x</p><script>for (;;) { alert('again') }</script>"

    def once_more(ok: QPushButton) -> None:
        QTimer.singleShot(0, lambda: glass.when_asked(lambda _: glass.view.close_page()))
        ok.click()

    glass.when_asked(once_more)
    with glass.qtbot.waitSignal(glass.view.page_closed, timeout=10_000):
        glass.go(company.url + "/begin")


def test_a_widget_that_goes_while_the_page_waits_for_an_answer_goes_safely(
    make_glass: Callable[..., Glass], company: Company, qtbot: QtBot
) -> None:
    glass = make_glass()
    company.pages["/begin"] = "<p>x</p><script>alert('wait')</script>"
    glass.when_asked(lambda _: glass.view.deleteLater())
    glass.go(company.url + "/begin")
    page = glass.view.page
    assert page is not None
    qtbot.waitUntil(lambda: not isValid(page), timeout=10_000)
    glass.view.page = None


@pytest.mark.parametrize("watcher", [FirstPaint, Heartbeat])
def test_nothing_is_asked_of_a_page_that_has_gone_by_itself(
    watcher: type[FirstPaint | Heartbeat], qtbot: QtBot
) -> None:
    session = WebSession(ReturnAddresses("http://127.0.0.1:9/ok", "http://127.0.0.1:9/no"))
    page = QWebEnginePage(session.profile, session.pages)
    session.keep(page)
    watching = watcher(page, session)
    page.deleteLater()
    qtbot.waitUntil(lambda: not isValid(page), timeout=10_000)
    timer = watching.findChild(QTimer)
    assert timer is not None
    QMetaObject.invokeMethod(timer, "timeout")
    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.end()


def test_closing_and_letting_go_at_once_while_the_page_waits_is_safe(
    make_glass: Callable[..., Glass], company: Company, issuer: Company, qtbot: QtBot
) -> None:
    """As a screen does that is told to take its checkout out and down."""
    glass = make_glass()
    company.pages["/begin"] = f"<p>x</p><script>window.open('{issuer.url}/card')</script>"
    issuer.pages["/card"] = "<p>x</p><script>alert('wait')</script>"

    def let_go(_: QPushButton) -> None:
        glass.view.setParent(None)
        glass.view.deleteLater()
        glass.view.close_page()

    glass.when_asked(let_go)
    glass.go(company.url + "/begin")
    page = glass.view.page
    assert page is not None
    profile = page.profile()
    qtbot.waitUntil(lambda: not isValid(page) and not isValid(profile), timeout=10_000)


def test_closing_takes_popups_along(glass: Glass, company: Company, issuer: Company) -> None:
    company.pages["/begin"] = f"<p>x</p><script>window.open('{issuer.url}/card')</script>"
    issuer.pages["/card"] = "<p id=card>x</p>"
    glass.go(company.url + "/begin")
    popup = glass.popup().page
    glass.until("document.getElementById('card')", popup)
    glass.close()
    assert not isValid(popup)


def test_a_widget_that_goes_with_its_window_leaves_nothing_behind(
    make_glass: Callable[..., Glass], company: Company, qtbot: QtBot
) -> None:
    glass = make_glass()
    company.pages["/begin"] = "<p id=there>x</p>"
    glass.go(company.url + "/begin")
    glass.until("document.getElementById('there')")
    page = glass.view.page
    assert page is not None
    profile = page.profile()
    glass.view.deleteLater()
    qtbot.waitUntil(lambda: not isValid(page) and not isValid(profile), timeout=10_000)
    glass.view.page = None


def test_ten_payments_leave_no_renderer_behind(glass: Glass, company: Company) -> None:
    company.pages["/begin"] = "<p>x</p>"
    before = renderers()
    for nth in range(1, 11):
        glass.go(company.url + "/begin")
        glass.wait("page_painted", nth)
        glass.close()
    glass.qtbot.waitUntil(lambda: renderers() <= before, timeout=10_000)


TELL = """<p>x</p><script>
fetch('/told?' + encodeURIComponent([document.cookie, localStorage.who, sessionStorage.who].join()));
document.cookie = 'who=A; max-age=9999'; localStorage.who = 'A'; sessionStorage.who = 'A';
</script>"""


def test_nothing_of_one_customer_is_there_for_the_next(glass: Glass, company: Company) -> None:
    company.pages["/begin"] = TELL
    company.pages["/told"] = ""

    def came(times: int) -> bool:
        return company.times("/told") == times

    for nth in (1, 2):
        glass.go(company.url + "/begin")
        glass.qtbot.waitUntil(partial(came, nth), timeout=10_000)
        glass.close()
    assert company.queries("/told") == ["%2C%2C", "%2C%2C"]
    assert [cookie for path, cookie in company.asked if path == "/begin"] == ["", ""]


def test_within_one_payment_a_site_does_remember(glass: Glass, company: Company) -> None:
    company.pages["/begin"] = TELL
    company.pages["/told"] = ""
    glass.go(company.url + "/begin")
    glass.qtbot.waitUntil(lambda: company.times("/told") == 1, timeout=10_000)
    glass.js("location.reload(); 1")
    glass.qtbot.waitUntil(lambda: company.times("/told") == 2, timeout=10_000)
    assert company.queries("/told")[1] == "who%3DA%2CA%2CA"


def test_one_widget_serves_one_payment_after_the_other(
    glass: Glass, company: Company, host: ReturnHost
) -> None:
    for nth in range(1, 4):
        glass.go(f"{company.url}/to?status=302&url={host.success}?n={nth}")
        assert glass.wait("returned", nth)[1].endswith(f"n={nth}")


def test_addresses_that_could_not_be_told_apart_open_nothing(glass: Glass, host: ReturnHost) -> None:
    with pytest.raises(ValueError, match="differ"):
        glass.open("<p>x</p>", fail=host.success)
    assert glass.view.page is None


def test_the_engine_is_started_beforehand_unseen_and_taken_down(qapp: object, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    warm = prewarm(window)
    profile: QWebEngineProfile = warm.page().profile()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: warm.page().url() == QUrl("about:blank"), timeout=10_000)  # type: ignore[attr-defined]
    assert not warm.isVisible()
    assert profile.isOffTheRecord()
    discard(warm)
    qtbot.waitUntil(lambda: not isValid(profile) and not isValid(warm), timeout=10_000)
