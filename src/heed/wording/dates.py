"""Dates and times of day, where the reader lives."""

from collections.abc import Mapping
from datetime import date as Day
from datetime import datetime

from heed.wording.language import Language, Voice

LOCALES: Mapping[Language, str] = {"en": "en_GB", "zh": "zh_Hans_CN"}


class DateWords(Voice):
    """Days and moments."""

    def date(self, day: Day) -> str:
        """A day of the week and month: `Friday 20 November`."""
        from babel.dates import format_date

        pattern = "M月d日 EEEE" if self.language == "zh" else "EEEE d MMMM"
        return format_date(day, pattern, locale=LOCALES[self.language])

    def short_date(self, day: Day) -> str:
        """`20 Nov`."""
        from babel.dates import format_date

        pattern = "M月d日" if self.language == "zh" else "d MMM"
        return format_date(day, pattern, locale=LOCALES[self.language])

    def clock(self, at: datetime) -> str:
        """The time of day where the reader lives: `8:25`."""
        local = at.astimezone(self.zone)
        return f"{local.hour}:{local.minute:02d}"

    def when(self, at: datetime, now: datetime) -> str:
        """A moment near now: `8:25` today, `20 Nov 8:25` on another day, `20 Nov 2024` long ago."""
        local, today = at.astimezone(self.zone), now.astimezone(self.zone)
        if local.date() == today.date():
            return self.clock(at)
        day = self.short_date(local.date())
        if local.year == today.year:
            return f"{day} {self.clock(at)}"
        return f"{local.year}年{day}" if self.language == "zh" else f"{day} {local.year}"
