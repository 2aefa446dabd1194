"""The commands: what they set up, when, and what they say where they can't."""

import ast
import errno
import os
import platform
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

import dev
from app.version import __version__


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder, with a blank in its name, in which nothing has been set up."""
    folder = tmp_path / "momentum lab"
    folder.mkdir()
    for name in ("pyproject.toml", "constraints.txt"):
        (folder / name).write_bytes((dev.ROOT / name).read_bytes())
    monkeypatch.setattr(dev, "ROOT", folder)
    monkeypatch.setattr(dev, "VENV", folder / ".venv")
    monkeypatch.setattr(dev, "PYTHON", folder / ".venv" / "python")
    return folder


@pytest.fixture
def done(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps of a set-up, in order; nothing is really installed."""
    steps: list[str] = []

    def make_venv() -> None:
        steps.append("venv")
        dev.VENV.mkdir(exist_ok=True)
        dev.PYTHON.touch()
        version = ".".join(map(str, sys.version_info[:3]))
        (dev.VENV / "pyvenv.cfg").write_text(f"version = {version}\ncommand = -m venv {dev.VENV}\n")

    monkeypatch.setattr(dev, "make_venv", make_venv)
    monkeypatch.setattr(dev, "install_dependencies", steps.append)
    monkeypatch.setattr(dev, "missing_packages", lambda stamp: [])
    return steps


def test_the_first_start_sets_up_and_the_second_does_nothing(done: list[str]) -> None:
    dev.set_up(dev.RUN)
    assert done == ["venv", dev.RUN]
    dev.set_up(dev.RUN)
    assert done == ["venv", dev.RUN]


def test_on_windows_a_second_set_up_waits_until_the_first_is_done() -> None:
    answers = [OSError(errno.EDEADLK, "ten seconds have passed"), OSError(errno.EDEADLK, "and again"), None]

    def locking(number: int, mode: int, length: int) -> None:
        answer = answers.pop(0)
        if answer is not None:
            raise answer

    windows = SimpleNamespace(LK_LOCK=1, locking=locking)
    dev.lock_on_windows(7, windows)
    assert answers == []
    answers.append(OSError(errno.EACCES, "never"))
    with pytest.raises(PermissionError):
        dev.lock_on_windows(7, windows)


def test_check_adds_to_what_run_set_up_and_serves_both(done: list[str]) -> None:
    dev.set_up(dev.RUN)
    dev.set_up(dev.CHECK)
    dev.set_up(dev.RUN)
    assert done == ["venv", dev.RUN, dev.CHECK]


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_other_versions_are_installed_into_the_same_venv(project: Path, done: list[str], name: str) -> None:
    dev.set_up(dev.CHECK)
    with (project / name).open("a") as file:
        file.write("# changed\n")
    dev.set_up(dev.RUN)
    assert done == ["venv", dev.CHECK, dev.RUN]
    assert not dev.is_ready(dev.CHECK)


