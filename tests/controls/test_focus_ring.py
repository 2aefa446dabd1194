"""When the ring around what has the focus is shown."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent

from app.controls.focus_ring import FocusRing

IN, OUT = QEvent.Type.FocusIn, QEvent.Type.FocusOut
Reason = Qt.FocusReason
TEMPORARY = pytest.mark.parametrize("reason", [Reason.PopupFocusReason, Reason.ActiveWindowFocusReason])


@pytest.mark.parametrize(
    ("reason", "usually", "for_tab"),
    [
        (Reason.TabFocusReason, True, True),
        (Reason.BacktabFocusReason, True, True),
        (Reason.OtherFocusReason, True, False),
        (Reason.ShortcutFocusReason, True, False),
        (Reason.MouseFocusReason, False, False),
    ],
)
def test_it_depends_on_how_the_focus_came(reason: Reason, usually: bool, for_tab: bool) -> None:
    for ring, expected in ((FocusRing(), usually), (FocusRing(is_for_tab_alone=True), for_tab)):
        ring.follow(QFocusEvent(IN, reason))
        assert ring.is_shown == expected
        ring.follow(QFocusEvent(OUT, reason))
        assert not ring.is_shown


@TEMPORARY
@pytest.mark.parametrize("first", [Reason.TabFocusReason, Reason.MouseFocusReason])
def test_a_menu_or_another_window_in_between_changes_nothing(first: Reason, reason: Reason) -> None:
    ring = FocusRing()
    ring.follow(QFocusEvent(IN, first))
    before = ring.is_shown
    for kind in (OUT, IN):
        ring.follow(QFocusEvent(kind, reason))
        assert ring.is_shown == before
