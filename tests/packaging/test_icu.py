"""With less of ICU's data, texts are sorted and change case as before, in every language."""

import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from resources.packaging import icu

SORTED = """
from PySide6.QtCore import QCollator, QLocale
words = "z10 z2 Z a ä ö å æ ø é è ñ ll ch ı i I İ ß ss œ č d đ 中 文 あ ア 한 글 б а я ά β ا ب א".split()
locales = QLocale.matchingLocales(QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry)
for locale in locales:
    collator = QCollator(locale)
    collator.setNumericMode(True)
    keys = [collator.sortKey(word) for word in words]
    print(locale.name(), *[words[k] for k in sorted(range(len(words)), key=lambda k: keys[k])])
    print(*[locale.toUpper(word) + locale.toLower(word) for word in words])
"""


@pytest.fixture
def library() -> Path:
    """The library that came with Qt."""
    (path,) = Path(PySide6.__file__).parent.glob("Qt/lib/libicudata.so.*")
    return path


@pytest.mark.linux
def test_every_language_sorts_as_before_with_a_fifth_of_the_data(library: Path, tmp_path: Path) -> None:
    smaller = tmp_path / library.name
    shutil.copyfile(library, smaller)
    gone = icu.shrink(smaller)
    assert smaller.stat().st_size < library.stat().st_size / 5
    # The section headers are gone, too.
    assert 0 <= library.stat().st_size - smaller.stat().st_size - gone < 2000
    with_all, with_less = in_all_languages(library.parent), in_all_languages(tmp_path)
    assert with_all.count("\n") > 1000
    assert with_less == with_all


def in_all_languages(folder: Path) -> str:
    """How some words are sorted and change case with ICU's data from this folder."""
    environment = dict(os.environ, LD_LIBRARY_PATH=str(folder))
    command = [sys.executable, "-c", SORTED]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout


@pytest.mark.linux
def test_kept_items_keep_their_bytes(library: Path) -> None:
    content = library.read_bytes()
    block = content[icu.PAGE : icu.PAGE + 24] + content[icu.PAGE + 24 :]
    before, after = dict(icu.items(block)), dict(icu.items(icu.shortened(block)))
    assert {name.partition("/")[2].partition("/")[0] for name in after if name.count("/") > 1} == {"coll"}
    assert {"icudt73l/root.res", "icudt73l/coll/ucadata.icu", "icudt73l/coll/de_.res"} - set(after) <= {
        "icudt73l/coll/de_.res"
    }
    # Each item may be followed by zeros, up to the next multiple of 16; the last one by the rest of the library.
    *most, last = sorted(after)
    assert all(after[name].rstrip(b"\0") == before[name].rstrip(b"\0") for name in most)
    assert last in before


@pytest.mark.parametrize("content", [b"", b"not a library at all", b"\x7fELF\x01\x01" + bytes(100)])
def test_another_kind_of_file_is_refused_and_unchanged(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "libicudata.so.99"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="64-bit Linux"):
        icu.shrink(path)
    assert path.read_bytes() == content


def test_other_data_are_refused() -> None:
    with pytest.raises(ValueError, match="not ICU's data"):
        icu.items(struct.pack("<H2s", 32, b"\xda\x28") + bytes(60))
