"""What changes data: functions, each atomic and with one rule."""
