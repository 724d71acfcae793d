"""What DATABASE_URL may say, and what is said of it when it is wrong."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from cms.database import database_settings, parse_database_url
from cms.ops import postgres


def test_every_part_of_an_address_is_read():
    url = "postgresql://ann%40home:p%2Fs%3As%25@db.example.org:6432/por%20tal?sslmode=require&connect_timeout=5"
    assert parse_database_url(url) == {
        "NAME": "por tal",
        "USER": "ann@home",
        "PASSWORD": "p/s:s%",
        "HOST": "db.example.org",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require", "connect_timeout": "5"},
    }


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("postgres://u@[2001:db8::1]:5432/d", "2001:db8::1"),
        ("postgres://u@%2Fvar%2Frun%2FPostgreSQL/d", "/var/run/PostgreSQL"),
        ("postgres://u@/d?host=/var/run/postgresql", "/var/run/postgresql"),
        ("postgres:///d", ""),
    ],
)
def test_a_host_may_be_an_address_a_directory_or_left_out(url, host):
    assert parse_database_url(url)["HOST"] == host


def test_the_life_of_a_connection_is_for_django_not_for_the_driver():
    settings = database_settings({"DATABASE_URL": "postgres://u@h/d?conn_max_age=0"})["default"]
    assert settings["CONN_MAX_AGE"] == 0
    assert settings["OPTIONS"] == {}


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://u@h/d", "begin with postgresql"),
        ("postgresql:/u@h/d", "begin with postgresql"),
        ("postgresql://u:p#w@h/d", "percent-encoded"),
        ("postgresql://u:p@w@h/d", "percent-encoded"),
        ("postgresql://u:p%zz@h/d", "%25"),
        ("postgresql://u:%ff@h/d", "UTF-8"),
        ("postgresql://u@h/d%00", "NUL"),
        ("postgresql://u@h/a/b", "percent-encoded"),
        ("postgresql://u@h", "no database"),
        ("postgresql://u@h:99999/d", "between 1 and 65535"),
        ("postgresql://u@h:port/d", "host and port"),
        ("postgresql://u@h1,h2/d", "host and port"),
        ("postgresql://u@h/d?sslmod=require", "“sslmod” is unknown"),
        ("postgresql://u@h/d?sslmode", "options"),
        ("postgresql://u@h/d?sslmode=a&sslmode=b", "twice"),
        ("postgresql://u@h/d?conn_max_age=soon", "number of seconds"),
    ],
)
def test_a_wrong_address_is_told_in_one_sentence_without_its_password(url, why):
    with pytest.raises(ImproperlyConfigured) as error:
        database_settings({"DATABASE_URL": url})
    assert why in str(error.value)
    assert "\n" not in str(error.value)
    assert "p@w" not in str(error.value)


@given(st.text(max_size=60))
def test_no_text_makes_the_parser_fall_over(text):
    try:
        settings = parse_database_url("postgresql://" + text)
    except ImproperlyConfigured:
        return
    assert settings["NAME"]


@pytest.mark.parametrize("environ", [{}, {"DATABASE_URL": ""}, {"DATABASE_URL": "  "}])
def test_without_an_address_the_checkouts_own_server_is_used(environ):
    settings = database_settings(environ)["default"]
    assert settings["HOST"] == str(postgres.layout().sockets)
    assert settings["CONN_HEALTH_CHECKS"] is True
