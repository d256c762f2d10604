"""pdq.py FILE.ppm…: pdqhash on pixels that lie decoded in memory."""
import sys

from lap import lap, peer

np, pdqhash = peer("numpy"), peer("pdqhash")


def pixels(path):
    """The RGB pixels of a binary PPM as ffmpeg writes it."""
    with open(path, "rb") as file:
        words = []
        while len(words) < 4:
            words += file.readline().split(b"#")[0].split()
        width, height = int(words[1]), int(words[2])
        return np.frombuffer(file.read(), np.uint8, width * height * 3).reshape(height, width, 3)


pictures = [pixels(path) for path in sys.argv[1:]]
with lap("pdq", len(pictures)) as facts:
    found = [pdqhash.compute(picture) for picture in pictures]
    facts["hashes"] = [f"{np.packbits(bits).tobytes().hex()} {quality}" for bits, quality in found]
with lap("turns", len(pictures)):
    for picture in pictures:
        pdqhash.compute_dihedral(picture)
