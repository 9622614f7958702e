"""What somebody saw of stored values when they began to change them: compare, then save. A leaf."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder


def seen_of(*values: object) -> str:
    """A short mark of stored values: the same for the same ones, in every process. It goes through a hidden field."""
    text = json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
