"""Pages of staff about printers."""
