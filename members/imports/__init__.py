"""Organizations from a file, and into one."""
