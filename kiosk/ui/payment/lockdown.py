"""Closes the doors that a web page would otherwise open into the machine. Knows nothing of payments."""

from PySide6.QtCore import Qt
from PySide6.QtWebEngineCore import (
    QWebEngineCertificateError,
    QWebEngineClientCertificateSelection,
    QWebEngineDesktopMediaRequest,
    QWebEngineDownloadRequest,
    QWebEngineFileSystemAccessRequest,
    QWebEngineFullScreenRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineRegisterProtocolHandlerRequest,
    QWebEngineSettings,
    QWebEngineWebAuthUxRequest,
)
from PySide6.QtWebEngineWidgets import QWebEngineView

_ATTRIBUTE = QWebEngineSettings.WebAttribute

OFF = (
    _ATTRIBUTE.AllowRunningInsecureContent,
    _ATTRIBUTE.AllowWindowActivationFromJavaScript,
    _ATTRIBUTE.AutoLoadIconsForPage,
    _ATTRIBUTE.DnsPrefetchEnabled,
    # Without Chromium's own error page a load that fails leaves what the customer sees as it is.
    _ATTRIBUTE.ErrorPageEnabled,
    _ATTRIBUTE.FullScreenSupportEnabled,
    _ATTRIBUTE.HyperlinkAuditingEnabled,
    _ATTRIBUTE.JavascriptCanAccessClipboard,
    _ATTRIBUTE.JavascriptCanPaste,
    _ATTRIBUTE.LocalContentCanAccessFileUrls,
    _ATTRIBUTE.LocalContentCanAccessRemoteUrls,
    _ATTRIBUTE.NavigateOnDropEnabled,
    _ATTRIBUTE.PdfViewerEnabled,
    _ATTRIBUTE.PluginsEnabled,
    _ATTRIBUTE.ScreenCaptureEnabled,
)


def lock_profile(profile: QWebEngineProfile) -> None:
    """Switch off what a checkout does not need, and refuse downloads."""
    settings = profile.settings()
    for attribute in OFF:
        settings.setAttribute(attribute, False)  # noqa: FBT003 - Qt's own signature
    # Card companies open windows without a touch, too.
    settings.setAttribute(_ATTRIBUTE.JavascriptCanOpenWindows, True)  # noqa: FBT003 - the same
    # Card apps are called by schemes of their own. Only with this policy does Qt ask our page about them; it then
    # refuses, so that neither the desktop opens a program nor the customer waits for nothing.
    settings.setUnknownUrlSchemePolicy(QWebEngineSettings.UnknownUrlSchemePolicy.AllowAllUnknownUrlSchemes)
    profile.downloadRequested.connect(_refuse_download)


def lock_page(page: QWebEnginePage) -> None:
    """Answer no to every wish of a page; unanswered ones would wait for ever."""
    page.certificateError.connect(_refuse_certificate)
    page.selectClientCertificate.connect(_refuse_client_certificate)
    page.permissionRequested.connect(_refuse_permission)
    page.fullScreenRequested.connect(_refuse_full_screen)
    page.desktopMediaRequested.connect(_refuse_desktop_media)
    page.fileSystemAccessRequested.connect(_refuse_file_system)
    page.registerProtocolHandlerRequested.connect(_refuse_protocol_handler)
    page.webAuthUxRequested.connect(_refuse_web_auth)


def lock_view(view: QWebEngineView) -> None:
    """No menu by touch, mouse or key, and nothing may be dropped on it."""
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    view.setAcceptDrops(False)


def _refuse_download(download: QWebEngineDownloadRequest) -> None:
    download.cancel()


def _refuse_certificate(error: QWebEngineCertificateError) -> None:
    error.rejectCertificate()


def _refuse_client_certificate(selection: QWebEngineClientCertificateSelection) -> None:
    selection.selectNone()


def _refuse_permission(permission: QWebEnginePermission) -> None:
    permission.deny()


def _refuse_full_screen(request: QWebEngineFullScreenRequest) -> None:
    request.reject()


def _refuse_desktop_media(request: QWebEngineDesktopMediaRequest) -> None:
    request.cancel()


def _refuse_file_system(request: QWebEngineFileSystemAccessRequest) -> None:
    request.reject()


def _refuse_protocol_handler(request: QWebEngineRegisterProtocolHandlerRequest) -> None:
    request.reject()


def _refuse_web_auth(request: QWebEngineWebAuthUxRequest) -> None:
    request.cancel()
