"""What the web server of the bare view calls."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
