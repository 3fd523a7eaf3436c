"""A carrier's ZPL: what draws the label stays, what touches the printer goes, and its codes are read."""

import base64
import random
import zlib

import pytest

from labels import Unprintable
from labels.foreign import ZPL, Expected, clean, differences
from labels.foreign_code import Code
from tests.labels.examples import SSCC

TRACKING = "3SABCD0123456789"


def label(*fields: str) -> bytes:
    return ("^XA" + "".join(fields) + "^XZ").encode()


def codes(*fields: str) -> list[tuple[str, str]]:
    return [(code.symbology, code.text) for code in clean(label(*fields), ZPL).codes]


def test_an_ordinary_label_comes_through_as_it_is() -> None:
    stream = b"^XA^CI28^PW800^LL1200^LH0,0^FO40,40^A0N,30,30^FDTO: Jo Voorbeeld^FS^FO20,20^GB760,2,2^FS^XZ\n"

    cleaned = clean(stream, ZPL)

    assert cleaned.data == stream
    assert (cleaned.labels, cleaned.codes, cleaned.dropped) == (1, (), ())


def test_commands_that_set_the_printer_up_are_taken_out() -> None:
    driver = "CT~~CD,~CC^~CT~\r\n^XA~TA000~JSN^LT0^MNW^MMT^MTT^PON^PMN^JMA^PR5,5~SD15^JUS^LRN^JZY^XZ"
    stream = f"{driver}\r\n^XA^MMP^PR12^PQ999,0,1,Y^FX who packed it^FO10,10^FDHello^FS^JUS^IDR:*.*^XZ~HS~JA^XA^XZ"

    cleaned = clean(stream.encode(), "text/zpl; charset=utf-8")

    assert cleaned.data == b"^XA^FO10,10^FDHello^FS^XZ\n"
    assert cleaned.dropped == (
        *("^FX", "^ID", "^JM", "^JU", "^JZ", "^LT", "^MM", "^MN", "^MT", "^PM", "^PQ", "^PR"),
        *("~HS", "~JA", "~JS", "~SD", "~TA"),
    )


def test_what_would_turn_the_next_label_round_is_undone_behind_it() -> None:
    cleaned = clean(b"^XA^POI^FWR^FO1,1^FDHello^FS^XZ", ZPL)

    assert cleaned.data == b"^XA^POI^FWR^FO1,1^FDHello^FS^XZ\n^XA^PON^FWN^XZ\n"
    assert cleaned.labels == 1


def test_a_picture_that_is_brought_along_is_put_in_place_and_not_stored() -> None:
    stream = b"~DGR:LOGO.GRF,8,2,FFFF8001\r\n8001FFFF^XA^FO10,10^XGR:LOGO.GRF,1,1^FS^XZ"

    cleaned = clean(stream, ZPL)

    assert cleaned.data == b"^XA^FO10,10^GFA,8,8,2,FFFF80018001FFFF^FS^XZ\n"
    assert cleaned.dropped == ("~DG",)


def test_a_compressed_picture_is_kept() -> None:
    data = base64.b64encode(zlib.compress(bytes(64))).decode()
    stream = f"^XA^FO0,0^GFA,64,64,8,:Z64:{data}:1234^FS^XZ"

    assert clean(stream.encode(), ZPL).data.decode() == stream + "\n"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (("^BCN,100,Y,N,N^FD", TRACKING, "^FS"), ("]C0", TRACKING)),
        (("^BCN,100^FD>;>800", SSCC, "^FS"), ("]C1", f"00{SSCC}")),
        (
            ("^BCN,100,N,N,N^FD>;>80109501101020917>610ABC12>82112345^FS",),
            ("]C1", "010950110102091710ABC12\x1d2112345"),
        ),
        (("^BCN,100,Y,N,N,U^FD00", SSCC[:-1], "^FS"), ("]C1", f"00{SSCC}")),
        (("^BCN,100,Y,N,N,D^FD(10)AB>8(21)7^FS",), ("]C1", "10AB\x1d217")),
        (("^BCN,100,Y,N,N,A^FD", TRACKING, "^FS"), ("]C0", TRACKING)),
        (("^BCN,100^FD>:a>0b><c>=^FS",), ("]C0", "a>b^c~")),
        (("^BCN,100^FH^FDA_5FB^FS",), ("]C0", "A_B")),
        (("^BCN,100^FH\\^FDA\\5FB_C^FS",), ("]C0", "A_B_C")),
        (("^BQN,2,8^FDMA,", TRACKING, "^FS"), ("]Q1", TRACKING)),
        (("^BQN,2,8^FDHM,B0016", TRACKING, "^FS"), ("]Q1", TRACKING)),
        (("^BQN,2,8^FH^FDMA,_C3_A9t_C3_A9^FS",), ("]Q1", "été")),
        (("^BXN,6,200^FD", TRACKING, "^FS"), ("]d1", TRACKING)),
        (("^BXN,6,200,,,,_^FD_100", SSCC, "^FS"), ("]d2", f"00{SSCC}")),
        (("^B3N,N,100^FDab-12^FS",), ("]A0", "AB-12")),
        (("^BEN,100^FD400638133393^FS",), ("]E0", "4006381333931")),
        (("^BUN,100^FD03600029145^FS",), ("]E0", "0036000291452")),
        (("^B2N,100^FD123^FS",), ("]I0", "0123")),
        (("^B7N,8,5^FDanything^FS",), ("", "anything")),
    ],
)
def test_each_code_command_is_read_as_a_scanner_would(fields: tuple[str, ...], code: tuple[str, str]) -> None:
    assert codes("^FO10,10", *fields) == [code]


