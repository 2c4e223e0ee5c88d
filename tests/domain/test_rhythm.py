"""The rhythm of asking again: soon while a guest waits, ever more seldom after, never all at once."""

from datetime import UTC, datetime, timedelta

from kiosk.domain.rhythm import DELAYS, SPREAD, next_try

NOW = datetime(2026, 3, 13, 9, 42, tzinfo=UTC)


def _wait(subject: str, tries: int) -> timedelta:
    return next_try(subject, tries, NOW) - NOW


def test_each_delay_is_at_least_its_figure_and_little_more() -> None:
    for tries, delay in enumerate(DELAYS, start=1):
        assert delay <= _wait("p1", tries) <= delay * (1 + SPREAD)


def test_the_first_five_rounds_fit_into_what_a_guest_can_wait() -> None:
    assert sum((_wait("p1", tries) for tries in range(1, 6)), timedelta()) <= timedelta(seconds=95)


def test_after_the_last_delay_it_is_asked_hourly_for_ever() -> None:
    assert timedelta(hours=1) <= _wait("p1", 10_000) <= timedelta(hours=1, minutes=12)


def test_payments_that_failed_together_do_not_ask_together_again() -> None:
    assert len({_wait(f"p{number}", 6) for number in range(50)}) == 50


def test_the_same_question_has_the_same_rhythm_in_every_process() -> None:
    assert _wait("p1", 3) == timedelta(seconds=11, microseconds=631_551)
