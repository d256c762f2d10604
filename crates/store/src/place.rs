//! Places as bytes that sort as places do, so that the order of reports is an index's order. No SQL.

use casework::file::Place;

// A zero byte in a name becomes 00 FF; a name ends with 00 01. So the end of a name sorts before every continuation of
// it, a name that is the beginning of another before that other, and no name can look like the end of one.
const ESCAPE: u8 = 0x00;
const ZERO: u8 = 0xff;
const END: u8 = 0x01;

/// The bytes of a place: the path, then each name inside, each with its end. Two places compare as their bytes do, and
/// the bytes of a container are the beginning of the bytes of all its members.
pub fn encode_place(place: &Place) -> Vec<u8> {
    let names = || std::iter::once(&place.path).chain(&place.inside);
    let mut bytes = Vec::with_capacity(names().map(|name| name.len() + 2).sum());
    for name in names() {
        for byte in name {
            bytes.push(*byte);
            if *byte == ESCAPE {
                bytes.push(ZERO);
            }
        }
        bytes.extend_from_slice(&[ESCAPE, END]);
    }
    bytes
}

/// The place of these bytes; none when [`encode_place`] cannot have written them.
pub fn decode_place(bytes: &[u8]) -> Option<Place> {
    let mut names: Vec<Vec<u8>> = Vec::new();
    let mut name = Vec::new();
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        match (*byte, if *byte == ESCAPE { rest.next() } else { None }) {
            (ESCAPE, Some(&ZERO)) => name.push(ESCAPE),
            (ESCAPE, Some(&END)) => names.push(std::mem::take(&mut name)),
            (ESCAPE, _) => return None,
            (byte, _) => name.push(byte),
        }
    }
    if !name.is_empty() || names.is_empty() {
        return None;
    }
    let inside = names.split_off(1);
    Some(Place { path: names.pop()?, inside })
}

/// The first bytes after those of a place and all its members: what lies in `encoded .. after(encoded)` is the place
/// and what it contains.
pub(crate) fn after(encoded: &[u8]) -> Vec<u8> {
    let mut bytes = encoded.to_vec();
    if let Some(last) = bytes.last_mut() {
        // Always `END`, so this cannot overflow.
        *last += 1;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fixed-seed generator of short names over the bytes that could confuse the encoding.
    fn places(n: usize) -> Vec<Place> {
        let mut state = 0x9e37_79b9_7f4a_7c15u64;
        let mut next = move |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) % below
        };
        let alphabet = [0x00, 0x01, 0x02, b'/', b'a', b'b', 0xfe, 0xff];
        let mut name = move |longest: u64| -> Vec<u8> {
            (0..next(longest + 1)).map(|_| alphabet[next(alphabet.len() as u64) as usize]).collect()
        };
        (0..n)
            .map(|_| {
                let depth = name(3).len();
                Place { path: name(4), inside: (0..depth).map(|_| name(3)).collect() }
            })
            .collect()
    }

    #[test]
    fn bytes_sort_as_places_do_and_come_back() {
        let places = places(600);
        for place in &places {
            assert!(decode_place(&encode_place(place)).as_ref() == Some(place));
        }
        for (one, two) in places.iter().flat_map(|one| places.iter().map(move |two| (one, two))) {
            assert!(one.cmp(two) == encode_place(one).cmp(&encode_place(two)));
        }
    }

    #[test]
    fn a_container_reaches_its_members_and_nothing_else() {
        let places = places(600);
        for (container, other) in places.iter().flat_map(|one| places.iter().map(move |two| (one, two))) {
            let (from, place) = (encode_place(container), encode_place(other));
            let reached = from <= place && place < after(&from);
            assert!(reached == (other.path == container.path && other.inside.starts_with(&container.inside)));
        }
    }

    #[test]
    fn other_bytes_are_refused() {
        for bytes in [&b""[..], b"a", b"a\0", b"a\0\x02", b"a\0\x01b", b"\0"] {
            assert!(decode_place(bytes).is_none());
        }
    }
}
