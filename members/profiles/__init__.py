"""An organization keeps its own profile: proposals, confirmation."""
