"""The drawn icons. Each says nothing by itself: the words beside it do."""

from __future__ import annotations

from django.utils.safestring import SafeString

#: What is drawn in a square of 24 by 24, by name.
DRAWINGS = {
    "arrow": '<path d="M4 12h16m-6-6 6 6-6 6"/>',
    "back": '<path d="M20 12H4m6-6-6 6 6 6"/>',
    "doc": '<path d="M6 3h8l5 5v13H6zm8 0v5h5M9.5 13h6m-6 4h6"/>',
    "external": '<path d="M14 4h6v6m0-6-9 9M18 14v6H4V6h6"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5m0-8.5v.01"/>',
    "warning": '<path d="M12 4 2.5 20h19zm0 6v4.5m0 2.600v.01"/>',
    "check": '<circle cx="12" cy="12" r="9"/><path d="m8 12.5 2.800 2.700L16 9.5"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 21c.6-4.5 3.800-6.5 8-6.5s7.400 2 8 6.5"/>',
    "mail": '<path d="M3 6h18v13H3zm0 1 9 7 9-7"/>',
    "phone": (
        '<path d="M5 3h4l2 5-2.5 1.800a12 12 0 0 0 5.700 5.700L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5'
        'a2 2 0 0 1 2-2z"/>'
    ),
    "place": (
        '<path d="M12 21s-7-6.200-7-11.5a7 7 0 0 1 14 0C19 14.800 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>'
    ),
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "play": '<circle cx="12" cy="12" r="9"/><path d="M10 8.5v7l5.5-3.5z"/>',
    "calendar": '<path d="M4 6h16v14H4zm0 4.5h16M8 3v5m8-5v5"/>',
    "home": '<path d="m3 11.500 9-8 9 8M5.500 9.500V20h13V9.500M10 20v-6h4v6"/>',
    "lock": '<path d="M5 11h14v9H5zm3 0V8a4 4 0 0 1 8 0v3"/>',
    "cancel": '<circle cx="12" cy="12" r="9"/><path d="m5.800 5.800 12.400 12.400"/>',
    "cards": '<path d="M4 5h7v6H4zm9 0h7v6h-7zm-9 8h7v6H4zm9 0h7v6h-7z"/>',
    "list": '<path d="M9 6h11M9 12h11M9 18h11M4.5 6v.01m0 5.99v.01m0 5.99v.01"/>',
}
ICONS = {
    name: SafeString(f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{drawing}</svg>')
    for name, drawing in DRAWINGS.items()
}
