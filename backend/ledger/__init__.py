"""The tamper-evident record of everything that happened, and the frame that every action runs in."""
