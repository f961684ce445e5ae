"""Databases of the Unix library (Library Reference, "dbm.ndbm")."""
from _dbm import *
