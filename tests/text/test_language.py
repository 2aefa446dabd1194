import ctypes
import gettext
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.text import translation
from app.text.language import VARIABLES, system_languages, use_language
from app.text.translation import N_, NP_, _
from tests.support.pseudo_language import write_catalogue


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with German and Brazilian catalogues."""
    write_catalogue(tmp_path, "de", {"Undo": "Rückgängig"})
    write_catalogue(tmp_path, "pt_BR", {"Undo": "Desfazer"})
    yield tmp_path
    translation.use(gettext.NullTranslations())


@pytest.mark.parametrize(
    ("languages", "text"),
    [
        (["de"], "Rückgängig"),
        (["de_AT.UTF-8"], "Rückgängig"),
        (["de-CH", "de"], "Rückgängig"),
        (["fr", "pt-BR"], "Desfazer"),
        (["fr"], "Undo"),
        (["en-GB", "de"], "Undo"),
        (["C.UTF-8", "de"], "Undo"),
        ([], "Undo"),
        ([""], "Undo"),
    ],
)
def test_the_first_language_with_a_catalogue_is_used_until_english_comes(
    folder: Path, languages: list[str], text: str
) -> None:
    assert use_language(languages, folder) == (text != "Undo")
    assert _("Undo") == text


def test_no_text_is_no_text_in_every_language(folder: Path) -> None:
    use_language(["de"], folder)
    assert _("") == ""


def test_a_marked_text_is_itself_until_it_is_shown(folder: Path) -> None:
    use_language(["de"], folder)
    assert (N_("Undo"), NP_("outcome", "Undo")) == ("Undo", "Undo")


@pytest.mark.parametrize(
    ("environment", "languages"),
    [
        ({"LANG": "de_DE.UTF-8"}, ["de_DE.UTF-8"]),
        ({"LANG": "C", "LC_MESSAGES": "fr"}, ["fr"]),
        ({"LANGUAGE": "nl:de", "LC_ALL": "fr"}, ["nl", "de"]),
        ({}, [""]),
    ],
)
def test_the_environment_says_the_languages(
    environment: dict[str, str], languages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert system_languages() == languages


@pytest.mark.parametrize(("number", "language"), [(0x0407, "de_DE"), (0xFFFF, "en")])
def test_windows_has_a_setting_of_its_own(number: int, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: number)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    assert system_languages() == [language]
