"""What staff see of orders, batches, parcels and shortages: rows read into cards; nothing is changed here."""
