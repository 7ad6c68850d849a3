"""The production profile: what it demands, and that it is as strict as Django can check."""

import os
import subprocess
import sys
from typing import Any

import pytest

COMPLETE = {
    "SECRET_KEY": "a-long-made-up-key-for-this-test-only-0123456789-abcdefghijklm",
    "ALLOWED_HOSTS": "samverkan.example.se",
    "SITE_URL": "https://samverkan.example.se",
}


def load_settings(tmp_path: Any, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **variables}
    command = [sys.executable, "-c", "import samverkan.settings as s; print(s.DATABASES['default']['ENGINE'])"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_production_is_the_default_and_starts_when_everything_is_set(tmp_path: Any) -> None:
    answer = load_settings(tmp_path, **COMPLETE)
    assert (answer.returncode, answer.stdout.strip()) == (0, "django.db.backends.sqlite3")


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_production_refuses_to_start_and_names_what_is_missing(tmp_path: Any, name: str) -> None:
    answer = load_settings(tmp_path, **{key: value for key, value in COMPLETE.items() if key != name})
    assert answer.returncode != 0
    assert f"set the environment variables {name}." in answer.stderr


def test_production_names_everything_that_is_missing_at_once(tmp_path: Any) -> None:
    assert "SECRET_KEY, ALLOWED_HOSTS, SITE_URL" in load_settings(tmp_path).stderr


def test_production_refuses_a_site_without_tls(tmp_path: Any) -> None:
    answer = load_settings(tmp_path, **{**COMPLETE, "SITE_URL": "http://samverkan.example.se"})
    assert "https://" in answer.stderr


def test_an_unknown_profile_is_refused(tmp_path: Any) -> None:
    assert "production, demo or test" in load_settings(tmp_path, **COMPLETE, SAMVERKAN_PROFILE="debug").stderr


def test_a_database_address_chooses_postgresql_with_a_short_wait_for_the_pool(tmp_path: Any) -> None:
    answer = load_settings(tmp_path, **COMPLETE, DATABASE_URL="postgresql://anna:hem%20ligt@db.example.se:5433/sam")
    assert answer.stdout.strip() == "django.db.backends.postgresql"


def test_another_database_is_refused(tmp_path: Any) -> None:
    assert "sqlite:///" in load_settings(tmp_path, **COMPLETE, DATABASE_URL="mysql://x/y").stderr
