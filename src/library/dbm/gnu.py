"""Databases of the GNU library (Library Reference, "dbm.gnu")."""
from _gdbm import *
