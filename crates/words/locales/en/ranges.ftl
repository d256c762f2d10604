# From when to when a video and an entry of a list show the same.

range-both = { $ours } shows { $entry } of the entry: { $frames ->
    [one] a single frame agrees
   *[other] { $frames } frames agree
}
range-ours = Seen at { $ours }: { $frames ->
    [one] in a single frame
   *[other] in { $frames } frames
}
range-entry = Seen at { $entry } of the entry: { $frames ->
    [one] in a single frame
   *[other] in { $frames } frames
}
range-more = { $ranges ->
    [one] Another range, shorter than these
   *[other] { $ranges } other ranges, shorter than these
}
range-shares = Of this video’s frames { $ours } % are in the entry, of the entry’s frames { $entry } % in this video
