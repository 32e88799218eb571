"""Whether people sign in here, and by which provider: the section [auth] of a file of secrets that lies outside the project.

`VSTBPN_SECRETS` names the file (README); Streamlit's own places for it work too. Read when the server starts: a file that
cannot be used stops it, since a system that asks nobody who they are must never come from a mistyped line.
"""

import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from catalogue.errors import UsageError

FILE = "VSTBPN_SECRETS"
SHORTEST = 32  # characters of the secret that seals cookies
NEEDED = ("redirect_uri", "cookie_secret")
OF_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
HERE = ("127.0.0.1", "localhost", "::1")


def secrets() -> dict[str, Any]:
    """What the file of secrets says; nothing where none is named.

    Raises:
        UsageError: it cannot be read, others may read it, or it is not TOML.
    """
    if not os.environ.get(FILE):
        return {}
    path = Path(os.environ[FILE])
    try:
        if path.stat().st_mode & 0o077:
            raise UsageError("door_secrets_open", path=path)
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError("door_secrets_unread", path=path, reason=error) from error


def section() -> Mapping[str, Any]:
    """The section [auth]; empty where no sign-in is set up."""
    found: Mapping[str, Any] = {}
    with suppress(FileNotFoundError):
        found = st.secrets.get("auth", {})
    return found


def providers() -> list[str]:
    """The names of the providers; an empty one where there is one without a name."""
    auth = section()
    return [name for name in auth if isinstance(auth[name], Mapping) and name != "client_kwargs"] or [""]


def over_https() -> bool:
    """Whether the address to which the provider sends people back, and so this system's, is https."""
    return str(section().get("redirect_uri", "")).startswith("https://")


def check() -> None:
    """Hold the section [auth] against what a safe sign-in needs; nothing to do where there is none.

    Raises:
        UsageError: naming what is wrong and what to write.
    """
    auth = section()
    if not auth:
        return
    missing = [name for name in NEEDED if not auth.get(name)]
    for provider in providers():
        about = auth[provider] if provider else auth
        missing += [f"{provider}.{name}".lstrip(".") for name in OF_PROVIDER if not about.get(name)]
    if missing:
        raise UsageError("door_secrets_missing", found=", ".join(missing))
    if len(str(auth["cookie_secret"])) < SHORTEST:
        raise UsageError("door_secrets_short", expected=SHORTEST)
    addresses = [auth["redirect_uri"], *((auth[one] if one else auth)["server_metadata_url"] for one in providers())]
    for address in map(str, addresses):
        parts = urlsplit(address)
        if parts.scheme != "https" and parts.hostname not in HERE:
            raise UsageError("door_secrets_http", found=address)
    if st.get_option("server.trustedUserHeaders"):
        raise UsageError("door_secrets_headers")
