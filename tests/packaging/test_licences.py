"""The licence texts: every one that is named is there."""

import re
from pathlib import Path

import pytest

from resources.packaging import finishing, libraries, licences

pytestmark = pytest.mark.windows


def test_references_to_shared_licences_are_found() -> None:
    text = (
        "see `/usr/share/common-licenses/GPL-2'.\nor /usr/share/common-licenses/LGPL-2.1.\n"
        "or /usr/share/common-licenses/{MPL-1.1,GPL-3}', all in /usr/share/common-licenses/ \n"
    )
    assert licences.referred(text) == {"GPL-2", "LGPL-2.1", "MPL-1.1", "GPL-3"}


@pytest.mark.linux
def test_shared_licences_are_copied_and_a_missing_one_is_an_error(tmp_path: Path) -> None:
    folder, common = tmp_path / "licences", tmp_path / "common"
    (folder / "system").mkdir(parents=True)
    common.mkdir()
    (folder / "system" / "libx.txt").write_text("On Debian: /usr/share/common-licenses/GPL.")
    (folder / "liby.txt").write_text("On Debian: /usr/share/common-licenses/{GPL,LGPL-2.1}.")
    with pytest.raises(FileNotFoundError, match="GPL"):
        licences.add_common(folder, common)
    (common / "GPL-3").write_text("free")
    (common / "GPL").symlink_to("GPL-3")
    (common / "LGPL-2.1").write_text("lesser")
    licences.add_common(folder, common)
    assert dangling(folder) == set()
    added = folder / "system" / "common-licenses"
    assert {path.name: path.read_text() for path in added.iterdir()} == {"GPL": "free", "LGPL-2.1": "lesser"}


def dangling(folder: Path) -> set[str]:
    """The shared licences to which a text below a folder refers, and that are not in it."""
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.txt")]
    there = {path.name for path in (folder / "system" / "common-licenses").glob("*")}
    return set().union(*map(licences.referred, texts)) - there


def test_our_own_texts_refer_to_no_licence_that_only_debian_has() -> None:
    assert dangling(licences.TEXTS) == set()


def test_the_notice_names_only_texts_that_exist() -> None:
    notice = licences.notice()
    assert "@" not in notice
    stored = {path.name for path in licences.TEXTS.iterdir()} | {"LICENSE.txt", "Python.txt"}
    assert set(re.findall(r"(?<![\w/.-])[\w.-]+\.txt", notice)) <= stored | {"constraints.txt"}
    for text in ("LGPL-2.1.txt", "LGPL-3.0.txt", "GPL-3.0.txt", "ICU.txt", "Qt-third-party.txt"):
        assert text in notice


@pytest.mark.parametrize(
    "part", ["harfbuzz", "pcre2", "libpng", "double-conversion", "md4c", "zlib", "freetype", "pixman", "sljit"]
)
def test_third_party_code_in_qt_has_its_notice(part: str) -> None:
    text = (licences.TEXTS / "Qt-third-party.txt").read_text(encoding="utf-8")
    assert re.search(rf"^(Files:|      ) src/3rdparty/[\w/.*-]*{part}", text, re.MULTILINE)
    named = set(
        " and ".join(re.findall(r"^License: (.*)$", text, re.MULTILINE)).replace(" or ", " and ").split(" and ")
    )
    with_text = set(re.findall(r"^License: (\S+)\n ", text, re.MULTILINE))
    assert named - with_text == {"GPL-2+"}  # an alternative to the FTL


@pytest.mark.linux
def test_a_library_of_unknown_origin_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "_internal"
    inside.mkdir()
    for name in ("libpython3.11.so.1.0", "libm.so.6"):
        (inside / name).touch()
    assert finishing.libraries_of_the_system(tmp_path) == [libraries.system_libraries()["libm.so.6"]]
    (inside / "libstrange.so.7").touch()
    with pytest.raises(FileNotFoundError, match=r"libstrange\.so\.7"):
        finishing.libraries_of_the_system(tmp_path)


def test_the_notice_names_microsofts_runtime() -> None:
    assert "Microsoft's Visual C++ runtime" in licences.notice()
