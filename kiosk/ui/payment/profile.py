"""A fresh, off-the-record web profile for one payment: nothing of it touches the disk or outlives it."""

from PySide6.QtCore import QObject
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

from kiosk.ui.payment.returns import ReturnAddresses

_OFF = (
    QWebEngineSettings.WebAttribute.PluginsEnabled,
    QWebEngineSettings.WebAttribute.PdfViewerEnabled,
    QWebEngineSettings.WebAttribute.ScreenCaptureEnabled,
    QWebEngineSettings.WebAttribute.FullScreenSupportEnabled,
    QWebEngineSettings.WebAttribute.LocalContentCanAccessFileUrls,
    QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls,
    QWebEngineSettings.WebAttribute.AllowRunningInsecureContent,
    QWebEngineSettings.WebAttribute.AllowWindowActivationFromJavaScript,
    QWebEngineSettings.WebAttribute.HyperlinkAuditingEnabled,
    QWebEngineSettings.WebAttribute.JavascriptCanAccessClipboard,
    QWebEngineSettings.WebAttribute.JavascriptCanPaste,
    QWebEngineSettings.WebAttribute.NavigateOnDropEnabled,
)


class ReturnGuard(QWebEngineUrlRequestInterceptor):
    """The second net: no image, fetch or beacon reaches a return address.

    It cannot be the first one: blocking here comes too late for some redirects, ``CheckoutPage`` never does.
    """

    def __init__(self, returns: ReturnAddresses, parent: QObject) -> None:
        super().__init__(parent)
        self._hosts = returns.hosts()

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Block what would go to a return address."""
        url = info.requestUrl()
        if (url.host(), url.port(443 if url.scheme() == "https" else 80)) in self._hosts:
            info.block(True)  # noqa: FBT003 - Qt's own signature


def fresh_profile(returns: ReturnAddresses, parent: QObject) -> QWebEngineProfile:
    """A profile without a name is off the record. Its owner deletes it after its last page.

    It needs a parent: without one Python would delete it with the last name for it, before its page.
    """
    profile = QWebEngineProfile(parent)
    settings = profile.settings()
    for attribute in _OFF:
        settings.setAttribute(attribute, False)  # noqa: FBT003 - Qt's own signature
    # Card apps are called by schemes of their own. Only with this policy does Qt ask our page about them; it then
    # refuses, so that neither the desktop opens a program nor the customer waits for nothing.
    settings.setUnknownUrlSchemePolicy(QWebEngineSettings.UnknownUrlSchemePolicy.AllowAllUnknownUrlSchemes)
    profile.setUrlRequestInterceptor(ReturnGuard(returns, profile))
    profile.downloadRequested.connect(_refuse_download)
    return profile


def _refuse_download(download: QWebEngineDownloadRequest) -> None:
    download.cancel()
