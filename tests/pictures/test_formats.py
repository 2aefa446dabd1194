"""Each format, opened by another program."""

import io
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from app.pictures.figure import Figure
from app.pictures.formats import FILM_FORMATS, PDF, PICTURE_FORMATS, PNG, SVG, Format, PictureFormat, format_of
from app.pictures.limits import PX_PER_INCH
from app.text.figures import LANDSCAPE, MAP, PART_TITLES, PLOTS, STEP
from app.theme.palette import DARK, LIGHT, Palette
from tests.pictures.scenes import figure_of, map_content

pytestmark = pytest.mark.usefixtures("qapp")

SVG_TAG = "{http://www.w3.org/2000/svg}"
WORDS = {
    LANDSCAPE: ["valley 2", "global minimum", "α 0.95", "may still get out"],
    STEP: ["Next step of α 0.95", "Δw", "−0.07849"],
    MAP: ["Where does it end?", "η 0.02", "start", "leaves"],
    "height": ["f(w) by step"],
    "position": ["w by step"],
    "energy": ["energy by step", "rim"],
    "phase": ["Δw against w"],
}
UNSEEN = re.compile(rb'/\w+Date \(.*?\)|xmp:\w+Date=".*?"|uuid:[0-9a-f-]+|/ID \[.*?\]')
"""The date and the identifier of a PDF."""


def whole_figure() -> Figure:
    return replace(figure_of(*PART_TITLES, outcome_map=map_content()), width=1280, height=720)


def image_of(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def words_of_svg(svg: bytes) -> str:
    return " ".join("".join(text.itertext()).strip() for text in ElementTree.fromstring(svg).iter(f"{SVG_TAG}text"))


def words_of_pdf(pdf: bytes) -> str:
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(page.extract_text().split())


@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_a_png_has_the_pixels_and_the_resolution_of_its_ratio(ratio: int) -> None:
    image = image_of(PNG.write(figure_of(), ratio))
    assert image.size == (640 * ratio, 400 * ratio)
    assert image.info["dpi"] == pytest.approx((PX_PER_INCH * ratio, PX_PER_INCH * ratio), abs=0.1)


def test_a_png_that_is_painted_strip_by_strip_is_like_a_small_one() -> None:
    small, large = (image_of(PNG.write(figure_of(), ratio)).convert("RGB") for ratio in (1, 3))
    reduced = np.asarray(large.resize(small.size, Image.Resampling.BOX), np.int16)
    assert np.abs(reduced - np.asarray(small, np.int16)).mean() < 3.0


def test_without_a_background_the_sky_is_transparent_and_the_ground_is_not() -> None:
    image = image_of(PNG.write(figure_of(has_background=False)))
    assert image.mode == "RGBA"
    alpha = np.asarray(image)[..., 3]
    assert alpha[2].min() == 0
    assert alpha[360, 320] == 255


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_the_background_is_that_of_the_theme(palette: Palette) -> None:
    image = image_of(PNG.write(figure_of(theme=palette.name))).convert("RGB")
    assert image.getpixel((2, 2)) == palette.background.getRgb()[:3]  # type: ignore[index]


def test_an_svg_has_its_words_as_text_in_a_font_with_a_second_choice() -> None:
    svg = SVG.write(whole_figure())
    words = words_of_svg(svg)
    for word in (word for words in WORDS.values() for word in words):
        assert re.sub(r"\s+", "", word) in re.sub(r"\s+", "", words), word
    root = ElementTree.fromstring(svg)
    families = {element.get("font-family") for element in root.iter() if element.get("font-family")}
    assert families == {"Inter, sans-serif"}
    assert root.get("viewBox") == "0 0 1280 720"


@pytest.mark.parametrize("name", [LANDSCAPE, STEP, *PLOTS])
@pytest.mark.parametrize("has_background", [True, False])
def test_nothing_but_a_map_has_pixels_in_an_svg(name: str, has_background: bool) -> None:
    root = ElementTree.fromstring(SVG.write(figure_of(name, has_background=has_background)))
    assert not list(root.iter(f"{SVG_TAG}image"))


def test_what_comes_after_a_clip_is_not_clipped_in_an_svg() -> None:
    root = ElementTree.fromstring(SVG.write(figure_of("height", "position")))
    boxes = {
        path.get("id"): [float(number) for number in re.findall(r"-?[\d.]+", path[0].get("d", ""))]
        for path in root.iter(f"{SVG_TAG}clipPath")
    }
    for group in root.iter(f"{SVG_TAG}g"):
        if "by step" in "".join(group.itertext()) and group.get("clip-path"):
            numbers = boxes[group.get("clip-path", "")[5:-1]]
            assert min(numbers[1::2]) == 0.0, "a title lies above the axes, and their clip would hide it"


def test_a_pdf_has_its_words_and_embeds_its_font() -> None:
    pdf = PDF.write(whole_figure())
    words = re.sub(r"\s+", "", words_of_pdf(pdf))
    for word in (word for words in WORDS.values() for word in words):
        assert re.sub(r"\s+", "", word) in words, word
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((960.0, 540.0), abs=0.5)
    fonts = page["/Resources"]["/Font"].values()
    descendants = [each.get_object()["/DescendantFonts"][0].get_object() for each in fonts]
    assert descendants
    for font in descendants:
        assert "Inter" in font["/BaseFont"]
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & font["/FontDescriptor"].get_object().keys()


@pytest.mark.parametrize("to", PICTURE_FORMATS, ids=lambda to: to.suffix)
def test_the_same_figure_gives_the_same_bytes(to: PictureFormat) -> None:
    one, other = (UNSEEN.sub(b"", to.write(figure_of(LANDSCAPE, "energy", STEP))) for _ in range(2))
    assert one == other


def test_a_format_is_found_by_its_ending() -> None:
    formats: tuple[Format, ...]
    for formats in (PICTURE_FORMATS, FILM_FORMATS):
        for each in formats:
            assert format_of(Path(f"picture{each.suffix.upper()}"), formats) is each
            assert f"(*{each.suffix})" in each.file_filter
        assert format_of(Path("picture.bmp"), formats) is None
