"""Imports of organisations from other installations, and the instances whose signatures are trusted."""