def test_a_text_is_no_code_and_a_code_is_read_in_its_own_field() -> None:
    assert codes("^FO1,1^FDplain^FS^FO2,2^BCN^FDONE123^FS^FO3,3^FDplain^FS^FO4,4^BCN^FS^FDplain^FS") == [
        ("]C0", "ONE123")
    ]


@pytest.mark.parametrize(
    ("stream", "says"),
    [
        (b"", "label: the carrier sent an empty file"),
        (b"hello", "label: it does not begin with a command"),
        (b"^XA^FDa^FS", "label: it ends in the middle of a label"),
        (b"^XA^XZ", "label: there is no label in it"),
        (b"~HS~JA", "label: there is no label in it"),
        (b"^XA^FDa^FS^XA^XZ", "label 1, ^XA: it begins before the one before has ended"),
        (b"^XA^FDa^FS^XZ" * 13, "label: it holds more than 12 labels"),
        (b"^XA" + b"^FS" * 5_000 + b"^XZ", "label: it holds more than 5000 commands"),
        (b"^XA^FD" + b"a" * 600_000 + b"^XZ", "label: ZPL of more than 600 KB is not a label"),
        (b"^XA^FDa\x02^FS^XZ", "label: it holds a control character (U+0002)"),
        (b"^XA^CC#^FDa^FS^XZ", "label 1, ^CC: it changes the signs that commands begin with"),
        (b"~CT!^XA^FDa^FS^XZ", "label 1, ~CT: it changes the signs that commands begin with"),
        (b"^XA^DFR:A.ZPL^FN1^FS^XZ", "label 1, ^DF: it uses a format that the printer stores"),
        (b"^XA^XFR:A.ZPL^FN1^FDa^FS^XZ", "label 1, ^XF: it uses a format that the printer stores"),
        (b"^XA^ILR:A.GRF^FDa^FS^XZ", "label 1, ^IL: it uses a picture that the printer stores"),
        (b"^XA^FO1,1^SN001,1,Y^FS^XZ", "label 1, ^SN: it lets the printer count or tell the time"),
        (
            b"^XA^XGE:OTHER.GRF,1,1^FS^XZ",
            "label 1, ^XG: it shows a picture that it does not bring along, or enlarges it",
        ),
        (b"^XA^GFB,2,2,1,\xff\x81^FS^XZ", "label 1, ^GF: its picture is not written in plain ASCII"),
        (b"^XA^GFA,9000000,9000000,1,FF^FS^XZ", "label 1, ^GF: its picture is too large, or has no width"),
        (b"~DGR:A.GRF,2,1,\xff\xff^XA^FDa^FS^XZ", "label 1, ~DG: its picture is not written in plain ASCII"),
        (b"^XA^FDa~JAb^FS^XZ", "label 1, ~JA: a text holds a ~"),
        (b"^XA^FO1;2^FDa^FS^XZ", "label 1, ^FO: its options are not plain letters and numbers"),
        (b"^XA^\xe9x^FDa^FS^XZ", "label: it holds a command that we cannot read"),
        (b"^XA^FH^FDa_ZZ^FS^XZ", "label 1, ^FS: its sign for hex digits stands before something else"),
        (
            b"^XA^BCN^FD>;12AB^FS^XZ",
            "label 1, ^FS: a Code 128 holds letters or a single digit where only pairs of digits print",
        ),
        (b"^XA^BCN^FDa>1b^FS^XZ", "label 1, ^FS: a Code 128 holds an instruction that we do not know"),
        (b"^XA^BCN,1,Y,N,N,U^FD123^FS^XZ", "label 1, ^FS: an SSCC that the printer completes has 19 digits"),
        (b"^XA^BQN,2,8^FDhello^FS^XZ", "label 1, ^FS: a QR code does not begin with its error correction and its mode"),
        (b"^XA^BEN^FDabc^FS^XZ", "label 1, ^FS: an EAN-13 holds something that is not a digit"),
    ],
)
def test_what_cannot_be_trusted_is_refused_by_command(stream: bytes, says: str) -> None:
    with pytest.raises(Unprintable) as refusal:
        clean(stream, ZPL)

    assert str(refusal.value) == says


