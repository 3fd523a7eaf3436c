"""Run inside a live house (`manage.py shell`): one shop with three products and a key, printed as JSON."""

from __future__ import annotations

import json
import sys

from backend.facility.models import Facility
from backend.kit import clock
from backend.ledger.happenings import SYSTEM
from backend.partners import keys
from backend.partners.models import Merchant
from warehouse import catalogue
from warehouse.cards.products import ProductIn

site = Facility.objects.create(name="Live works", zone="Europe/Brussels")
shop = Merchant.objects.create(facility=site, name="Fern & Flint")
for sku in ("A-1", "A-2", "A-3"):
    catalogue.register(shop, by=SYSTEM, product=ProductIn(sku=sku, title="Thing"))
fresh = keys.draw()
keys.issue(shop, by=SYSTEM, label="Web shop", fresh=fresh)
sys.stdout.write(json.dumps({"key": fresh.text, "merchant": shop.pk, "at": clock.now().isoformat()}) + "\n")
