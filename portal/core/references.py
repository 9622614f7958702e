"""The letters of the references by which people name a request or a record, on paper and on the phone."""

ALPHABET = "23456789CDFGHJKMNPQRTVWXYZ"  # no letter or digit that is taken for another, no vowel that makes words
LENGTH = 8


def letters_of(seed: bytes) -> str:
    """The letters that eight bytes or more make, one of two hundred thousand million: "7Q4KM2XP"."""
    number, letters = int.from_bytes(seed, "big"), ""
    for _place in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters += ALPHABET[place]
    return letters
