import re
from xml.etree import ElementTree

import pytest

from labels import KINDS, Unprintable, View, preview_svg
from tests.labels.examples import ORDINARY, carrier, slip


@pytest.mark.parametrize("view", [view for view, _ in ORDINARY], ids=lambda view: view.kind)
def test_a_picture_is_well_formed_and_has_no_style_or_script(view: View) -> None:
    picture = preview_svg(view)

    elements = {element.tag.partition("}")[2] for element in ElementTree.fromstring(picture).iter()}
    attributes = {name for element in ElementTree.fromstring(picture).iter() for name in element.attrib}
    assert elements <= {"svg", "rect", "g", "path", "text"}
    assert "style" not in attributes
    assert not [name for name in attributes if name.startswith("on") or "href" in name]


def test_the_picture_says_what_the_label_says() -> None:
    texts = [element.text for element in ElementTree.fromstring(preview_svg(carrier())).iter() if element.text]

    assert "Jo Voorbeeld" in texts
    assert "(00)395212340000000007" in texts


def test_the_picture_has_the_paper_in_dots() -> None:
    assert 'viewBox="0 0 800 1200"' in preview_svg(carrier())


def test_a_name_cannot_become_markup() -> None:
    picture = preview_svg(carrier(name='<script>alert("1")</script>'), caption='"><script>')

    assert "<script" not in picture
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;" in picture


def test_the_caption_is_for_screen_readers() -> None:
    assert 'role="img" aria-label="Carrier label"' in preview_svg(carrier(), caption="Carrier label")


def test_each_page_of_a_long_slip_has_its_picture() -> None:
    long_slip = KINDS["packing"].longest()

    assert re.search(">Page 3 of 3<", preview_svg(long_slip, page=2))
    with pytest.raises(Unprintable, match=r"^this label has 1 pages$"):
        preview_svg(slip(), page=1)
