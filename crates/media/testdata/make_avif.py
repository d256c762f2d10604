"""Makes the pictures in avif/ and, beside them, what Pillow and pdqhash make of each: avif.json.

Needs Pillow 13 with AVIF, numpy and pdqhash 0.2.8. The encoder's bytes may differ between versions; the pictures that
are kept are the golden ones.
"""

import json
import pathlib
import struct

import numpy
import pdqhash
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE / "avif"
PHOTO = HERE / "../../../samples/photos/cat.jpg"


def boxes(data, start, end):
    while start + 8 <= end:
        size, name = struct.unpack(">I4s", data[start : start + 8])
        yield name, start, start + size
        start += size


def with_clap(data):
    """The same picture with its rotation replaced by a cut to its middle: every length and place on the way grows."""
    found = {}
    for name, start, end in boxes(data, 0, len(data)):
        found[name] = (start, end)
    meta = found[b"meta"]
    inner = {name: (start, end) for name, start, end in boxes(data, meta[0] + 12, meta[1])}
    iprp, iloc = inner[b"iprp"], inner[b"iloc"]
    ipco = next((start, end) for name, start, end in boxes(data, iprp[0] + 8, iprp[1]) if name == b"ipco")
    irot = next((start, end) for name, start, end in boxes(data, ipco[0] + 8, ipco[1]) if name == b"irot")
    clap = struct.pack(">I4s8I", 40, b"clap", 100, 1, 80, 1, 0, 1, 0, 1)
    more = len(clap) - (irot[1] - irot[0])
    grown = bytearray(data)
    for start in (meta[0], iprp[0], ipco[0]):
        size = struct.unpack_from(">I", grown, start)[0]
        struct.pack_into(">I", grown, start, size + more)
    version, sizes = data[iloc[0] + 8], struct.unpack_from(">H", data, iloc[0] + 12)[0]
    assert version == 0 and sizes == 0x4400
    at = iloc[0] + 16
    for _ in range(struct.unpack_from(">H", data, iloc[0] + 14)[0]):
        n_extents = struct.unpack_from(">H", data, at + 4)[0]
        at += 6
        for _ in range(n_extents):
            struct.pack_into(">I", grown, at, struct.unpack_from(">I", data, at)[0] + more)
            at += 8
    grown[irot[0] : irot[1]] = clap
    return bytes(grown)


def told(path):
    image = Image.open(path)
    image.load()
    bits, quality = pdqhash.compute(numpy.asarray(image.convert("RGB")))
    pdq = numpy.packbits(bits).tobytes().hex()
    return {"path": path.name, "width": image.width, "height": image.height, "pdq": pdq, "quality": int(quality)}


def main():
    OUT.mkdir(exist_ok=True)
    photo = Image.open(PHOTO).convert("RGB").resize((160, 112))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        photo.save(OUT / f"orientation-{orientation}.avif", quality=70, exif=exif.tobytes())
    (OUT / "clap.avif").write_bytes(with_clap((OUT / "orientation-3.avif").read_bytes()))
    rows = [told(path) for path in sorted(OUT.iterdir())]
    lines = ",\n".join(json.dumps(row) for row in rows)
    (HERE / "avif.json").write_text(f"[\n{lines}\n]\n")


main()
