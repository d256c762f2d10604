"""list_md5.py N_KEYS N_QUERIES LIST ASKED: writes MD5 sums drawn by chance, and questions of which half stand among them,
for sleuthkit's hfind."""
import random
import sys

n_keys, n_queries = int(sys.argv[1]), int(sys.argv[2])
dice = random.Random(n_keys)
some = []
with open(sys.argv[3], "w") as out:
    for n in range(n_keys):
        digest = dice.randbytes(16).hex()
        if n % max(1, 2 * n_keys // n_queries) == 0:
            some.append(digest)
        out.write(digest + "  file\n")
with open(sys.argv[4], "w") as out:
    for n in range(n_queries):
        digest = some[n // 2 % len(some)] if n % 2 else dice.randbytes(16).hex()
        out.write(digest + "\n")
