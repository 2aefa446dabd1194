"""Times in words."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from PySide6.QtCore import QLocale

from app.window.restore_dialog import when_in_words

HERE = timezone(timedelta(hours=2))
NOW = datetime(2025, 6, 12, 14, 45, tzinfo=HERE)
BRITISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
GERMAN = QLocale(QLocale.Language.German, QLocale.Country.Germany)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (NOW, "today 14:45"),
        (datetime(2025, 6, 12, 12, 32, 59, tzinfo=UTC), "today 14:32"),
        (datetime(2025, 6, 12, 0, 0, tzinfo=HERE), "today 00:00"),
        (datetime(2025, 6, 11, 23, 59, tzinfo=HERE), "yesterday 23:59"),
        (datetime(2025, 6, 11, 23, 0, tzinfo=UTC), "today 01:00"),
        (datetime(2025, 6, 11, 0, 0, tzinfo=HERE), "yesterday 00:00"),
        (datetime(2025, 6, 10, 23, 59, tzinfo=HERE), "Tuesday, 10 June 2025, 23:59"),
        (datetime(2025, 6, 13, 9, 5, tzinfo=HERE), "Friday, 13 June 2025, 09:05"),  # the clock was set back
        (datetime(2024, 6, 12, 9, 5, tzinfo=HERE), "Wednesday, 12 June 2024, 09:05"),
    ],
)
def test_today_yesterday_or_the_day(time: datetime, words: str) -> None:
    assert when_in_words(time, NOW, BRITISH) == words


def test_day_and_time_are_as_the_locale_writes_them() -> None:
    assert when_in_words(datetime(2025, 6, 1, 9, 5, tzinfo=HERE), NOW, GERMAN) == "Sonntag, 1. Juni 2025, 09:05"
