"""video.py CLIP second|all: vpdq, one frame a second or all of them, at its own default size."""
import sys

from lap import lap, peer

vpdq = peer("vpdq")
clip, frames = sys.argv[1:]
with lap(frames, 1) as facts:
    hashed = vpdq.computeHash(clip, seconds_per_hash=1.0 if frames == "second" else 0.0, thread_count=1)
    facts["n_frames_hashed"] = len(hashed)
