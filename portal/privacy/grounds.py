"""Why personal data is kept, and how long where that is no number of days. A leaf: the table reads it."""

ACCOUNT = "needed for an account that its owner asked for (GDPR 6.1 b)"
TASK = "a task in the public interest: buyers that act together (GDPR 6.1 e)"
INTEREST = "legitimate interest: a safe site that can account for what was done (GDPR 6.1 f)"

WITH_ACCOUNT = "as long as the account"
WITH_REQUEST = "as long as its request says more than its audit needs"
WITH_CONTENT = "as long as the page or file"
