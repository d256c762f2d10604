"""pairs.py ENTRIES DISTANCE SLICE: FAISS asks every code for all within DISTANCE of it.

That takes more than an hour for a million codes, so SLICE of them are asked. The cost grows with the number of
questions, so the building is counted by the same share. Questions are spread over the file evenly.
"""
import sys
import time

from lap import lap, peer

np, faiss = peer("numpy"), peer("faiss")
faiss.omp_set_num_threads(1)
entries = np.fromfile(sys.argv[1], np.uint8).reshape(-1, 32)
distance, n = int(sys.argv[2]), min(int(sys.argv[3]), len(entries))
asked = np.ascontiguousarray(entries[np.linspace(0, len(entries) - 1, n).astype(np.int64)])

begun = time.process_time()
multi = faiss.IndexBinaryMultiHash(256, 16, 16)
multi.nflip = 1
multi.add(entries)
build_cpu_s = time.process_time() - begun
flat = faiss.IndexBinaryFlat(256)
flat.add(entries)
for name, index in (("multihash", multi), ("flat", flat)):
    with lap(name, n, n_entries=len(entries), build_cpu_s=build_cpu_s if index is multi else 0.0) as facts:
        facts["matches"] = int(index.range_search(asked, distance + 1)[0][-1])
