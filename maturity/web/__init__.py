"""The web face: :func:`create_app` builds it, one module a user's job.

A view finds, authorises, parses, acts, redirects; ownership is enforced by the store's queries. Every page works
without JavaScript; one small module adds saving as one goes.
"""

from .accounts.links import first_start_link
from .app import create_app

__all__ = ["create_app", "first_start_link"]
