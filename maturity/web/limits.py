"""How often one address may try a door."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, headers_enabled=False)
door = limiter.limit("20 per minute; 100 per hour", methods=["POST"])
