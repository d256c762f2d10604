//! The extended headers of pax tars (POSIX.1-2024, `pax`, "pax Extended Header") and the sparse files that GNU tar and
//! libarchive write with them (GNU tar manual, "Storing Sparse Files"). Parsing only; records are taken by their length, for
//! a file name may hold a newline.

use std::io::{self, Read};

/// What an extended header says of the member after it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pax {
    pub(super) path: Option<Vec<u8>>,
    pub(super) link_path: Option<Vec<u8>>,
    pub(super) size: Option<u64>,
    pub(super) modified_ns: Option<i64>,
    pub(super) sparse: SparseWords,
}

/// The sparse records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SparseWords {
    pub(super) major: Option<u64>,
    pub(super) real_size: Option<u64>,
    pub(super) map: Option<Vec<u8>>,
    pub(super) pieces: Vec<(u64, u64)>,
}

/// Reads the body of an extended header; none when it is malformed.
pub(super) fn read(mut body: &[u8]) -> Option<Pax> {
    let mut pax = Pax::default();
    while body.iter().any(|byte| *byte != 0) {
        let space = body.iter().position(|byte| *byte == b' ')?;
        let length: usize = number(&body[..space])?.try_into().ok()?;
        let record = body.get(space + 1..length)?.strip_suffix(b"\n")?;
        let equals = record.iter().position(|byte| *byte == b'=')?;
        let (key, value) = (&record[..equals], &record[equals + 1..]);
        match key {
            b"path" if pax.path.is_none() => pax.path = Some(value.to_vec()),
            // The name of a sparse member: `path` then holds a made-up one.
            b"GNU.sparse.name" => pax.path = Some(value.to_vec()),
            b"linkpath" => pax.link_path = Some(value.to_vec()),
            b"size" => pax.size = Some(number(value)?),
            b"mtime" => pax.modified_ns = nanoseconds(value),
            b"GNU.sparse.major" => pax.sparse.major = Some(number(value)?),
            b"GNU.sparse.realsize" | b"GNU.sparse.size" => pax.sparse.real_size = Some(number(value)?),
            b"GNU.sparse.map" => pax.sparse.map = Some(value.to_vec()),
            b"GNU.sparse.offset" => pax.sparse.pieces.push((number(value)?, 0)),
            b"GNU.sparse.numbytes" => pax.sparse.pieces.last_mut()?.1 = number(value)?,
            _ => {}
        }
        body = &body[length..];
    }
    Some(pax)
}

/// Decimal digits alone, no sign.
fn number(text: &[u8]) -> Option<u64> {
    let digits = std::str::from_utf8(text).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse().ok()
}

/// Seconds with a fraction, as in `-5.25`; none beyond what 64 bits of nanoseconds hold (years 1677 to 2262).
fn nanoseconds(text: &[u8]) -> Option<i64> {
    let (sign, text) = text.strip_prefix(b"-").map_or((1, text), |rest| (-1, rest));
    let dot = text.iter().position(|byte| *byte == b'.').unwrap_or(text.len());
    let seconds: i64 = number(&text[..dot])?.try_into().ok()?;
    let fraction = text.get(dot + 1..).unwrap_or_default();
    let nine: Vec<u8> = fraction.iter().copied().chain(std::iter::repeat(b'0')).take(9).collect();
    let below: i64 = number(&nine)?.try_into().ok()?;
    seconds.checked_mul(1_000_000_000)?.checked_add(below)?.checked_mul(sign)
}

/// Where the bytes of a sparse member lie: `(offset, length)` of each piece, in order.
pub(super) type SparseMap = Vec<(u64, u64)>;

/// The map of format 0.1, `offset,length,offset,length…`.
pub(super) fn map_of_list(list: &[u8]) -> Option<SparseMap> {
    let numbers: Vec<u64> = list.split(|byte| *byte == b',').map(number).collect::<Option<_>>()?;
    pairs(&numbers)
}

/// The map of format 1.0, from the beginning of the member's data: decimal lines, padded to a block of 512 bytes.
pub(super) fn map_of_data(data: &mut impl Read) -> io::Result<Option<SparseMap>> {
    let mut numbers: Vec<u64> = Vec::new();
    let mut digits: Vec<u8> = Vec::new();
    let mut wanted: Option<usize> = None;
    loop {
        let mut block = [0; 512];
        data.read_exact(&mut block)?;
        for byte in block {
            if wanted == Some(numbers.len()) {
                break;
            }
            if byte != b'\n' {
                digits.push(byte);
                if digits.len() > 20 {
                    return Ok(None);
                }
                continue;
            }
            let Some(value) = number(&digits) else { return Ok(None) };
            digits.clear();
            match wanted {
                None if value > PIECES_MAX => return Ok(None),
                None => wanted = Some(value as usize * 2),
                Some(_) => numbers.push(value),
            }
        }
        if wanted == Some(numbers.len()) {
            return Ok(pairs(&numbers));
        }
    }
}

