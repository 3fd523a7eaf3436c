"""What the web server calls."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
application = get_wsgi_application()
if settings.SEALER_THREAD:
    # By name, since models can be imported only now.
    import_string("backend.ledger.sealing_loop.start")()
