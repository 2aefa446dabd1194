"""Names for new files."""

import pytest

from app.window.exporting import MAX_NAME_LENGTH, file_name

pytestmark = pytest.mark.windows


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Descending hills", "descending-hills"),
        ("0.1w² + cos(3w)", "0-1w²-cos-3w"),
        ("../../etc/passwd", "etc-passwd"),
        ("Täler: eins/zwei", "täler-eins-zwei"),
        ("…", "momentum-lab"),
        ("", "momentum-lab"),
        ("CON", "con-scenario"),
        ("nul.", "nul-scenario"),
        ("com1", "com1-scenario"),
        ("lpt²", "lpt²-scenario"),
        ("Consul", "consul"),
        ("ends with dots...", "ends-with-dots"),
        ("x" * 300, "x" * MAX_NAME_LENGTH),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title: str, name: str) -> None:
    assert file_name(title) == name
