from pathlib import Path

import pytest

from workspace.settings import DEMO_KEY, Settings, WrongSettingsError


def read(data: Path, **given: str) -> Settings:
    return Settings.read(
        {f"WORKSPACE_{k}": v for k, v in given.items()} | {"WORKSPACE_DATA": str(data)}
    )


def test_production_makes_a_key_of_its_own_and_keeps_it(tmp_path: Path) -> None:
    first = read(tmp_path, ENV="production")

    assert len(first.secret_key) > 32
    assert read(tmp_path, ENV="production").secret_key == first.secret_key


@pytest.mark.parametrize("key", [DEMO_KEY, "short"])
def test_production_refuses_a_known_or_short_key(tmp_path: Path, key: str) -> None:
    with pytest.raises(WrongSettingsError, match="WORKSPACE_SECRET_KEY"):
        read(tmp_path, ENV="production", SECRET_KEY=key)


def test_production_refuses_the_data_of_a_demonstration(tmp_path: Path) -> None:
    read(tmp_path, ENV="demo")

    with pytest.raises(WrongSettingsError, match="demonstration"):
        read(tmp_path, ENV="production")


def test_a_command_beside_a_demonstration_means_it(tmp_path: Path) -> None:
    read(tmp_path, ENV="demo")

    assert read(tmp_path).is_demo


def test_without_a_word_it_is_production(tmp_path: Path) -> None:
    assert not read(tmp_path).is_demo


@pytest.mark.parametrize(
    ("given", "named"),
    [({"COLOUR": "red"}, "WORKSPACE_COLOUR"), ({"ENV": "staging"}, "staging")],
)
def test_a_wrong_setting_is_named(tmp_path: Path, given: dict[str, str], named: str) -> None:
    with pytest.raises(WrongSettingsError, match=named):
        read(tmp_path, **given)


def test_addresses_in_letters_are_those_of_the_settings(tmp_path: Path) -> None:
    settings = read(tmp_path, BASE_URL="https://maillage.example/")

    assert settings.base_url == "https://maillage.example"
