"""What a person downloads: archives, sizes, the desktop's menu, the notes of a release."""

import hashlib
import os
import shutil
import stat
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from resources.packaging import agreement, build, downloads, finishing, libraries, names, release, signing, sizes, trial
from tests.support.paths import ROOT

pytestmark = pytest.mark.windows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small program's folder."""
    place = tmp_path / "dist" / "momentum-lab"
    (place / "_internal" / "numpy").mkdir(parents=True)
    (place / "momentum-lab").write_bytes(b"#!/bin/sh\n" * 100)
    (place / "momentum-lab").chmod(0o755)
    (place / "_internal" / "numpy" / "α.so").write_bytes(bytes(5000))
    (place / "_internal" / "libx.so").symlink_to("numpy/α.so")
    return place


def test_the_same_folder_gives_the_same_archive_whenever_it_was_touched(folder: Path, tmp_path: Path) -> None:
    first = downloads.write_tar(folder, tmp_path / "lab-1.0.tar.gz").read_bytes()
    zipped = downloads.write_zip(folder, tmp_path / "lab-1.0.zip").read_bytes()
    os.utime(folder / "momentum-lab", (1, 1))
    assert downloads.write_tar(folder, tmp_path / "lab-1.0.tar.gz").read_bytes() == first
    assert downloads.write_zip(folder, tmp_path / "lab-1.0.zip").read_bytes() == zipped


def test_an_archive_unpacks_into_one_folder_of_its_name(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "run", lambda *command: None)  # no package of the system is installed here
    with tarfile.open(downloads.write_tar(folder, tmp_path / "lab-1.0.tar.gz")) as tar:
        assert all(name.split("/")[0] == "lab-1.0" for name in tar.getnames())
    unpacked = trial.unpack(tmp_path / "lab-1.0.tar.gz", tmp_path / "there")
    assert (unpacked.parent / "_internal" / "numpy" / "α.so").read_bytes() == bytes(5000)
    if os.name == "posix":
        assert unpacked.stat().st_mode & stat.S_IXUSR
        assert (unpacked.parent / "_internal" / "libx.so").read_bytes() == bytes(5000)
    with zipfile.ZipFile(downloads.write_zip(folder, tmp_path / "lab-1.0.zip")) as packed:
        assert "lab-1.0/momentum-lab" in packed.namelist()


def test_files_that_differ_between_two_builds_are_named(folder: Path, tmp_path: Path) -> None:
    other = shutil.copytree(folder, tmp_path / "again", symlinks=True)
    assert build.differences(folder, other) == []
    (other / "momentum-lab").write_bytes(b"!")
    (other / "_internal" / "more").touch()
    assert build.differences(folder, other) == [
        "_internal/more is not the same in two builds",
        "momentum-lab is not the same in two builds",
    ]


def test_downloads_that_differ_are_named(folder: Path, tmp_path: Path) -> None:
    first = downloads.write_tar(folder, tmp_path / "lab.tar.gz")
    (tmp_path / "again").mkdir()
    second = downloads.write_tar(folder, tmp_path / "again" / "lab.tar.gz")
    assert build.different_downloads([first], [second]) == []
    second.write_bytes(first.read_bytes() + b"!")
    assert build.different_downloads([first], [second]) == ["lab.tar.gz is not the same in two builds"]


@pytest.mark.parametrize(
    ("glibc", "newest", "is_too_new"), [("2.36", "2.35", True), ("2.9", "2.35", False), ("3.0", "", False)]
)
def test_a_release_that_needs_a_newer_glibc_than_allowed_is_refused(glibc: str, newest: str, is_too_new: bool) -> None:
    assert bool(libraries.too_new(glibc, newest)) == is_too_new


def test_a_trial_does_not_use_a_python_of_the_machine() -> None:
    machine = {
        "PATH": "/bin",
        "LD_LIBRARY_PATH": "/opt/python",
        "PYTHONPATH": "/x",
        "pythonLocation": "/y",
        "Python3_ROOT_DIR": "/z",
    }
    assert trial.clean(machine) == {"PATH": "/bin"}


def test_the_table_counts_every_byte_once(folder: Path) -> None:
    assert sum(part.unpacked for part in sizes.parts(folder)) == sizes.unpacked(folder) == 6000
    assert {part.title for part in sizes.parts(folder)} == {"NumPy", "the program: starter and all Python code"}
    assert "| NumPy | 0.0 |" in sizes.table(folder)


