"""What may lie over the checkout, in its place: a sheet with a bar. Never a window of the desktop's."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kiosk.ui.metrics import Look


@dataclass(frozen=True, slots=True)
class Words:
    """What the sheets say. In two languages at once where nobody passes the customer's."""

    popup: str = "카드사 창 · Card company"
    close: str = "닫기 · Close"
    dialog: str = "결제 창의 안내 · From the payment page"
    ok: str = "확인 · OK"
    cancel: str = "취소 · Cancel"
    letters: str = "글자판 · Letters"
    shift: str = "윗글쇠 · Shift"
    erase: str = "지우기 · Erase"
    space: str = "띄어쓰기 · Space"
    script: str = "한글, 영문 · Hangul or Latin"
    close_letters: str = "글자판 닫기 · Close letters"


class Sheet(QFrame):
    """Covers its parent, wherever that goes: a bar with a title, and room for content under it."""

    def __init__(self, parent: QWidget, title: str, look: Look | None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAccessibleName(title)
        self.setAutoFillBackground(True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self.title = QLabel(title, self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QHBoxLayout()
        self.bar.setContentsMargins(self._px(32), self._px(12), self._px(12), self._px(12))
        self.bar.addWidget(self.title, 1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addLayout(self.bar)
        if look is not None:
            self._dress(look)
        self.setGeometry(parent.rect())

    def button(self, text: str, *, is_primary: bool = False) -> QPushButton:
        """A button in the sheet's look; its text is its accessible name."""
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        button.setProperty("primary", is_primary)
        button.setMinimumHeight(self._look.metrics.touch(96) if self._look is not None else self._px(96))
        self._set_font(button)
        return button

    def label(self, text: str) -> QLabel:
        """Foreign text, shown as it is and never as markup."""
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setText(text)
        self._set_font(label)
        return label

    def cover(self, event: QResizeEvent) -> None:
        """Follow the parent's new size."""
        self.resize(event.size())

    def margin(self) -> int:
        """Room around what stands in the sheet, in screen pixels."""
        return self._px(40)

    def _px(self, size: float) -> int:
        return self._look.px(size) if self._look is not None else round(size / 2)

    def _set_font(self, widget: QWidget) -> None:
        # A style sheet on the sheet keeps its font from its children.
        if self._look is not None:
            widget.setFont(self._look.font("label"))

    def _dress(self, look: Look) -> None:
        colour = look.theme.css
        self._set_font(self.title)
        self.setStyleSheet(
            f"#sheet {{ background: {colour('sheet')}; border: 0 }}"
            f"QLabel {{ color: {colour('ink')}; background: transparent }}"
            f"QPushButton {{ color: {colour('ink')}; background: {colour('sheet')};"
            f" border: {look.px(3)}px solid {colour('ink')}; border-radius: {look.px(16)}px;"
            f" padding: 0 {look.px(32)}px }}"
            f"QPushButton:pressed {{ background: {colour('paperDeep')} }}"
            f"QPushButton:focus {{ border-width: {look.px(6)}px }}"
            f'QPushButton[primary="true"] {{ color: {colour("onAccent")}; background: {colour("accent")};'
            f" border-color: {colour('accent')} }}"
            f'QPushButton[primary="true"]:focus {{ border-color: {colour("focus")} }}'
        )
