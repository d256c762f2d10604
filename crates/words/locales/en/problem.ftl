# Why something could not be examined, read or used: a phrase for each code of casework's ProblemCode.

problem-not-opened = the system would not open it
problem-not-read = its bytes could not all be read
problem-changed-while-read = it changed while it was being read
problem-not-decoded = no decoder could make a picture of it
problem-truncated = the picture ends early; what was there has been used
problem-decoder-crashed = the decoder crashed on it; no other file was touched
problem-decoder-stalled = the decoder made no progress within the limit
problem-over-limit = more pixels, frames or memory than the limits allow
problem-helper-missing = a helper program is not installed
problem-refused-container = a list of other files that poses as a video: refused
problem-archive-damaged = the archive is damaged; the members before the damage are listed
problem-archive-limit = the archive would unpack to more than the limits allow; what was within them is listed
problem-encrypted = encrypted
problem-disk-image = disk image, not opened; mount it read-only and examine the mounted folder
problem-symbolic-link = symbolic link: listed with its target, never followed
problem-special-file = device, pipe or socket: never opened
problem-folder-not-listed = the folder could not be listed
problem-not-seen-here = only named in a list; its bytes are not here
problem-bad-row = a row that could not be used
