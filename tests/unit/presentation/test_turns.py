"""Few pages are worked out at a time, none waits for ever, and a page does not wait for itself."""

import threading

import pytest

from presentation import turns


@pytest.fixture
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_turns", threading.Semaphore(1))


def begun(work: threading.Event) -> threading.Thread:
    """A run that has its turn once `work` is set."""

    def run() -> None:
        with turns.turn():
            work.set()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


@pytest.mark.usefixtures("one_at_a_time")
def test_the_next_waits_until_a_turn_ends_and_what_is_within_a_turn_does_not() -> None:
    worked = threading.Event()
    with turns.turn():
        with turns.turn():
            other = begun(worked)
        assert not worked.wait(0.05), "the turn goes on after what is within it"
    assert worked.wait(5)
    other.join()


@pytest.mark.usefixtures("one_at_a_time")
def test_a_page_that_fails_gives_its_turn_up() -> None:
    with pytest.raises(ValueError, match="of the page"), turns.turn():
        raise ValueError("of the page")
    assert begun(worked := threading.Event())
    assert worked.wait(5)


@pytest.mark.usefixtures("one_at_a_time")
def test_nobody_waits_for_ever_for_one_that_takes_very_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST", 0.01)
    with turns.turn():
        begun(worked := threading.Event())
        assert worked.wait(5)
    with turns.turn():
        assert turns._turns.acquire(blocking=False) is False, "who went on without a turn gives none back"
