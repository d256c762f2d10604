"""exact.py N_KEYS N_QUERIES FOLDER: SQLite looks digests of 20 bytes up, in a table without row numbers, sorted on its way in.

The digests are drawn by chance, and half of those asked for stand in the table.
"""
import os
import random
import sqlite3
import sys

from lap import lap

n_keys, n_queries = int(sys.argv[1]), int(sys.argv[2])
path = os.path.join(sys.argv[3], f"keys-{n_keys}.sqlite")
dice = random.Random(n_keys)
keys = [dice.randbytes(20) for _ in range(n_keys)]
queries = [dice.choice(keys) if n % 2 else dice.randbytes(20) for n in range(n_queries)]


def in_bulk(rows):
    return ((row,) for row in rows)


if not os.path.exists(path):
    keys.sort()
    with lap("build", n_keys) as facts:
        database = sqlite3.connect(path + ".part")
        database.executescript("pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-2000000")
        database.execute("create table h (k blob primary key) without rowid")
        database.executemany("insert or ignore into h values (?)", in_bulk(keys))
        database.commit()
        database.close()
        os.rename(path + ".part", path)
        facts["bytes_per_entry"] = round(os.path.getsize(path) / max(1, n_keys), 2)
del keys
database = sqlite3.connect(path)
database.executescript("pragma mmap_size=8000000000; pragma cache_size=-2000000; create temp table q (k blob)")
database.executemany("insert into temp.q values (?)", in_bulk(queries))
# Once for the page cache, then what counts: the whole question inside SQLite, none of Python's time in it.
for what in ("warm", "query"):
    with lap(what, n_queries) as facts:
        facts["matches"] = database.execute("select count(*) from temp.q join h on h.k = q.k").fetchone()[0]
