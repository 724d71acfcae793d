"""The accounts of the demo: `load_demo` makes them, `make demo` prints them.

Later parts of the portal add theirs to the list. All have the password that stands in the environment as DEMO_PASSWORD.
"""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass

#: The roles of cms.roles, whose people work in the admin.
STAFF_GROUPS = frozenset({"Editors", "Translators", "Moderators", "Membership officers", "Administrators"})
CODE_SECONDS = 30


@dataclass(frozen=True)
class DemoAccount:
    email: str
    role: str
    """What the account may do, in a few words, for the terminal."""
    groups: tuple[str, ...] = ()
    """Names of the groups it belongs to."""
    is_superuser: bool = False
    organization: str = ""
    """Key of the organization it belongs to, which brings its access groups."""
    organization_role: str = "member"
    language: str = ""
    """Language of mail and of the private area; staff's follows from their role."""
    is_active: bool = True

    @property
    def is_staff(self) -> bool:
        """Whether it may enter the admin, and so has a second factor."""
        return self.is_superuser or not STAFF_GROUPS.isdisjoint(self.groups)


DEMO_ACCOUNTS: list[DemoAccount] = [
    DemoAccount("editor@example.org", "editor", ("Editors",)),
    DemoAccount("translator@example.org", "translator", ("Translators",)),
    DemoAccount("moderator@example.org", "moderator", ("Moderators",)),
    DemoAccount("officer@example.org", "membership officer", ("Membership officers",)),
    DemoAccount("administrator@example.org", "administrator", ("Administrators",), is_superuser=True),
    DemoAccount("member@example.org", "member", organization="brooks-welcome-house", language="fr"),
    DemoAccount(
        "orgadmin@example.org",
        "organization's administrator",
        organization="brooks-welcome-house",
        organization_role="administrator",
        language="en",
    ),
    DemoAccount(
        "saisia@example.org",
        "sister association (SAISIA)",
        organization="saisia",
        organization_role="administrator",
        language="en",
    ),
    DemoAccount("manso@example.org", "sister association (MANSO)", organization="manso", language="fr"),
    DemoAccount(
        "lip@example.org",
        "local immigration partnership",
        organization="lethbridge-lip",
        organization_role="administrator",
        language="en",
    ),
    DemoAccount("funder@example.org", "funder", organization="settlement-fund-demo", language="fr"),
    DemoAccount(
        "deactivated@example.org",
        "deactivated",
        organization="chinook-newcomer-centre",
        language="fr",
        is_active=False,
    ),
]


def factor_key(environ: Mapping[str, str]) -> str:
    """Return what the secrets of the demo's second factors are made from."""
    return environ.get("DEMO_FACTOR_KEY") or environ.get("DEMO_PASSWORD", "")


def factor_secret(key: str, email: str) -> str:
    """Return the secret that an authenticator app takes for this account, in base 32: the same each time."""
    digest = hmac.new(key.encode(), email.lower().encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:20]).decode()


def current_code(secret: str, at: float | None = None) -> str:
    """Return the code that an authenticator app shows at this moment (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time() if at is None else at) // CODE_SECONDS)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
