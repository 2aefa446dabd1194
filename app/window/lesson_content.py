"""What the panel shows of the list, a page of a lesson or a challenge, as a value."""

from dataclasses import dataclass
from enum import IntEnum
from functools import partial

from app.files.conditions import All, Condition, Unchanged
from app.files.lesson import Challenge, Lesson, Measure, Page, Question
from app.lessons.evaluation import Attempt, met_at, right_choices
from app.lessons.library import Entry, library
from app.lessons.numbers import filled, value_of
from app.panels.lesson_panel import Button, Choices, Content, Item, Text, lesson_detail
from app.session.session import Session
from app.text.lessons import not_yet_text, pages_text, prediction_text, result_text, tries_text, verdict_text
from app.text.numbers import short
from app.text.translation import _
from physics.run.run import Run


class Phase(IntEnum):
    """What a page of a lesson is at."""

    PREDICT = 0
    TRY = 1
    NOTICE = 2


@dataclass(frozen=True)
class PageState:
    """A page of a lesson, and how far the person is with it."""

    session: Session
    lesson: Lesson
    index: int
    phase: Phase
    choice: float | None
    """The ball, the valley, or the w of the flag that the person chose."""
    reference: Run | None
    """The run of the page's scenario; None until it is computed."""

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self.lesson.pages[self.index]


@dataclass(frozen=True)
class ChallengeState:
    """A challenge, and how far the person is with it."""

    challenge: Challenge
    run: Run
    """The person's."""
    reference: Run | None
    """The run of the scenario that it opens with; None until it is computed."""
    tries: int
    result: int | None
    """None until the goal is met."""
    best: int | None
    """Of all times."""
    shows_hint: bool
    has_next: bool
    """Whether another challenge follows."""

    @property
    def is_in_steps(self) -> bool:
        """Whether steps count, not tries."""
        return self.challenge.measure is Measure.STEPS


# The list


def list_content(progress: dict[str, int]) -> Content:
    """The lessons and challenges of the library, with what is done of each."""
    introduction = _("Say what will happen, try it, and see why. What is on the screen now comes back.")
    lessons, challenges = [], []
    for entry in library():
        if isinstance(entry.lesson, Lesson):
            lessons.append(_lesson_item(entry, entry.lesson, progress.get(entry.key, 0)))
        else:
            challenges.append(_challenge_item(entry, entry.lesson, progress.get(entry.key)))
    sections = ((_("Lessons"), tuple(lessons)), (_("Challenges"), tuple(challenges)))
    return Content(_("Learn"), texts=(Text(introduction, "muted"),), sections=sections)


def _lesson_item(entry: Entry, lesson: Lesson, done: int) -> Item:
    pages = len(lesson.pages)
    detail = lesson_detail(lesson.minutes, pages_text(done, pages) if 0 < done < pages else "")
    summary = filled(lesson.summary, None).replace("*", "")
    return Item(entry.key, lesson.title, detail, done >= pages, summary)


def _challenge_item(entry: Entry, challenge: Challenge, best: int | None) -> Item:
    text = partial(result_text, in_steps=challenge.measure is Measure.STEPS)
    detail = _("Par: {par}").format(par=text(challenge.par))
    if best is not None:
        detail = _("Par: {par} · Best: {best}").format(par=text(challenge.par), best=text(best))
    return Item(entry.key, challenge.title, detail, best is not None)


def _not_yet(condition: Condition, attempt: Attempt) -> list[Text]:
    """What is said of a run that is over without having met the condition; nothing of any other run."""
    if not attempt.run.last or not attempt.is_over or met_at(condition, attempt) is not None:
        return []
    parts = condition.conditions if isinstance(condition, All) else (condition,)
    is_changed = Unchanged() in parts and met_at(Unchanged(), attempt) is None
    return [Text(not_yet_text(is_changed=is_changed), "heading")]


# A page of a lesson


def page_content(state: PageState) -> Content:
    """The page in its phase."""
    page, reference, choice = state.page, state.reference, state.choice
    has_question = page.question is not None
    phases = (_("Predict"), _("Try"), _("Notice")) if has_question else (_("Try"), _("Notice"))
    number = _("Page {number} of {count}").format(number=state.index + 1, count=len(state.lesson.pages))
    texts = [Text(_("{page} · {title}").format(page=number, title=page.title), "muted")]
    choices = None
    if state.phase is Phase.PREDICT and page.predict is not None and page.question is not None:
        texts.append(Text(filled(page.predict, reference), is_markdown=True))
        choices = _choices(page.question, state.session)
    elif state.phase is Phase.TRY:
        texts.append(Text(filled(page.trying, reference), is_markdown=True))
        if page.question is not None and choice is not None:
            said = _choice_name(choice, page.question, state.session)
            texts.append(Text(_("You say: {choice}").format(choice=said), "muted"))
        texts.extend(_not_yet(page.done, Attempt(state.session.run, page.setting.scenario.steps)))
    else:
        if page.question is not None and choice is not None:
            texts.append(_verdict(page.question, choice, state))
        texts.append(Text(filled(page.notice, reference, state.session.run), is_markdown=True))
    phase = state.phase if has_question else state.phase - 1
    return Content(state.lesson.title, phases, phase, tuple(texts), choices, _page_buttons(state))


