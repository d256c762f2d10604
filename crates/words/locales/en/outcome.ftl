# What a file is to the lists asked (codes of casework's Outcome), marks and turns.

outcome-known = known
outcome-known-long = Known: its bytes are on a list
outcome-near = near match, to be confirmed
outcome-near-long = Near match: it looks like an entry of a list; a person must confirm it
outcome-altered = possible altered copy, to be confirmed
outcome-altered-long = Possible altered copy: it looks like an entry of a list that was cropped, turned, framed or the like; a person must confirm it
outcome-set-aside = known, set aside
outcome-set-aside-long = Known, set aside from examination: known software and the like
outcome-held-in-this-node = held in this node
outcome-held-in-this-node-long = Held in this node: on none of the lists that were asked, and in a case of a unit to call
outcome-new = { term-new.short }
outcome-new-long = New: on none of the lists that were asked
outcome-unreadable = { term-unreadable }
outcome-unreadable-long = Unreadable: not all of its bytes could be read

mark-extension-lies = the name’s extension says another type than the content
mark-thumbnail-differs = the embedded thumbnail shows another picture
mark-digest-conflict = a list agrees with one digest and contradicts a stronger one
mark-encrypted = encrypted
mark-gps-present = says where it was taken
mark-not-comparable = not comparable by look
mark-not-decoded = not decoded
mark-truncated = the picture ends early
mark-lists-conflict = lists conflict
mark-changed-while-read = changed while it was read
mark-archive-disagrees = the archive’s directory and its local headers disagree
mark-name-escapes = its name tries to leave the archive
mark-hard-link = another name of the same file on the disk
mark-deleted = deleted, according to the tool that listed it
mark-unallocated = in unallocated space, according to the tool that listed it
mark-not-seen-here = not seen here: only listed
mark-frames-sampled = has more frames than were sampled
mark-screened = screened: nothing on these lists looks like it; its look was not taken

turn-original = as stored
turn-rotate90 = turned by 90°
turn-rotate180 = turned by 180°
turn-rotate270 = turned by 270°
turn-flip-x = mirrored upside down
turn-flip-y = mirrored
turn-flip-plus1 = mirrored along one diagonal
turn-flip-minus1 = mirrored along the other diagonal

purpose-victim-identification = victim identification
purpose-investigation = investigation
purpose-removal = removal of material
purpose-set-aside = setting known software aside

audience-own = our own unit
audience-partner = a partner
audience-court = a court

kind-picture = picture
kind-video = video
kind-archive = archive
kind-disk-image = disk image
kind-other = other file

shared-names = file names and paths, targets of links
shared-times = times
shared-gps = positions
shared-camera = cameras, serial numbers, software
shared-comments = owners’ words and ids of list entries
shared-details = what decoders and the system said
shared-custody = legal basis, seal and examiner
