"""The accounts of the demo: `load_demo` makes them, `make demo` prints them.

Later parts of the portal add theirs to the list. All have the password that stands in the environment as DEMO_PASSWORD.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoAccount:
    email: str
    role: str
    """What the account may do, in a few words, for the terminal."""
    groups: tuple[str, ...] = ()
    """Names of the groups it belongs to."""
    is_superuser: bool = False


DEMO_ACCOUNTS: list[DemoAccount] = [
    DemoAccount("editor@example.org", "editor", ("Editors",)),
    DemoAccount("translator@example.org", "translator", ("Translators",)),
    DemoAccount("moderator@example.org", "moderator", ("Moderators",)),
    DemoAccount("officer@example.org", "membership officer", ("Membership officers",)),
    DemoAccount("administrator@example.org", "administrator", ("Administrators",), is_superuser=True),
]