def _page_buttons(state: PageState) -> tuple[Button, ...]:
    back = Button("back", _("Back"), is_enabled=state.index > 0, tooltip=_("The page before"))
    if state.phase is Phase.PREDICT:
        tooltip, is_chosen = _("That is my prediction: on to the run"), state.choice is not None
        return back, Button("next", _("Predict"), is_primary=True, is_enabled=is_chosen, tooltip=tooltip)
    if state.phase is Phase.TRY:
        return back, Button("next", _("Skip"), tooltip=_("Go on without having done it"))
    is_last = state.index + 1 == len(state.lesson.pages)
    return back, Button("next", _("Finish") if is_last else _("Next page"), is_primary=True)


def _choices(question: Question, session: Session) -> Choices:
    if question.choose == "flag":
        return Choices(domain=session.landscape.domain)
    if question.choose == "ball":
        balls = enumerate(session.styles)
        names = tuple((float(ball), _ball_name(session, ball), (style.colour, style.marker)) for ball, style in balls)
        return Choices(names)
    valleys = range(1, session.landscape.features.valley_count + 1)
    return Choices(tuple((float(valley), _choice_name(valley, question, session), None) for valley in valleys))


def _choice_name(choice: float, question: Question, session: Session) -> str:
    """What was chosen, or would have been right, in words."""
    if question.choose == "ball":
        return _ball_name(session, int(choice))
    if question.choose == "valley":
        return _("valley {number}").format(number=int(choice))
    return _("w = {value}").format(value=short(choice, 3))


def _ball_name(session: Session, ball: int) -> str:
    """The name of a ball, with its start where another one has the same name."""
    name = session.name(ball)
    if [session.name(other) for other in range(len(session.run.balls))].count(name) == 1:
        return name
    return _("{name} from w = {start}").format(name=name, start=short(session.run.balls[ball].start))


def _verdict(question: Question, choice: float, state: PageState) -> Text:
    """What was predicted against what was seen."""
    right = _right_answers(question, state)
    if question.choose == "flag":
        is_right = any(abs(value - choice) <= question.tolerance for value in right)
    else:
        is_right = choice in right
    said, *names = (_choice_name(each, question, state.session) for each in (choice, *right))
    return Text(prediction_text(said, names, is_right=is_right), "good" if is_right else "heading")


def _right_answers(question: Question, state: PageState) -> list[float]:
    run = state.session.run
    if question.number is not None:
        value = value_of(question.number, run)
        return [] if value is None else [value]
    if question.right is None:
        return []
    attempt = Attempt(run, state.page.setting.scenario.steps)
    is_ball = question.choose == "ball"
    count = len(run.balls) if is_ball else run.landscape.features.valley_count
    return [float(each) for each in right_choices(question.right, attempt, count, 0 if is_ball else 1)]


# A challenge


def challenge_content(state: ChallengeState) -> Content:
    """The task, what has come of it, and the hint if it was asked for."""
    challenge, reference = state.challenge, state.reference
    texts = [Text(filled(challenge.task, reference), is_markdown=True)]
    if state.result is not None:
        texts.append(Text(verdict_text(state.result, challenge.par, in_steps=state.is_in_steps), "good"))
        texts.append(Text(filled(challenge.solved, reference, state.run), is_markdown=True))
    else:
        texts.extend(_not_yet(challenge.goal, Attempt(state.run, challenge.setting.scenario.steps)))
    texts.append(Text(_score(state), "muted"))
    if state.shows_hint and challenge.hint is not None:
        texts.append(Text(_("Hint"), "heading"))
        texts.append(Text(filled(challenge.hint, reference), is_markdown=True))
    return Content(challenge.title, texts=tuple(texts), buttons=_challenge_buttons(state))


def _score(state: ChallengeState) -> str:
    """Par, best result and tries so far, each on a line."""
    text = partial(result_text, in_steps=state.is_in_steps)
    lines = [
        _("Par: {par}").format(par=text(state.challenge.par)),
        _("Best so far: {best}").format(best=_("none yet") if state.best is None else text(state.best)),
        _("Now: {tries}").format(tries=tries_text(state.tries)),
    ]
    return "\n".join(lines)


def _challenge_buttons(state: ChallengeState) -> tuple[Button, ...]:
    buttons = [
        Button("list", _("List"), tooltip=_("Lessons and challenges; the scene before comes back")),
        Button("again", _("Reset"), tooltip=_("Put everything back to the beginning of the task")),
    ]
    has_hint = state.challenge.hint is not None and not state.shows_hint and state.result is None
    if has_hint and state.tries >= state.challenge.hint_after:
        buttons.append(Button("hint", _("Hint")))
    if state.result is not None:
        buttons.append(Button("next", _("Next") if state.has_next else _("Finish"), is_primary=True))
    return tuple(buttons)
