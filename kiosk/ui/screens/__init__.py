"""One module a screen: ``render(view, text)`` in, past-tense signals out. No timers, no services, no decisions."""
