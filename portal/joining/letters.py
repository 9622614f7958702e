"""The letters of joining."""


def register() -> None: ...
