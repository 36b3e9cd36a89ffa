"""Each event that is recorded is put in words, in the template of its topic."""

from tests.house.events import listened_to, told, worded


def test_every_event_has_its_words() -> None:
    assert sorted(told() - worded()) == []


def test_no_words_stand_for_an_event_that_never_happens() -> None:
    assert sorted(worded() - told()) == []


def test_nothing_waits_for_an_event_that_never_happens() -> None:
    assert {
        event: str(where) for event, where in listened_to().items() if event not in told()
    } == {}
