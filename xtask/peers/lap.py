"""One piece of work of a peer: its CPU seconds, printed as the JSON line that `cargo xtask bench` reads."""
import contextlib
import json
import time


@contextlib.contextmanager
def lap(what, n, **facts):
    """Measures the block. `n` is how many things it does; what the block puts into the yielded dict is told as well."""
    begun = time.process_time()
    yield facts
    cpu_s = time.process_time() - begun
    print(json.dumps({"what": what, "n": n, "cpu_s": cpu_s, **facts}), flush=True)


def peer(package):
    """The package, or an end with one line that names what is missing."""
    try:
        return __import__(package)
    except ImportError:
        raise SystemExit(f"missing: Python package {package}")
