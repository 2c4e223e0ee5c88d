"""The words of the back office: those of the kiosk that both use, and its own, in one ``Text`` a language."""

from collections.abc import Mapping

from kiosk.ui.text import Text


def desk_texts(shared: Mapping[str, Text], own: Mapping[str, Text]) -> dict[str, Text]:
    """Staff read Korean or English: a language without words of the desk's own is left out."""
    return {
        code: Text(code, {**shared[code].entries, **text.entries})
        for code, text in own.items()
        if code in shared
    }
