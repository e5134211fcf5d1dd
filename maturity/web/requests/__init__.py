"""Reading of requests: numbers, JSON, and forms whose session or token has expired."""
