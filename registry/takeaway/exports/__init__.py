"""Files to take away: one module a format, from a version or an annex to bytes, without a request."""
