"""`run`: simulates a scenario without a window, in little memory however long it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.cli.console import cut
from app.cli.films import FILM_OPTIONS, FilmRequest, load_film_maker, read_film
from app.cli.options import run_parser
from app.cli.outputs import is_same_file, open_outputs, output_names, replaced_file
from app.cli.parser import STDOUT, Options, UsageError, goes_with
from app.cli.pictures import PICTURE_OPTIONS, PictureRequest, load_painter, read_picture, require_output
from app.cli.reports import run_report
from app.cli.scenario_options import input_files, read_scenario_options, source_file
from app.cli.simulation import replay, simulate_into
from app.files.atomic import with_path
from app.files.scenario import Scenario, scenario_text
from app.files.summary import summary_text
from app.files.trajectories import NotAnExport, check_sidecar, sidecar_path
from app.pictures.limits import SLIDE_PX
from app.text.balls import name_of
from app.text.figures import LANDSCAPE
from app.text.seeds import seeds_text
from app.text.translation import _
from physics.sweep.initial_states import state_at_rest
from physics.sweep.seeds import results_over_seeds, seeds_from

OUTPUT_OPTIONS = {
    *("file", "csv", "summary", "force", "seeds", "picture", "film", "theme"),
    *(*PICTURE_OPTIONS, *FILM_OPTIONS),
}
"""Those that change nothing of the scenario."""


@dataclass(frozen=True)
class RunRequest:
    """A scenario to run, and where the results go."""

    scenario: Scenario
    source: Path | None
    """The scenario file that was read."""
    is_unchanged: bool
    """Whether no option changes the scenario of the file."""
    inputs: tuple[Path, ...]
    """All files that were read."""
    csv: str | None
    summary: str | None
    force: bool
    """Whether the scenario next to the CSV may replace any file."""
    picture: PictureRequest | None
    seeds: int | None
    """Over how many seeds the share of each valley is printed, if it is."""
    film: FilmRequest | None
    """The film that is made, if one is."""


def read_run_request(arguments: Sequence[str]) -> RunRequest:
    """Parse the arguments of `run` and read its files. Raises UsageError or BadFile."""
    options = run_parser().parse(arguments)
    outputs = output_names(options)
    picture, film = read_picture(options, SLIDE_PX, LANDSCAPE), read_film(options)
    require_output(options, ("theme",), "picture", "film")
    scenario = read_scenario_options(options)
    steps = options.get("steps", scenario.steps)
    if picture is not None and picture.step is not None:
        _check_step("--picture-step", picture.step, steps)
    if film is not None and film.steps is not None:
        _check_step("--film-steps", film.steps[1], steps)
    return RunRequest(
        scenario=replace(scenario, steps=steps, full=scenario.full or "full" in options),
        source=source_file(options),
        is_unchanged="file" in options and options.keys() <= OUTPUT_OPTIONS,
        inputs=input_files(options),
        csv=outputs.get("--csv"),
        summary=outputs.get("--summary"),
        picture=picture,
        force="force" in options,
        seeds=_seeds(scenario, options),
        film=film,
    )


def _check_step(option: str, step: int, last: int) -> None:
    if step > last:
        pattern = _("{step} comes after the last step, {last}")
        raise UsageError(f"{option}: {pattern.format(step=step, last=last)}")


def _seeds(scenario: Scenario, options: Options) -> int | None:
    """Over how many seeds shares are wanted. Raises UsageError where nothing depends on the seed alone."""
    if "seeds" in options and not scenario.forcing.is_noisy:
        raise goes_with("--seeds", "--noise")
    if "seeds" in options and scenario.edits:
        complaint = _("the scenario has edits, and runs with other seeds are made without")
        raise UsageError(f"--seeds: {complaint}")
    return options.get("seeds")


def run(arguments: Sequence[str]) -> int:
    """Run a scenario, write the files, print the table. Raises UsageError, BadFile or OSError."""
    request = read_run_request(arguments)
    sidecar = _("--csv's scenario")  # among the outputs, as messages name it
    picture, film = request.picture, request.film
    names = {
        "--csv": request.csv,
        sidecar: _sidecar_name(request),
        "--summary": request.summary,
        "--picture": None if picture is None else picture.file,
        "--film": None if film is None else film.file,
    }
    with open_outputs(names, request.inputs) as outputs:
        painter = None if picture is None else load_painter(picture)  # before the work: Qt may be missing
        make_film = None if film is None else load_film_maker(film)
        result = simulate_into(outputs.get("--csv"), request.scenario)
        if sidecar in outputs:
            outputs[sidecar].write(scenario_text(replay(request.scenario, result), export=True).encode())
        if "--summary" in outputs:
            outputs["--summary"].write(summary_text(result.run).encode())
        if picture is not None and painter is not None:
            step = result.run.step if picture.step is None else picture.step
            with with_path(outputs["--picture"].path):
                outputs["--picture"].stream.write(painter.scenario(request.scenario, step, picture.parts))
        if make_film is not None:
            with with_path(outputs["--film"].path):
                make_film(replay(request.scenario, result), outputs["--film"].stream)
    if STDOUT not in (request.csv, request.summary):
        print(run_report(request.scenario.title, *result), end="")
        if request.seeds is not None:
            print(_seed_lines(request.scenario, request.seeds), end="")
    return 0


def _seed_lines(scenario: Scenario, count: int) -> str:
    """The share of each valley over many seeds, a line for each ball."""
    lines = []
    for ball in scenario.balls:
        seeds = seeds_from(scenario.forcing.seed, count)
        state, last = state_at_rest(ball, scenario.forcing), max(1, scenario.steps)
        results = results_over_seeds(scenario.landscape, state, seeds, last)
        lines.append(f"\n{cut(name_of(ball))}: {seeds_text(scenario.landscape, results, last)}")
    return "".join(lines) + "\n"


# The scenario next to the CSV


def _sidecar_name(request: RunRequest) -> str | None:
    """The name of the scenario that reproduces the CSV; None where none is written, or it exists already.

    Raises UsageError where it would replace the CSV itself, the scenario that was read by a changed one, or, without
    --force, a file that no export has written.
    """
    csv = replaced_file(request.csv) if request.csv is not None else None
    if csv is None:
        return None
    with with_path(csv):  # the current folder may be gone
        return _checked_sidecar(csv, request)


def _checked_sidecar(csv: Path, request: RunRequest) -> str | None:
    path = sidecar_path(csv)
    if is_same_file(csv, path):
        pattern = _("{option}: {file} has the ending of the scenario that is written beside it; choose another")
        raise UsageError(pattern.format(option="--csv", file=csv.name))
    if request.source is not None and is_same_file(path, request.source):
        if request.is_unchanged:
            return None
        pattern = _("{option}: {file} would replace {scenario} by a changed scenario; choose another name")
        raise UsageError(pattern.format(option="--csv", file=csv.name, scenario=path.name))
    if not request.force:
        try:
            check_sidecar(path)
        except NotAnExport as error:
            pattern = _(
                "{option}: {file} would replace {scenario}, which was not written by an export; choose another name, "
                "or add {force}"
            )
            complaint = pattern.format(option="--csv", file=csv.name, scenario=path.name, force="--force")
            raise UsageError(complaint) from error
    return str(path)
