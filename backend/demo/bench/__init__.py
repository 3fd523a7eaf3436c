"""Measurements of the house: each in a house of its own on loopback, bounded in count and time, ended by itself."""
