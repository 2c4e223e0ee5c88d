"""What a page of the checkout may not do to the kiosk, and what it may: open windows and ask, inside our own widget."""

import ssl
from collections.abc import Iterator

import pytest
import trustme
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QWheelEvent
from PySide6.QtWebEngineCore import QWebEngineDownloadRequest, QWebEnginePage, QWebEngineSettings
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.ui.payment import dialogs
from kiosk.ui.payment.lockdown import OFF
from kiosk.ui.payment.page import MOST_POPUPS
from tests.ui.payment.conftest import Glass, tap_until
from tests.ui.payment.hosts import Company, Reply, ReturnHost

APP_URLS = {
    "supertoss": "supertoss://pay?a=1",
    "intent": "intent://pay#Intent;scheme=ispmobile;package=kvp.jjy.MispAndroid320;end",
    "kakaotalk": "kakaotalk://kakaopay",
    "tel": "tel:15447772",
    "mailto": "mailto:a@b.invalid",
}

APP_LINKS = {
    "by script": "<script>location.href = 'APP'</script>",
    "in a frame": "<iframe src='APP'></iframe>",
    "by a redirect": "<script>location.href = '/to-app'</script>",
    "by a redirect in a frame": "<iframe src='/to-app'></iframe>",
}


class Desktop(QObject):
    """Stands where the desktop would start a program."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[str] = []

    @Slot(QUrl)
    def start(self, url: QUrl) -> None:
        self.started.append(url.scheme())


@pytest.fixture
def desktop(qapp: object) -> Iterator[Desktop]:
    desktop = Desktop()
    for scheme in APP_URLS:
        QDesktopServices.setUrlHandler(scheme, desktop, "start")  # type: ignore[arg-type]  # the stub wants bytes
    yield desktop
    for scheme in APP_URLS:
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.mark.parametrize("html", APP_LINKS.values(), ids=APP_LINKS.keys())
@pytest.mark.parametrize("scheme", ["supertoss", "intent"])
def test_a_card_app_is_refused_told_of_and_not_opened(
    glass: Glass, company: Company, desktop: Desktop, html: str, scheme: str
) -> None:
    company.pages["/to-app"] = Reply(status=302, to=APP_URLS[scheme])
    company.pages["/begin"] = f"<p id=here>x</p>{html.replace('APP', APP_URLS[scheme])}"
    glass.go(company.url + "/begin")
    assert glass.wait("app_link_refused") == ("app_link_refused", scheme)
    glass.until("document.getElementById('here')")
    assert not glass.said("page_broken")
    assert desktop.started == []


@pytest.mark.parametrize("scheme", APP_URLS)
def test_a_touched_app_link_starts_no_program(
    glass: Glass, company: Company, desktop: Desktop, scheme: str
) -> None:
    company.pages["/begin"] = f"<a href='{APP_URLS[scheme]}' style='position:fixed;inset:0'>app</a>"
    glass.go(company.url + "/begin")
    glass.qtbot.waitUntil(lambda: company.times("/begin") == 1)
    glass.tap_until(lambda: bool(glass.said("app_link_refused")))
    assert ("app_link_refused", scheme) in glass.diary
    assert desktop.started == []


def test_without_our_page_a_touched_app_link_starts_a_program(
    qtbot: QtBot, plain: tuple[QWebEngineView, QWebEnginePage], company: Company, desktop: Desktop
) -> None:
    view, page = plain
    page.settings().setUnknownUrlSchemePolicy(
        QWebEngineSettings.UnknownUrlSchemePolicy.AllowAllUnknownUrlSchemes
    )
    company.pages["/begin"] = "<a href='supertoss://pay' style='position:fixed;inset:0'>app</a>"
    page.load(QUrl(company.url + "/begin"))
    qtbot.waitUntil(lambda: company.times("/begin") == 1)
    tap_until(qtbot, view, lambda: desktop.started == ["supertoss"])


def test_an_app_link_that_is_no_proper_url_is_refused_too(
    glass: Glass, company: Company, desktop: Desktop
) -> None:
    company.pages["/begin"] = "<p>x</p><script>location.href = 'ispmobile://TID=abc'</script>"
    glass.go(company.url + "/begin")
    # Qt gives an empty URL for it in some versions.
    assert glass.wait("app_link_refused")[1] in {"", "ispmobile"}


def test_a_page_cannot_go_on_asking_for_a_login(glass: Glass, company: Company) -> None:
    company.pages["/begin"] = "<p>x</p><iframe src='/locked'></iframe>"
    company.pages["/locked"] = Reply("no", 401, {"WWW-Authenticate": "Basic realm=x"})
    glass.go(company.url + "/begin")
    glass.qtbot.waitUntil(lambda: company.times("/locked") > 0)
    glass.settle(400)
    assert company.times("/locked") <= 4


def test_without_our_page_a_login_is_asked_for_without_end(
    qtbot: QtBot, plain: tuple[QWebEngineView, QWebEnginePage], company: Company
) -> None:
    company.pages["/locked"] = Reply("no", 401, {"WWW-Authenticate": "Basic realm=x"})
    plain[1].load(QUrl(company.url + "/locked"))
    qtbot.waitUntil(lambda: company.times("/locked") > 10, timeout=10_000)


def test_a_download_is_cancelled(glass: Glass, company: Company) -> None:
    company.pages["/begin"] = Reply("x" * 10, headers={"Content-Disposition": "attachment; filename=a.exe"})
    glass.go(company.url + "/begin")
    assert glass.view.page is not None
    states: list[QWebEngineDownloadRequest.DownloadState] = []
    glass.view.page.profile().downloadRequested.connect(lambda download: states.append(download.state()))
    glass.qtbot.waitUntil(lambda: bool(states), timeout=10_000)
    assert states == [QWebEngineDownloadRequest.DownloadState.DownloadCancelled]


def test_a_file_field_opens_no_dialog(glass: Glass, company: Company) -> None:
    windows = set(QApplication.topLevelWidgets())
    company.pages["/begin"] = (
        "<input type=file id=f style='position:fixed;inset:0;width:100%;height:100%'>"
        "<script>onclick = () => { window.touched = 1 }; f.oncancel = () => { window.canceled = 1 }</script>"
    )
    glass.go(company.url + "/begin")
    glass.until("location.pathname === '/begin'")
    glass.tap_until(lambda: glass.js("window.touched === 1") is True)
    glass.settle()
    assert set(QApplication.topLevelWidgets()) <= windows
    assert glass.js("f.files.length") == 0


def test_a_page_gets_no_permission_and_need_not_wait_for_it(glass: Glass, company: Company) -> None:
    company.pages["/begin"] = (
        "<p>x</p><script>navigator.geolocation.getCurrentPosition("
        "() => { window.told = 'known' }, (e) => { window.told = 'denied ' + e.code })</script>"
    )
    glass.go(company.url + "/begin")
    glass.until("window.told === 'denied 1'")


def test_a_certificate_nobody_vouches_for_is_not_accepted(glass: Glass, company: Company) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    company.wrap(context)
    company.pages["/begin"] = "<p>x</p>"
    glass.go(company.url.replace("http:", "https:") + "/begin")
    assert glass.wait("page_broken") == ("page_broken", "load_failed")
    assert company.asked == []


def test_the_view_has_no_menu_takes_no_drops_and_every_attribute_is_off(glass: Glass) -> None:
    glass.open("<p>ours</p>")
    view = glass.view.findChildren(QWebEngineView)[0]
    assert view.contextMenuPolicy() is Qt.ContextMenuPolicy.NoContextMenu
    assert not view.acceptDrops()
    assert [name for name in OFF if view.settings().testAttribute(name)] == []
    assert view.page().profile().isOffTheRecord()


def test_the_zoom_is_ours_on_every_host_and_under_every_wheel(glass: Glass, company: Company) -> None:
    company.pages["/begin"] = "<p id=there>x</p>"
    glass.view.set_zoom(1.5)
    glass.go(company.url + "/begin")
    glass.until("document.getElementById('there')")
    view = glass.view.findChildren(QWebEngineView)[0]
    assert view.zoomFactor() == pytest.approx(1.5)
    proxy = view.focusProxy() or view
    QApplication.sendEvent(
        proxy,
        QWheelEvent(
            QPointF(50, 50),
            QPointF(50, 50),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )
    glass.settle()
    assert view.zoomFactor() == pytest.approx(1.5)


def test_an_alert_is_shown_in_our_own_sheet_as_plain_text(glass: Glass, company: Company) -> None:
    windows = set(QApplication.topLevelWidgets())
    company.pages["/begin"] = (
        "<p>x</p><script>alert('<b>카드</b> 번호를 확인해 주세요'); window.went = 'on'</script>"
    )
    seen: list[tuple[Qt.TextFormat, bool]] = []

    def look(ok: QPushButton) -> None:
        texts = [label for label in glass.view.findChildren(QLabel) if "<b>카드</b>" in label.text()]
        seen.extend((text.textFormat(), set(QApplication.topLevelWidgets()) <= windows) for text in texts)
        ok.click()

    glass.when_asked(look)
    glass.go(company.url + "/begin")
    glass.until("window.went === 'on'")
    assert seen == [(Qt.TextFormat.PlainText, True)]


@pytest.mark.parametrize(("name", "answer"), [("확인 · OK", "true"), ("취소 · Cancel", "false")])
def test_a_page_gets_the_customers_answer(glass: Glass, company: Company, name: str, answer: str) -> None:
    company.pages["/begin"] = "<p>x</p><script>window.answer = confirm('계속할까요?')</script>"
    glass.when_asked(QPushButton.click, name)
    glass.go(company.url + "/begin")
    glass.until(f"window.answer === {answer}")


def test_a_question_that_nobody_answers_is_answered_with_no(
    glass: Glass, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "ANSWER_MS", 100)
    company.pages["/begin"] = "<p>x</p><script>window.answer = confirm('계속할까요?')</script>"
    glass.go(company.url + "/begin")
    glass.until("window.answer === false")


def test_nothing_typed_passes_through_us(glass: Glass, company: Company) -> None:
    company.pages["/begin"] = "<p>x</p><script>window.answer = '' + prompt('카드 번호?', '1234')</script>"
    glass.go(company.url + "/begin")
    glass.until("window.answer === 'null'")


def test_leaving_a_page_that_would_rather_be_kept_asks_nothing(
    glass: Glass, company: Company, host: ReturnHost
) -> None:
    company.pages["/begin"] = (
        "<p>x</p><script>onbeforeunload = (e) => { e.preventDefault(); return 'no' };"
        f"onclick = () => {{ location.href = '{host.success}?x=1' }}</script>"
    )
    glass.go(company.url + "/begin")
    glass.until("location.pathname === '/begin'")
    glass.tap_until(lambda: bool(glass.said("returned")))


def test_a_popup_covers_the_checkout_and_says_whose_it_is(
    glass: Glass, company: Company, issuer: Company
) -> None:
    windows = set(QApplication.topLevelWidgets())
    company.pages["/begin"] = (
        f"<p>x</p><script>window.open('{issuer.url}/card', 'card', 'width=400')</script>"
    )
    issuer.pages["/card"] = "<p id=card>x</p>"
    glass.go(company.url + "/begin")
    popup = glass.popup()
    glass.until("document.getElementById('card')", popup.page)
    assert popup.isVisible()
    assert popup.geometry() == glass.view.rect()
    assert popup.title.text() == "127.0.0.1"
    assert set(QApplication.topLevelWidgets()) <= windows
    glass.view.resize(600, 700)
    assert popup.size() == glass.view.size()
    assert not glass.view.findChildren(QWebEngineView)[0].isEnabled(), "keys must not reach what is covered"


def test_an_opener_and_its_popup_talk_across_hosts(glass: Glass, company: Company, issuer: Company) -> None:
    company.pages["/begin"] = (
        "<p>x</p><script>onmessage = (e) => { window.heard = e.data; e.source.postMessage('thanks', '*') };"
        f"window.open('{issuer.url}/card', 'card', 'width=400')</script>"
    )
    issuer.pages["/card"] = (
        "<p>x</p><script>onmessage = () => close(); opener.postMessage('authenticated', '*')</script>"
    )
    glass.go(company.url + "/begin")
    glass.until("window.heard === 'authenticated'")
    glass.qtbot.waitUntil(lambda: not glass.view.popups, timeout=10_000)
    assert glass.view.findChildren(QWebEngineView)[0].isEnabled()


def test_closing_a_popup_is_seen_by_the_page_and_is_no_cancel(
    glass: Glass, company: Company, issuer: Company
) -> None:
    company.pages["/begin"] = (
        f"<p>x</p><script>window.card = window.open('{issuer.url}/card', 'card', 'width=400')</script>"
    )
    issuer.pages["/card"] = "<p id=card>x</p><script>onbeforeunload = (e) => { e.preventDefault() }</script>"
    glass.go(company.url + "/begin")
    glass.until("document.getElementById('card')", glass.popup().page)
    glass.button("닫기 · Close").click()
    glass.until("window.card.closed")
    assert [entry for entry in glass.diary if entry[0] != "page_painted"] == []


def test_there_is_an_end_to_popups(glass: Glass, company: Company) -> None:
    company.pages["/begin"] = (
        "<p>x</p><script>for (let n = 0; n < 20; n++) window.open('about:blank'); window.done = 1</script>"
    )
    glass.go(company.url + "/begin")
    glass.until("window.done === 1")
    assert len(glass.view.popups) == MOST_POPUPS
    for popup in list(glass.view.popups):
        popup.close_popup()
    glass.js("window.again = window.open('about:blank'); 1")
    assert glass.popup().isVisible(), "closed ones do not count"
