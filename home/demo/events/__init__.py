"""The demo's events: three years of them, with programmes, speakers, recordings, and who has registered.

- `plan.py` says what an event of the demo is; `summits.py`, `conferences.py`, `virtual.py` and `meetings.py` hold them,
  both languages side by side, `speakers.py` who speaks.
- `days.py` places them around the day of the load: same weekdays, Mountain times, what is to come always ahead.
- `files.py` makes their papers, films and transcripts; `load.py` puts all in place; `registrations.py` seats people.

All people are invented, and say so.
"""

from home.demo.events.load import clear_events, load_events

__all__ = ["clear_events", "load_events"]
