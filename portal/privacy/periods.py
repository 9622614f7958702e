"""How long personal data stays. A leaf: the table, the commands and the documents read it."""

from datetime import timedelta

UNVERIFIED = timedelta(days=2)  # a request whose address was never proved
UNFINISHED = timedelta(days=90)  # a draft, since its last change
NOTICE = timedelta(days=14)  # between the reminder and the end of a draft
ENDED = timedelta(days=365)  # what a declined or withdrawn request says beyond its audit
LETTERS = timedelta(days=90)  # the address and the words of a letter, since it left
LINKS = timedelta(days=30)  # a mailed link, since it was used, was closed or ran out
INVITATIONS = timedelta(days=90)  # an invitation, answered or not
SESSIONS = timedelta(days=90)  # a session, since it was last used
QUESTIONS = timedelta(days=180)  # a question to the other members; whoever still looks for an answer asks anew
MISSES = timedelta(days=180)  # what was searched for and not found; it names nobody, and may still say too much
