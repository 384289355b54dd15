"""When cron lines come, by Python's own zone data and a matcher of its own: the oracle of the DST campaign.

Reads {"zones", "lines", "fromYear", "toYear"} as JSON from standard input and writes, for every zone, the changes of its
clock and, for every line, each occurrence: per day of UTC the seconds into it, as runs of numbered day patterns.

The rules (the same as the product's, written down a second time): a line whose hour and minute are plain numbers names
times of day; one that the clock skips comes at the first moment after, one that it shows twice comes the first time, and
the same moment never twice. Any other line comes at every moment at which the clock shows what it allows.
"""

import calendar
import json
import re
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import TZPATH, ZoneInfo

UTC = timezone.utc
DAY = 86400


def values(field, low, high):
    found = set()
    for item in field.split(","):
        span, _, step = item.partition("/")
        if span == "L":
            continue
        if span == "*":
            first, last = low, high
        elif "-" in span:
            first, last = map(int, span.split("-"))
        else:
            first = int(span)
            last = high if step else first
        found.update(range(first, last + 1, int(step or 1)))
    return found


class Line:
    def __init__(self, text):
        minute, hour, day, month, weekday = text.split()
        self.times = [h * 3600 + m * 60 for h in sorted(values(hour, 0, 23)) for m in sorted(values(minute, 0, 59))]
        self.fixed = re.fullmatch(r"[\d,]+", minute) is not None and re.fullmatch(r"[\d,]+", hour) is not None
        self.days, self.last_day = values(day, 1, 31), "L" in day.split(",")
        self.months = values(month, 1, 12)
        self.weekdays = {number % 7 for number in values(weekday, 0, 7)}
        self.any_day, self.any_weekday = day == "*", weekday == "*"

    def allows(self, day):
        if day.month not in self.months:
            return False
        last = calendar.monthrange(day.year, day.month)[1]
        by_day = day.day in self.days or (self.last_day and day.day == last)
        by_weekday = day.isoweekday() % 7 in self.weekdays
        if self.any_day or self.any_weekday:
            return (self.any_day or by_day) and (self.any_weekday or by_weekday)
        return by_day or by_weekday


def utc_date(at):
    return datetime.fromtimestamp(at, UTC).date()


def offset_at(zone, at):
    return int(datetime.fromtimestamp(at, UTC).astimezone(zone).utcoffset().total_seconds())


def changes_of(zone, start, end):
    """Each moment with a new offset, as [moment, offset before, offset after]."""
    found, before = [], offset_at(zone, start)
    for at in range(start, end, DAY):
        after = offset_at(zone, at + DAY)
        if after != before:
            low, high = at, at + DAY
            while high - low > 1:
                middle = (low + high) // 2
                if offset_at(zone, middle) == before:
                    low = middle
                else:
                    high = middle
            found.append([high, before, after])
            before = after
    return found


def moments_shown(zone, wall):
    """The moments, at most two, at which the clock of the zone shows a wall time (no zone of its own)."""
    found = set()
    for fold in (0, 1):
        at = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        if at.astimezone(zone).replace(tzinfo=None) == wall:
            found.add(int(at.timestamp()))
    return sorted(found)


def first_after(wall, changes):
    """The end of the gap that a wall time lies in."""
    seconds = int((wall - datetime(1970, 1, 1)).total_seconds())
    for at, before, after in changes:
        if at + before <= seconds < at + after:
            return at
    raise ValueError(f"{wall} is in no gap")


def occurrences(zone, line, changes, start, end):
    found = set()
    day, last = utc_date(start) - timedelta(2), utc_date(end) + timedelta(2)
    near = {utc_date(at) + timedelta(days) for at, _, _ in changes for days in (-2, -1, 0, 1, 2)}
    while day <= last:
        if line.allows(day):
            midnight = datetime(day.year, day.month, day.day)
            if day in near:
                for time in line.times:
                    wall = midnight + timedelta(seconds=time)
                    shown = moments_shown(zone, wall)
                    if not line.fixed:
                        found.update(shown)
                    else:
                        found.add(shown[0] if shown else first_after(wall, changes))
            else:
                at = int(midnight.replace(tzinfo=zone).astimezone(UTC).timestamp())
                found.update(at + time for time in line.times)
        day += timedelta(1)
    return sorted(at for at in found if start <= at < end)


def in_runs(moments, start, end, patterns):
    """[pattern, days] for each run of days alike."""
    runs, index = [], 0
    for day in range(start, end, DAY):
        times = []
        while index < len(moments) and moments[index] < day + DAY:
            times.append(moments[index] - day)
            index += 1
        number = patterns.setdefault(tuple(times), len(patterns))
        if runs and runs[-1][0] == number:
            runs[-1][1] += 1
        else:
            runs.append([number, 1])
    return runs


def version():
    for folder in TZPATH:
        try:
            with open(f"{folder}/tzdata.zi", encoding="utf-8") as file:
                return file.readline().split()[-1]
        except OSError:
            pass
    return "unknown"


def main():
    asked = json.load(sys.stdin)
    start = calendar.timegm((asked["fromYear"], 1, 1, 0, 0, 0))
    end = calendar.timegm((asked["toYear"], 1, 1, 0, 0, 0))
    patterns, zones = {}, []
    for name in asked["zones"]:
        zone = ZoneInfo(name)
        changes = changes_of(zone, start - 4 * DAY, end + 4 * DAY)
        series = [
            in_runs(occurrences(zone, Line(text), changes, start, end), start, end, patterns) for text in asked["lines"]
        ]
        zones.append({"zone": name, "changes": changes, "series": series})
    answer = {"tzdata": version(), "asked": asked, "patterns": list(patterns), "zones": zones}
    json.dump(answer, sys.stdout, separators=(",", ":"))


main()