def test_after_an_interrupted_set_up_the_next_one_starts_from_nothing(
    done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(stamp: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(dev, "install_dependencies", interrupted)
        with pytest.raises(KeyboardInterrupt):
            dev.set_up(dev.RUN)
    assert not dev.is_ready(dev.RUN)
    dev.set_up(dev.RUN)
    assert done == ["venv", "venv", dev.RUN]


@pytest.mark.parametrize("changed", [("version = 3.", "version = 2."), ("momentum lab", "elsewhere")])
def test_a_venv_of_another_python_or_another_folder_is_made_from_nothing(
    done: list[str], changed: tuple[str, str]
) -> None:
    dev.set_up(dev.RUN)
    written = dev.VENV / "pyvenv.cfg"
    written.write_text(written.read_text().replace(*changed))
    (dev.VENV / dev.RUN).write_text("the fingerprint there")
    dev.set_up(dev.RUN)
    assert done == ["venv", dev.RUN, "venv", dev.RUN]


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been started."""
    started: list[list[str]] = []

    def start(command: list[object], **_: object) -> int:
        started.append([str(part) for part in command])
        return 0

    for name in ("call", "run"):
        monkeypatch.setattr(subprocess, name, start)
    monkeypatch.setattr(dev, "exec_", start)
    return started


def test_every_dependency_is_installed_at_its_pin(project: Path, commands: list[list[str]]) -> None:
    dev.install_dependencies(dev.CHECK)
    with_dependencies, itself = commands
    assert {"numpy>=2", "PySide6-Essentials>=6.11.1,<6.12", "pytest>=8.3"} <= set(with_dependencies)
    assert with_dependencies[with_dependencies.index("--constraint") + 1] == str(project / "constraints.txt")
    assert itself[itself.index("--editable") + 1] == str(project)
    assert "--no-deps" in itself


def test_every_dependency_is_pinned_without_an_address() -> None:
    lines = (dev.ROOT / "constraints.txt").read_text().splitlines()
    pins = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    names = {name.lower() for name in pins}
    wanted = dev.dependencies("dev", "build")
    assert {line.partition(">")[0].lower() for line in wanted} <= names
    assert all(number.replace(".", "").isdigit() for number in pins.values())


def as_user(number: int) -> Callable[[], int]:
    return lambda: number


@pytest.mark.linux
def test_root_installs_missing_packages(commands: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", as_user(0))
    monkeypatch.setattr(dev.shutil, "which", str)
    dev.install_packages(["libegl1", "xvfb"])
    assert [command[:3] for command in commands] == [["apt-get", "-qq", "update"], ["apt-get", "-qq", "install"]]
    assert commands[1][-2:] == ["libegl1", "xvfb"]


@pytest.mark.linux
def test_other_users_see_the_line_to_copy(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", as_user(1000))
    monkeypatch.delenv("CI", raising=False)
    dev.install_packages(["libegl1", "xvfb"])
    assert commands == []
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "dev.py: these system packages are missing: sudo apt-get install libegl1 xvfb\n"


@pytest.mark.linux
def test_the_checks_need_more_than_running_does(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(name: str) -> None:
        return None

    monkeypatch.setattr(dev.shutil, "which", nowhere)
    assert set(dev.missing_packages(dev.CHECK)) - set(dev.missing_packages(dev.RUN)) == {"binutils", "xvfb"}


def test_without_ensurepip_it_ends_in_one_line(
    project: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "has_module", lambda name: False)
    with pytest.raises(SystemExit, match=r"^dev\.py: this Python cannot make a \.venv"):
        dev.make_venv()
    assert commands == []
    if sys.platform == "linux":
        assert f"python3.{sys.version_info[1]}-venv" in dev.missing_packages(dev.RUN)


@pytest.fixture
def build_venv(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in which nothing has been built, with a Python that has its shared library; its folder is there."""
    (project / ".venv-build").mkdir()
    monkeypatch.setattr(dev, "BUILD_VENV", project / ".venv-build")
    monkeypatch.setattr(sysconfig, "get_config_var", lambda name: 1)
    return project / ".venv-build"


def test_a_build_has_its_own_environment_made_from_nothing_when_anything_changes(
    project: Path, build_venv: Path, commands: list[list[str]]
) -> None:
    python = dev.set_up_build()
    assert python.is_relative_to(build_venv)
    making, installing = commands
    assert making[1:] == ["-m", "venv", "--clear", str(build_venv)]
    assert installing[0] == str(python)
    assert {"numpy>=2", "pyinstaller>=6.15"} <= set(installing)
    assert not any(word.startswith("pytest") for word in installing)
    python.parent.mkdir()
    python.touch()
    dev.set_up_build()
    assert len(commands) == 2
    with (project / "constraints.txt").open("a") as file:
        file.write("# changed\n")
    dev.set_up_build()
    assert len(commands) == 4


@pytest.mark.linux
def test_a_python_that_cannot_be_packed_is_refused(
    build_venv: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sysconfig, "get_config_var", lambda name: 0)
    with pytest.raises(SystemExit) as caught:
        dev.set_up_build()
    assert (caught.value.code, commands) == (2, [])
    err = capsys.readouterr().err
    assert "without its shared library" in err
    assert "sudo apt-get install python3-venv python3-dev" in err


@pytest.mark.parametrize("arguments", [["build"], ["build", "--again"]])
def test_build_runs_in_that_environment(
    build_venv: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setattr(dev, "missing_packages", lambda stamp: [])
    monkeypatch.chdir(build_venv.parent)
    assert dev.main(arguments) == 0
    assert commands[-1][1:] == ["-m", "resources.packaging.build", *arguments[1:]]
    assert Path(commands[-1][0]).is_relative_to(build_venv)


@pytest.mark.linux
def test_in_ci_others_than_root_install_with_sudo(commands: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", as_user(1000))
    monkeypatch.setattr(dev.shutil, "which", str)
    monkeypatch.setenv("CI", "true")
    dev.install_packages(["xvfb"])
    assert [command[:3] for command in commands] == [["sudo", "--non-interactive", "apt-get"]] * 2


def test_run_passes_every_argument_on(done: list[str], commands: list[list[str]]) -> None:
    assert dev.main(["run", "run", "--csv", "a b.csv", "--formula=-w^2"]) == 0
    assert commands[-1][1:] == ["run", "--csv", "a b.csv", "--formula=-w^2"]
    assert Path(commands[-1][0]).stem == "momentum-lab"


@pytest.mark.linux
class TestWindows:
    """The command that makes a Windows under Wine."""

    @pytest.fixture
    def debian(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A Debian 12 where everything is installed and root asks; its description, to be changed."""
        release = project / "os-release"
        release.write_text('PRETTY_NAME="Debian"\nID=debian\nVERSION_ID="12"\n')
        monkeypatch.setattr(dev, "OS_RELEASE", release)
        monkeypatch.setattr(platform, "machine", lambda: "x86_64")
        monkeypatch.setattr(dev, "missing_wine_packages", list)
        monkeypatch.setattr(os, "geteuid", as_user(0))
        return release

    @pytest.mark.parametrize("arguments", [["windows"], ["windows", "--all"]])
    def test_the_build_and_the_tests_follow(
        self, debian: Path, done: list[str], commands: list[list[str]], arguments: list[str]
    ) -> None:
        assert dev.main(arguments) == 0
        assert done == ["venv", dev.RUN]
        assert commands == [[str(dev.PYTHON), "-m", "tests.under_wine", *arguments[1:]]]

    @pytest.mark.parametrize("text", ['ID=ubuntu\nVERSION_ID="12"', 'ID=debian\nVERSION_ID="13"', None])
    def test_another_system_is_refused_in_one_line(
        self, debian: Path, capsys: pytest.CaptureFixture[str], text: str | None
    ) -> None:
        debian.unlink() if text is None else debian.write_text(text)
        assert dev.main(["windows"]) == 2
        assert capsys.readouterr().err == (
            "dev.py: nothing is known about Windows here: it takes Debian 12 on x86-64, and this is another system\n"
        )

    def test_a_user_who_may_not_install_sees_the_line_to_copy(
        self, debian: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(os, "geteuid", as_user(1000))
        monkeypatch.setattr(dev, "missing_wine_packages", lambda: ["wine", "xvfb"])
        assert dev.main(["windows"]) == 2
        assert capsys.readouterr().err.endswith("apt-get install --no-install-recommends wine xvfb\n")

    def test_packages_that_could_not_be_installed_are_named(
        self, debian: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked: list[str] = []
        monkeypatch.setattr(dev, "install_packages", asked.extend)
        monkeypatch.setattr(dev, "missing_wine_packages", lambda: ["wine"])
        assert dev.main(["windows"]) == 2
        assert asked == ["wine"]
        assert capsys.readouterr().err.endswith("these packages could not be installed: wine\n")

    def test_missing_are_the_packages_that_are_not_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        listing = b"wine installed\nxvfb not-installed\nwine64 half-configured\n"
        monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(stdout=listing))
        assert dev.missing_wine_packages() == [name for name in dev.WINE_PACKAGES if name != "wine"]


def test_another_python_that_is_new_enough_takes_over(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/bin/{name}" if name == "python3.12" else None)
    dev.main(["run", "x"])
    assert commands[-1] == ["/bin/python3.12", dev.__file__, "run", "x"]


@pytest.mark.parametrize("version", [(3, 10, 4), (3, 15, 0)])
def test_a_python_of_an_unsupported_version_is_refused_in_one_line(
    version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(sys, "version", ".".join(map(str, version)) + " (of some date)")
    monkeypatch.setattr(dev, "other_python", str)
    assert dev.main(["run"]) == 2
    number = ".".join(map(str, version))
    assert capsys.readouterr().err == (
        f"dev.py: Momentum Lab needs Python 3.11, 3.12, 3.13 or 3.14; this is Python {number}\n"
    )


def test_an_old_python_can_parse_it() -> None:
    source = (dev.ROOT / "dev.py").read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source, feature_version=(3, 6))) == dev.__doc__.strip()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([], 0), (["--help"], 0), (["tidy"], 2), (["check", "x"], 2), (["build", "x"], 2), (["windows", "x"], 2)],
)
def test_without_a_command_it_lists_all(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(arguments) == code
    words = [line.split()[:3] for line in capsys.readouterr().out.splitlines()]
    assert words == [["python3", "dev.py", name] for name in ("run", "check", "build", "translations", "windows")]


def test_the_installed_program_has_the_version_of_its_source() -> None:
    text = (dev.ROOT / "app" / "version.py").read_text(encoding="utf-8")
    assert f'__version__ = "{__version__}"' in text
    assert all(part.isdigit() for part in __version__.split("."))