/// More pieces than this are a bomb of the map itself (16 MiB of it).
pub(super) const PIECES_MAX: u64 = 1 << 20;

fn pairs(numbers: &[u64]) -> Option<SparseMap> {
    numbers.len().is_multiple_of(2).then(|| numbers.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect())
}

/// Gives a sparse member whole: its pieces, and zeros where it has none.
pub(super) struct Sparse<R> {
    data: R,
    pieces: std::vec::IntoIter<(u64, u64)>,
    piece: Option<(u64, u64)>,
    at: u64,
    size: u64,
}

impl<R: Read> Sparse<R> {
    /// A member of `size` bytes; none when the pieces overlap, are out of order, or leave it.
    pub(super) fn new(data: R, map: SparseMap, size: u64) -> Option<Sparse<R>> {
        let mut end = 0;
        for (offset, length) in &map {
            if *offset < end {
                return None;
            }
            end = offset.checked_add(*length)?;
        }
        let mut pieces = map.into_iter();
        let piece = pieces.next();
        (end <= size).then_some(Sparse { data, pieces, piece, at: 0, size })
    }
}

impl<R: Read> Read for Sparse<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while let Some((offset, length)) = self.piece {
            if self.at < offset + length {
                break;
            }
            self.piece = self.pieces.next();
        }
        let (until, is_hole) = match self.piece {
            Some((offset, _)) if self.at < offset => (offset, true),
            Some((offset, length)) => (offset + length, false),
            None => (self.size, true),
        };
        let n = out.len().min(usize::try_from(until - self.at).unwrap_or(usize::MAX));
        let n = match is_hole {
            true => {
                out[..n].fill(0);
                n
            }
            false => self.data.read(&mut out[..n])?,
        };
        self.at += n as u64;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(key: &str, value: &str) -> String {
        let bare = key.len() + value.len() + 3;
        let length = (1..9).map(|digits| bare + digits).find(|n| n.to_string().len() + bare == *n).unwrap();
        format!("{length} {key}={value}\n")
    }

    #[test]
    fn records_are_taken_by_their_length() {
        let body = record("path", "new\nline=1") + &record("mtime", "-5.25") + &record("size", "8589934592");
        let pax = read(body.as_bytes()).unwrap();
        assert_eq!(pax.path.unwrap(), b"new\nline=1");
        assert_eq!(pax.modified_ns, Some(-5_250_000_000));
        assert_eq!(pax.size, Some(1 << 33));
    }

    #[test]
    fn malformed_records_are_none_and_no_panic() {
        for body in [
            &b"5 a=b"[..],
            b"999999999999999999999 a=b\n",
            b"1 \n",
            b"0 a=b\n",
            b"4 ab\n",
            b"x",
            b"10 size=-1\n",
            b"3 \n",
        ] {
            assert_eq!(read(body), None, "{}", body.escape_ascii());
        }
    }

    #[test]
    fn a_sparse_member_is_whole_again() {
        let data = b"2\n3\n2\n8\n1\n"
            .iter()
            .copied()
            .chain(std::iter::repeat(0))
            .take(512)
            .chain(*b"abc")
            .collect::<Vec<u8>>();
        let mut from = &data[..];
        let map = map_of_data(&mut from).unwrap().unwrap();
        assert_eq!(map, [(3, 2), (8, 1)]);
        let mut whole = Vec::new();
        Sparse::new(from, map, 10).unwrap().read_to_end(&mut whole).unwrap();
        assert_eq!(whole, b"\0\0\0ab\0\0\0c\0");
        assert_eq!(map_of_list(b"3,2,8,1"), Some(vec![(3, 2), (8, 1)]));
    }

    #[test]
    fn maps_that_lie_are_refused() {
        for map in [vec![(3, 2), (4, 1)], vec![(8, 3)], vec![(u64::MAX, 2)]] {
            assert!(Sparse::new(&b""[..], map, 10).is_none());
        }
        let many = b"99999999999\n".iter().copied().chain(std::iter::repeat(0)).take(512).collect::<Vec<u8>>();
        assert_eq!(map_of_data(&mut &many[..]).unwrap(), None);
    }
}
