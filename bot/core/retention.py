"""The terms for which personal data are kept, as the privacy notice names them. Pure."""

from datetime import timedelta

COMMENTS = timedelta(days=90)
DAILY_CHECK_INS = timedelta(days=40)  # longer than any round is open
GREETINGS = timedelta(days=730)
WEB_MESSAGES = timedelta(days=400)
SETTLED_DELIVERIES = timedelta(days=30)  # for questions about what was sent lately
API_TOKENS = timedelta(days=30)  # after they expire, so that coordinators see why a program stopped
THREADS = timedelta(days=8)  # after a message would have been too late: longer than what refers to it
SESSIONS = timedelta(days=180)
# Longer than a scheduled round is open, so that the link in its first e-mail works on its last day; short, so
# that most links in an old mailbox no longer work.
LOGIN_LINKS = timedelta(days=14)
NEW_LINKS_SHOWN = timedelta(days=90)  # in the roster: longer than any round is open
EVENTS = timedelta(days=1)  # longer than any platform goes on resending
