"""What measurements have done and counted inside the house, in a process with the house's own settings."""
