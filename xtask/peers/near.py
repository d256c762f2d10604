"""near.py ENTRIES QUERIES DISTANCE N_QUERIES [flat]: FAISS looks for all codes within DISTANCE. Both files: 32 bytes a record.

IndexBinaryMultiHash 16 x 16 bits with one flip finds all within 31; `flat` asks the brute-force index instead.
"""
import resource
import sys

from lap import lap, peer

np, faiss = peer("numpy"), peer("faiss")
faiss.omp_set_num_threads(1)


def codes(path, n=-1):
    return np.fromfile(path, np.uint8, -1 if n < 0 else n * 32).reshape(-1, 32)


def memory():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


entries, queries, distance = codes(sys.argv[1]), codes(sys.argv[2], int(sys.argv[4])), int(sys.argv[3])
flat = "flat" in sys.argv[5:]
before = memory()
with lap("build", len(entries)) as facts:
    if flat:
        index = faiss.IndexBinaryFlat(256)
    else:
        index = faiss.IndexBinaryMultiHash(256, 16, 16)
        index.nflip = 1
    index.add(entries)
    facts["bytes_per_entry"] = round((memory() - before) / max(1, len(entries)), 1)
with lap("query", len(queries)) as facts:
    # FAISS leaves the bound itself out.
    bounds, _, _ = index.range_search(queries, distance + 1)
    facts["matches"] = int(bounds[-1])
