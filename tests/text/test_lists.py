from app.text.lists import all_of, any_of


def test_lists_are_joined_by_and_or_by_or() -> None:
    assert all_of(["--csv -", "--summary -"]) == "--csv - and --summary -"
    assert any_of(["momentum", "nesterov", "sign"]) == "momentum or nesterov or sign"
    assert any_of(["momentum"]) == all_of(["momentum"]) == "momentum"
