//! Names of members: which try to leave, and which come again. A name is only ever looked at, never used as a path.

use std::collections::HashMap;

use fingerprint::{Digests, Sha256};

/// Whether a name tries to leave the folder it would be unpacked in: absolute, with a drive letter, climbing above its
/// start by `..`, or with a byte 0. A backslash counts as a separator, as it does where such names are meant to work.
pub(super) fn escapes(name: &[u8]) -> bool {
    let is_separator = |byte: &u8| *byte == b'/' || *byte == b'\\';
    let absolute = name.first().is_some_and(is_separator);
    let drive = name.len() >= 2 && name[0].is_ascii_alphabetic() && name[1] == b':';
    absolute || drive || name.contains(&0) || climbs(name.split(is_separator))
}

fn climbs<'n>(components: impl Iterator<Item = &'n [u8]>) -> bool {
    let mut depth: u64 = 0;
    for component in components {
        match component {
            b"" | b"." => {}
            b".." => match depth.checked_sub(1) {
                Some(up) => depth = up,
                None => return true,
            },
            _ => depth += 1,
        }
    }
    false
}

/// Counts how often a name has come. Keeps a digest of each, for names can be 64 KiB long and a million.
#[derive(Default)]
pub(super) struct Repeats(HashMap<Sha256, u64>);

impl Repeats {
    /// How many times this name came before.
    pub(super) fn count(&mut self, name: &[u8]) -> u64 {
        let Some(digest) = Digests::of(name).sha256 else { return 0 };
        let times = self.0.entry(digest).or_default();
        *times += 1;
        *times - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_leave_are_told_from_names_that_stay() {
        for name in ["/etc/passwd", "../x", "a/../../x", "..\\x", "\\\\server\\x", "C:\\x", "c:x", "a\0b", ".."] {
            assert!(escapes(name.as_bytes()), "{name:?}");
        }
        for name in ["a", "a/../b", "./a", "..a", "a..", "a/b\\..\\c", "", "photo: 1.jpg", "-rf", "a//b/"] {
            assert!(!escapes(name.as_bytes()), "{name:?}");
        }
    }

    #[test]
    fn the_same_name_is_counted_and_others_are_not() {
        let mut repeats = Repeats::default();
        assert_eq!([&b"a"[..], b"b", b"a", b"a\xff", b"a"].map(|name| repeats.count(name)), [0, 0, 1, 0, 2]);
    }
}
