from pathlib import Path

import numpy as np
import pytest

from app.files.text import BadFile
from app.views.editors.import_dialog import MAX_VALLEYS_PROPOSED, SMOOTHINGS, import_curve, smoothed
from physics.rules.suggestion import suggest


def written(folder: Path, w: np.ndarray, f: np.ndarray) -> Path:
    path = folder / "curve.csv"
    np.savetxt(path, np.column_stack([w, f]), delimiter=",", fmt="%.17g")
    return path


def never() -> bool:
    return False


def test_every_offered_smoothing_has_its_own_suggestion(tmp_path: Path) -> None:
    w = np.linspace(0.0, 10.0, 500)
    path = written(tmp_path, w, (w - 5.0) ** 2 + 0.4 * np.sin(25.0 * w))
    shares: list[float] = []
    imported = import_curve(path, shares.append, never)
    assert imported is not None
    assert [offer.fraction for offer in imported.offers] == list(SMOOTHINGS)
    assert [offer.valleys for offer in imported.offers] == sorted((o.valleys for o in imported.offers), reverse=True)
    assert all(offer.suggestion == suggest(offer.landscape) for offer in imported.offers)
    assert all(offer.landscape.title == "curve" for offer in imported.offers)
    assert shares == sorted(shares)
    assert 0.0 < shares[0] < shares[-1] < 1.0


def test_for_a_smooth_curve_no_smoothing_is_proposed(tmp_path: Path) -> None:
    w = np.linspace(-2.0, 2.0, 50)
    imported = import_curve(written(tmp_path, w, w**2), lambda share: None, never)
    assert imported is not None
    assert imported.proposed.fraction == 0.0
    landscape = imported.proposed.landscape
    is_sample = np.isin(landscape.w, w)
    assert landscape.f[is_sample].tolist() == (w**2).tolist()
    assert imported.proposed.turns == 1
    assert landscape.w[~is_sample] == pytest.approx([0.0], abs=1e-12)
    assert landscape.f[~is_sample] == pytest.approx([0.0], abs=1e-12)


def test_for_a_curve_that_stays_rough_the_strongest_smoothing_is_proposed(tmp_path: Path) -> None:
    w = np.linspace(0.0, 1.0, 2000)
    imported = import_curve(written(tmp_path, w, np.sin(160.0 * w)), lambda share: None, never)
    assert imported is not None
    assert imported.proposed is imported.offers[-1]
    assert imported.proposed.valleys > MAX_VALLEYS_PROPOSED


def test_a_cancelled_import_stops_before_the_next_smoothing(tmp_path: Path) -> None:
    path = written(tmp_path, np.arange(10.0), np.zeros(10))
    shares: list[float] = []
    assert import_curve(path, shares.append, lambda: len(shares) == 2) is None
    assert len(shares) == 2


def test_an_unreadable_or_too_steep_curve_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("1,2\n3,x\n")
    with pytest.raises(BadFile, match="line 2"):
        import_curve(path, lambda share: None, never)
    with pytest.raises(ValueError, match="TOO_STEEP"):
        import_curve(written(tmp_path, np.arange(5.0) * 1e-300, np.arange(5.0)), lambda share: None, never)


def test_a_custom_smoothing(tmp_path: Path) -> None:
    w = np.linspace(-2.0, 2.0, 50)
    imported = import_curve(written(tmp_path, w, w**2), lambda share: None, never)
    assert imported is not None
    custom = smoothed(imported.curve, 0.1)
    assert (custom.fraction, custom.valleys) == (0.1, 1)
    assert custom.landscape.f.min() > 0.0