def test_whatever_comes_through_holds_no_command_for_the_printer() -> None:
    chance = random.Random(5)
    pieces = "^XA ^XZ ^FO1,1 ^POI ^FDabc ^FS ~HS ~JA ^MMT ^PR9 ^JUS ^JZN ~DG ^BCN ^CC# ^^ ~~ ^ ~ A, ^FH_ _5E".split()
    passed = 0
    for _ in range(3_000):
        stream = "^XA" + "".join(chance.choices(pieces, k=chance.randint(1, 12))) + "^FDx^FS^XZ"
        try:
            cleaned = clean(stream.encode(), ZPL).data
        except Unprintable:
            continue
        passed += 1
        assert b"~" not in cleaned
        assert not any(command in cleaned for command in (b"^MM", b"^PR", b"^JU", b"^JZ", b"^CC", b"^^"))
        assert clean(cleaned, ZPL).data == cleaned
    assert passed > 300


def test_a_damaged_stream_comes_through_clean_or_is_refused() -> None:
    chance = random.Random(4)
    whole = (
        b"~DGR:LOGO.GRF,8,2,FFFF80018001FFFF^XA^CI28^PW800^POI^FO10,10^XGR:LOGO.GRF,1,1^FS^BY3^BCN,100,Y,N,N^FH_"
        b"^FD>;>800395212340000000007^FS^BQN,2,8^FDMA,HELLO^FS^BXN,6,200,,,,_^FD_1003^FS^BEN^FD400638133393^FS^PQ9^XZ"
    )
    passed = 0
    for _ in range(1_500):
        stream = bytearray(whole)
        for _change in range(chance.choice((1, 2, 5, 20))):
            at = chance.randrange(len(stream))
            new = bytes(chance.choices(b"^~_,>:;0123456789ABCDXZFSGNU\x00\xe9\xb2", k=chance.choice((0, 1, 1, 3))))
            stream[at : at + chance.choice((0, 1, 1, 5))] = new
        try:
            cleaned = clean(bytes(stream), ZPL).data
        except Unprintable:
            continue
        passed += 1
        assert b"~" not in cleaned
        assert b"^PQ" not in cleaned
        assert clean(cleaned, ZPL).data == cleaned
    assert passed > 100


def test_what_the_codes_say_agrees_with_the_order_or_says_why_not() -> None:
    tracking, sscc = Code("]C0", "3S-ABCD 0123456789"), Code("]C1", f"00{SSCC}")
    other = Code("]C1", "00395212340000000014")

    assert differences([tracking, sscc], Expected(tracking=TRACKING, sscc=SSCC)) == ()
    assert differences([tracking], Expected(tracking=TRACKING.lower())) == ()
    assert differences([], Expected(sscc=SSCC)) == ("the label has no code that can be read",)
    assert differences([tracking], Expected(sscc=SSCC)) == ("no code holds the SSCC of the order",)
    assert differences([Code("]C0", f"00{SSCC}")], Expected(sscc=SSCC)) == ("no code holds the SSCC of the order",)
    assert differences([sscc, other], Expected(sscc=SSCC)) == ("a code holds another SSCC",)
    assert differences([other], Expected(tracking=TRACKING, sscc=SSCC)) == (
        "no code holds the tracking number of the order",
        "no code holds the SSCC of the order",
        "a code holds another SSCC",
    )


@pytest.mark.parametrize(
    ("expected", "says"),
    [
        (Expected(), "order: there is nothing to compare the label with"),
        (Expected(tracking="12-34"), "tracking number: it has at least 6 letters or digits"),
        (Expected(sscc="395212340000000008"), "SSCC check digit is 7, not 8"),
    ],
)
def test_an_order_without_a_number_agrees_with_nothing(expected: Expected, says: str) -> None:
    with pytest.raises(Unprintable) as refusal:
        differences([Code("]C0", TRACKING)], expected)

    assert str(refusal.value) == says


def test_neither_bytes_nor_codes_show_in_a_log() -> None:
    cleaned = clean(label("^FO1,1^BCN^FD", TRACKING, "^FS"), ZPL)

    shown = repr((cleaned, cleaned.codes, Expected(tracking=TRACKING, sscc=SSCC)))

    assert TRACKING not in shown
    assert SSCC not in shown
