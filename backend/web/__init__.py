"""The look of the house: base pages, parts, the one stylesheet, the few scripts, refusals and /help."""
