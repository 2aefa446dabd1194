"""Where a prediction sets out from."""

from app.session.session import Session
from physics.run.beginning import with_starts_inside
from physics.sweep.initial_states import BallState, ball_state, state_at_rest


def starts_over(session: Session) -> bool:
    """Whether no ball moves any more, so that Play begins at step 0 again."""
    return session.run.is_over and session.step > 0


def origin_of(session: Session, ball: int) -> BallState:
    """The state of a ball from which Play goes on: as it is now or, once the run is over, at rest where it began."""
    if not starts_over(session):
        return ball_state(session.run, ball)
    (begun,) = with_starts_inside(session.landscape, [session.ball(ball)])
    return state_at_rest(begun, session.run.first_forcing.with_noise(session.run.forcing.noise))
