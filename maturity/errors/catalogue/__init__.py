"""The catalogue of errors, a module a subject: code, message and remedy, in Chinese and English."""
