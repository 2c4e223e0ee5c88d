"""What is said: of a screen its words and what can be touched, of a control its name and how it stands. Decides nothing.

What is typed into the payment company's page is never read: only our own words are.
"""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.ui.screens.shell import Shell
from kiosk.ui.text import Text
from kiosk.ui.views import ScreenName
from kiosk.ui.widgets.labels import Label


def of_front(shell: Shell, text: Text) -> str:
    """The sheet if one lies over the screen, else the screen: its words from above, then what can be touched."""
    is_sheet = shell.overlay.isVisible()
    front: QWidget = shell.overlay if is_sheet else shell.screens[shell.current]
    labels = [one for one in front.findChildren(Label) if one.isVisibleTo(front) and one.text()]
    said = [one.text().replace("\n", " ") for one in sorted(labels, key=lambda one: _place(one, front))]
    if not is_sheet and shell.current is ScreenName.UNKNOWN:
        said.insert(0, text("unknown.do_not"))
    if not is_sheet and shell.current is ScreenName.PAYMENT:
        said.append(text("voice.payment"))
    where: QWidget = shell.overlay if is_sheet else shell
    names = [one.accessibleName() for one in where.findChildren(QAbstractButton) if _can_touch(one, where)]
    if names:
        said.append(text("voice.choices", names=", ".join(dict.fromkeys(names))))
    return ". ".join(dict.fromkeys(said))


def of_control(control: QAbstractButton, text: Text) -> str:
    """Its name, what else is known of it, whether it is chosen or off."""
    said = [control.accessibleName(), control.accessibleDescription()]
    if control.isCheckable() and control.isChecked():
        said.append(text("voice.chosen"))
    if not control.isEnabled():
        said.append(text("voice.off"))
    return ", ".join(filter(None, said))


def _can_touch(control: QAbstractButton, where: QWidget) -> bool:
    return control.isVisibleTo(where) and control.isEnabled() and bool(control.accessibleName())


def _place(label: Label, front: QWidget) -> tuple[int, int]:
    at = label.mapTo(front, QPoint(0, 0))
    return at.y(), at.x()
