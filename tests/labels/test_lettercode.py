import pytest

from labels import Unprintable, lettercode


@pytest.mark.parametrize("code", ["LBBBBBCT", "TBBBBKJD", "CBBBBBKB", "HBBXXXXP", "PBCDFGHJKLNPRSTVC"])
def test_the_codes_of_the_house_pass(code: str) -> None:
    assert lettercode.check(code, kinds="LTCHP") == code


@pytest.mark.parametrize(
    "code", ["", "T", "tbbbbkjd", "TBBBBKJ", "TBBBBKJDD", "TBBBBKJA", "TBBB KJD", "PBBBBKJD", "XBBBBKJD"]
)
def test_another_shape_is_refused(code: str) -> None:
    with pytest.raises(Unprintable):
        lettercode.check(code, kinds="T")


def test_people_read_groups_of_four() -> None:
    assert lettercode.grouped("PBCDFGHJKLNPRSTVC") == "PBCD FGHJ KLNP RSTV C"
