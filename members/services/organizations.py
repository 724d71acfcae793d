"""What an organization's e-mail domains may be."""

from __future__ import annotations

#: Domains at which anybody gets an address: they say nothing about where somebody works.
PUBLIC_MAIL_DOMAINS = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.ca"),
        *("hotmail.fr", "live.com", "live.ca", "msn.com", "yahoo.com", "yahoo.ca", "yahoo.fr", "ymail.com"),
        *("icloud.com", "me.com", "mac.com", "aol.com", "gmx.com", "gmx.net", "proton.me", "protonmail.com"),
        *("mail.com", "zoho.com", "fastmail.com", "yandex.com", "mail.ru", "qq.com", "163.com", "telus.net"),
        *("shaw.ca", "rogers.com", "bell.net", "sympatico.ca", "videotron.ca", "xplornet.com"),
    }
)


def clean_domains(domains: list[str]) -> list[str]:
    """Return e-mail domains in small letters, each once, without an at sign. Raises ValueError with a public one."""
    cleaned = []
    for domain in domains:
        domain = domain.strip().lower().lstrip("@").rstrip(".")
        if domain in PUBLIC_MAIL_DOMAINS or "." not in domain or " " in domain or "@" in domain:
            raise ValueError(domain)
        if domain not in cleaned:
            cleaned.append(domain)
    return cleaned
