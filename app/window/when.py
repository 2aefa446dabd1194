"""A time as people say it."""

from datetime import datetime

from PySide6.QtCore import QDate, QLocale, QTime


def when_in_words(time: datetime, now: datetime, locale: QLocale) -> str:
    """`today 14:32`, `yesterday 14:32`, else day and time as the locale writes them; in the time zone of `now`."""
    there = time.astimezone(now.tzinfo)
    clock = locale.toString(QTime(there.hour, there.minute), QLocale.FormatType.ShortFormat)
    days = (now.date() - there.date()).days
    if days in (0, 1):
        return f"{('today', 'yesterday')[days]} {clock}"
    date = locale.toString(QDate(there.year, there.month, there.day), QLocale.FormatType.LongFormat)
    return f"{date}, {clock}"