def test_a_folder_that_is_too_large_is_refused(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = downloads.write_tar(folder, tmp_path / "lab.tar.gz")
    assert sizes.problems(folder, archive) == []
    monkeypatch.setitem(sizes.LIMITS, sys.platform, (5999, sizes.MB))
    (problem,) = sizes.problems(folder, archive)
    assert problem.startswith("momentum-lab is too large")


def test_the_limits_are_at_most_what_was_promised() -> None:
    promised = {"linux": (150, 55), "win32": (112, 48)}
    for system, limits in sizes.LIMITS.items():
        assert all(limit <= most * sizes.MB for limit, most in zip(limits, promised[system], strict=True))


def test_copied_sources_have_the_date_of_their_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234567890")
    assert names.epoch() == 1234567890


def test_the_version_is_that_of_the_program() -> None:
    from app.version import __version__

    assert names.version() == __version__
    assert names.bundle_information()["CFBundleShortVersionString"] == __version__
    assert names.epoch() > 1_700_000_000


def test_all_three_systems_open_the_same_kind_of_file() -> None:
    packaging = ROOT / "resources" / "packaging"
    assert f"MimeType={names.SCENARIO_TYPE};" in (packaging / "linux" / "momentum-lab.desktop").read_text()
    kind = (packaging / "linux" / "momentum-lab.xml").read_text()
    assert f'type="{names.SCENARIO_TYPE}"' in kind
    assert f'pattern="*.{names.SCENARIO_ENDING}"' in kind
    assert rf"Classes\.{names.SCENARIO_ENDING}" in (packaging / "installer.iss").read_text()


def test_the_notes_of_a_release_are_its_section_of_the_changelog() -> None:
    text = (
        "# Changelog\n\n## [Unreleased]\n\n- new\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- a\n\n## [0.1.0]\n\n- b\n"
    )
    assert release.notes(text, "0.2.0") == "### Added\n\n- a"
    assert release.notes(text, "0.1.0") == "- b"
    assert release.notes(text, "0.2") == ""
    assert release.notes(text, "0x2.0") == ""


def test_the_notes_name_the_downloads_that_are_not_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changelog = tmp_path / "CHANGELOG.md"
    changelog.write_text(f"# Changelog\n\n## [{names.version()}]\n\n- all\n")
    monkeypatch.setattr(release, "CHANGELOG", changelog)
    monkeypatch.setenv("SIGNED_MACOS", "true")
    monkeypatch.setenv("SIGNED_WINDOWS", "false")
    assert release.main("notes", str(tmp_path / "notes.md")) == 0
    assert (tmp_path / "notes.md").read_text() == f"- all\n\n{release.UNSIGNED['SIGNED_WINDOWS']}\n"
    monkeypatch.delenv("SIGNED_MACOS")
    assert release.warnings(os.environ) == list(release.UNSIGNED.values())


@pytest.mark.parametrize(
    "kind", [*finishing.KINDS.values(), finishing.DEBIAN], ids=["linux", "windows", "macos", "debian"]
)
def test_the_readme_mentions_only_what_its_download_has(kind: finishing.Kind) -> None:
    text = finishing.readme(kind)
    assert text.startswith(f"Momentum Lab {names.version()}\n")
    assert "@" not in text
    assert max(map(len, text.splitlines())) <= 120
    assert ("add-to-menu.sh" in text) == (kind is finishing.LINUX)
    assert ("not signed" in text) == (kind in (finishing.WINDOWS, finishing.MACOS))
    assert f"{kind.program} --self-test" in text


def test_a_tag_that_is_not_the_version_is_refused() -> None:
    (sentence, *_) = release.problems("v9.9.9")
    assert "v9.9.9" in sentence
    assert f"v{names.version()}" in sentence


def test_checksums_are_those_of_sha256sum(folder: Path) -> None:
    assert release.main("sums", str(folder)) == 0
    digest = hashlib.sha256((folder / "momentum-lab").read_bytes()).hexdigest()
    assert (folder / "SHA256SUMS").read_text() == f"{digest}  momentum-lab\n"
    assert release.sums(folder) == f"{digest}  momentum-lab\n"


def test_runs_of_different_systems_are_compared(tmp_path: Path) -> None:
    stored = ROOT / "resources" / "self_test"
    for system in ("linux", "macos", "windows"):
        (tmp_path / system).mkdir()
        for name in ("points.csv", "formula.csv"):
            shutil.copyfile(stored / name, tmp_path / system / name)
    assert agreement.problems(tmp_path, "linux") == []
    formula = tmp_path / "macos" / "formula.csv"
    text = formula.read_bytes()
    formula.write_bytes(text.replace(b"4.8,", b"4.8000000000000001,", 1))
    assert agreement.problems(tmp_path, "linux") == []
    formula.write_bytes(text.replace(b"4.8,", b"4.80001,", 1))
    (tmp_path / "windows" / "points.csv").write_bytes((stored / "points.csv").read_bytes() + b"\n")
    first, second = agreement.problems(tmp_path, "linux")
    assert first.startswith("macos/formula.csv is not as from linux: line 2, column")
    assert second == "windows/points.csv is not as from linux: the bytes differ"
    (tmp_path / "windows" / "points.csv").unlink()
    assert "is missing" in agreement.problems(tmp_path, "linux")[1]


@pytest.mark.parametrize(("platform", "secret"), [("darwin", "APPLE_CERTIFICATE"), ("win32", "WINDOWS_CERTIFICATE")])
def test_without_a_certificate_nothing_is_signed_and_the_output_says_so(
    platform: str, secret: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.delenv(secret, raising=False)
    assert signing.main("program") == 0
    assert secret in capsys.readouterr().out
