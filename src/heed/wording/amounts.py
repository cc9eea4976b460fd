"""Amounts: worth per minute, minutes, days ahead."""

from heed.wording.language import Voice


class AmountWords(Voice):
    """How much and how long."""

    def worth(self, value: float) -> str:
        """A worth or price per minute, always with one decimal: `1.4`; never `-0.0`."""
        return f"{round(value, 1) + 0.0:.1f}"

    def minutes(self, seconds: int) -> str:
        """A duration as a person would say it: `under a minute`, `6 min`, `1 h 40 min`."""
        count = round(seconds / 60)
        if seconds and not count:
            return self.gettext("under a minute")
        if count < 100:
            return self.gettext("{count} min", count=count)
        if count % 60 == 0:
            return self.gettext("{hours} h", hours=count // 60)
        return self.gettext("{hours} h {count} min", hours=count // 60, count=count % 60)

    def days(self, count: int) -> str:
        """A stretch of days: `today`, `in 1 day`, `in 12 days`."""
        if count <= 0:
            return self.gettext("again today")
        return self.ngettext("in {count} day", "in {count} days", count)
