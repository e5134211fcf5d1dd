"""The web face: :func:`create_app` builds it, one module a user's job.

A view finds, authorises, parses, acts, redirects; ownership is enforced by the store's queries. Every page works
without JavaScript; one small module adds saving as one goes.
"""

from .app import create_app
from .links import first_start_link

__all__ = ["create_app", "first_start_link"]
