"""The web application: :func:`create_app` builds it; a folder for each area of work.

A view finds, authorises, parses, acts, redirects; the store's queries enforce ownership. Every page works without
JavaScript; a script saves answers as they are entered.
"""

from .accounts.links import first_start_link
from .app import create_app
from .jobs.worker import worker_of

__all__ = ["create_app", "first_start_link", "worker_of"]
