"""The check digit of CPV codes."""

from hypothesis import given
from hypothesis import strategies as st

from registry.cpv import CPV, check_digit

DIGITS = st.text("0123456789", min_size=8, max_size=8)


def test_check_digit_is_that_of_every_code_of_the_registry():
    assert [f"{code[:8]}-{check_digit(code[:8])}" for code in CPV] == list(CPV)


@given(DIGITS, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(digits, place, slip):
    wrong = str((int(digits[place]) + slip) % 10)

    assert check_digit(digits[:place] + wrong + digits[place + 1 :]) != check_digit(digits)
