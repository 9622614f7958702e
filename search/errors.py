"""What can go wrong with a search engine."""


class EngineUnavailable(Exception):
    """Nobody answers in time, or says to come back later. The database answers instead; writes are tried again."""


class EngineFault(Exception):
    """The engine refuses what it was sent: a mistake of ours, or a broken index."""


class NotAsStored(Exception):
    """A copy of the entries is not what the database says."""
