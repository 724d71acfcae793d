"""The pages of the portal."""

from .audience import AudiencePage
from .contact import ContactMessage, ContactPage
from .home import HomePage
from .imports import ImportedText
from .standard import StandardPage
from .strategy import StrategyIndexPage, StrategyPage

__all__ = [
    "AudiencePage",
    "ContactMessage",
    "ContactPage",
    "HomePage",
    "ImportedText",
    "StandardPage",
    "StrategyIndexPage",
    "StrategyPage",
]
