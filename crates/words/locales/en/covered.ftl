# What was asked: without it nobody can read what was not found.

covered-altered = Altered copies: { $how }
covered-radius = Looks were compared up to a difference of { $bits } of 256, and nothing within that was missed
covered-no-looks = No looks were compared
covered-list = { $name } ({ $version }): MD5 { $md5 }, SHA-1 { $sha1 }, SHA-256 { $sha256 }, PDQ { $looks }; videos { $videos }, their frames { $frames }; near up to { $threshold } of 256
covered-list-nothing = Nothing on this list can be compared with it: that it was not found there says nothing
covered-own = Files of this unit: PDQ { $looks }, near up to { $bits } of 256

not-asked-digests-none-listed = It holds no MD5, SHA-1 or SHA-256: nothing on it can be found by its bytes
not-asked-looks-none-listed = It holds no looks: neither near matches nor altered copies can be found on it
not-asked-looks-set-aside = It sets known software aside and is compared by SHA-1 and SHA-256 alone
not-asked-videos-none-listed = It holds no videos
not-asked-altered-switched-off = Altered copies were not looked for: its owner has switched that off
not-asked-altered-known-already = Altered copies were not looked for: it knows the file already

not-brought-looks-none-brought = Compared by digests alone: it has no look
not-brought-looks-low-quality = Compared by digests alone: its fitness for comparison is too low
not-brought-altered-none-brought = It was not looked for as an altered copy: there are no views of it

find-nothing-comparable = On none of the lists asked can anything be compared with it
find-held-altered =
    { $exhibits ->
        [one] In { $exhibits } exhibit of this unit: possible altered copy, to be confirmed: { $file }, difference { $distance } of 256 ({ $view })
       *[other] In { $exhibits } exhibits of this unit: possible altered copy, to be confirmed: { $file }, difference { $distance } of 256 ({ $view })
    }
find-held-more =
    { $files ->
        [one] { $files } more possible altered copy in exhibits of this unit, named with --json
       *[other] { $files } more possible altered copies in exhibits of this unit, named with --json
    }
