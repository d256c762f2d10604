"""hma_index.py ENTRIES QUERIES N_QUERIES: the index that HMA's matcher asks, without its server: `PDQIndex` of PyPI's threatexchange.

Both files: 32 bytes a record. One question at a time, as its server asks it.
"""
import pathlib
import sys

from lap import lap, peer

peer("faiss").omp_set_num_threads(1)
peer("threatexchange")
from threatexchange.signal_type.pdq.pdq_index import PDQIndex


def codes(path, n=None):
    text = pathlib.Path(path).read_bytes()
    return [text[at:at + 32].hex() for at in range(0, len(text), 32)][:n]


entries, queries = codes(sys.argv[1]), codes(sys.argv[2], int(sys.argv[3]))
with lap("build", len(entries)):
    index = PDQIndex((code, n) for n, code in enumerate(entries))
with lap("one", len(queries)) as facts:
    facts["n_matched"] = sum(bool(index.query(code)) for code in queries)
