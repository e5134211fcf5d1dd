"""Settings of the operator: the table of all of them, their checks, and the places of data."""

from .check import check_settings, check_value, faults
from .places import (
    data_dir,
    database_url,
    keep_private,
    private_file,
    private_folder,
    questionnaires_dir,
    sqlite_in,
    try_lock,
    write_whole,
)
from .table import SETTINGS, Setting, count, value

__all__ = [
    "SETTINGS",
    "Setting",
    "check_settings",
    "check_value",
    "count",
    "data_dir",
    "database_url",
    "faults",
    "keep_private",
    "private_file",
    "private_folder",
    "questionnaires_dir",
    "sqlite_in",
    "try_lock",
    "value",
    "write_whole",
]
