"""Answers that several routes give: error objects, and what a fault makes of an answer."""

from kiosk.sandbox.clock import SandboxClock
from kiosk.sandbox.errors import Refusal
from kiosk.sandbox.faults import Fault
from kiosk.sandbox.http import Answer, Break, as_json

PROXY_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


def error(refused: Refusal, *, english: bool = False) -> Answer:
    """An error object."""
    entry = refused.entry
    message = refused.message or (entry.en if english else entry.ko)
    return as_json({"code": refused.code, "message": message}, entry.status)


def lost(fault: Fault, *, english: bool) -> Answer:
    """What the caller gets when nothing was done."""
    match fault.kind:
        case "reset":
            return Answer(broken=Break.RESET)
        case "html_502":
            return Answer(502, PROXY_PAGE, "text/html")
        case "too_many":
            return error(Refusal("TOO_MANY_REQUESTS"), english=english)
        case "error":
            return error(Refusal(fault.code), english=english)
        case _:
            return Answer(broken=Break.DROP)


def spoiled(fault: Fault, done: Answer, clock: SandboxClock, *, english: bool) -> Answer:
    """What the caller gets although it was done."""
    match fault.kind:
        case "effect_then_drop":
            return Answer(done.status, done.body, broken=Break.DROP)
        case "effect_then_reset":
            return Answer(done.status, done.body, broken=Break.RESET)
        case "half_body":
            return Answer(done.status, done.body, broken=Break.HALF)
        case "effect_then_html_502":
            return Answer(502, PROXY_PAGE, "text/html")
        case "effect_then_error":
            return error(Refusal(fault.code), english=english)
        case "delay_after":
            clock.wait(fault.seconds)
    return done
