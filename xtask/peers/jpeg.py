"""jpeg.py FILE…: Pillow opens a picture file, pdqhash hashes it."""
import io
import sys

from lap import lap, peer

np, pdqhash = peer("numpy"), peer("pdqhash")
peer("PIL")
from PIL import Image

files = []
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        files.append(file.read())
with lap("jpeg", len(files), n_bytes=sum(map(len, files))):
    for file in files:
        pdqhash.compute(np.asarray(Image.open(io.BytesIO(file)).convert("RGB")))
