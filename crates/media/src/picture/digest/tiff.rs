//! TIFF: one upright picture of eight bits in strips, grey or in red, green and blue, in a file that holds nothing else.
//! TIFF can say so much more that all other files have no digest.

use super::{Beside, Colour, Facts};

/// Bytes a value of each type of field takes (TIFF 6.0, section 2), from type 1.
const TYPE_BYTES: [u64; 12] = [1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

/// Bytes of a file that nothing refers to, beyond the padding of each of its parts.
const UNREAD_BYTES_MAX: u64 = 16;

/// A field of the directory.
struct Field<'b> {
    tag: u16,
    count: u64,
    /// The values as they lie, wherever that is.
    values: &'b [u8],
    /// Bytes they take outside of the directory.
    outside_bytes: u64,
    kind: u16,
}

pub(super) fn read(bytes: &[u8]) -> Option<Facts> {
    let file = Bytes { bytes, is_little: bytes.starts_with(b"II") };
    let directory = usize::try_from(file.number(4, 4)?).ok()?;
    let n_fields = usize::try_from(file.number(directory, 2)?).ok()?;
    let fields: Vec<Field<'_>> =
        (0..n_fields).map(|n| file.field(directory.checked_add(2 + n * 12)?)).collect::<Option<_>>()?;
    let n_more = file.number(directory + 2 + n_fields * 12, 4)?;
    let is_big = file.number(2, 2)? != 42;
    let is_sorted = fields.is_sorted_by(|one, two| one.tag < two.tag);
    if is_big || n_more != 0 || !is_sorted {
        return None;
    }
    let mut colour = Colour::default();
    for field in &fields {
        let first = file.value(field, 0);
        let is_plain = match field.tag {
            // Sides, strips, their rows and bytes: whatever they say, the pixels come of it.
            256 | 257 | 273 | 278 | 279 => true,
            // Texts: what it shows, by whom, with what, when.
            269..=272 | 285 | 305 | 306 | 315 | 316 | 33432 => field.values.len() <= 8192,
            // How long an inch is.
            282 | 283 | 296 => true,
            254 => first == Some(0),
            258 => (0..field.count.min(8)).all(|n| file.value(field, n) == Some(8)) && matches!(field.count, 1 | 3),
            259 => matches!(first, Some(1 | 5 | 8 | 32_946 | 32_773)),
            262 => matches!(first, Some(1 | 2)),
            266 | 274 | 284 => first == Some(1),
            277 => matches!(first, Some(1 | 3)),
            317 => matches!(first, Some(1 | 2)),
            339 => (0..field.count.min(8)).all(|n| file.value(field, n) == Some(1)),
            34_675 => {
                colour.put(b"icc", field.values);
                true
            }
            _ => false,
        };
        is_plain.then_some(())?;
    }
    let of = |tag: u16| fields.iter().find(|field| field.tag == tag);
    if let (Some(across), Some(down)) = (of(282), of(283))
        && across.values != down.values
    {
        return None;
    }
    // Without its field a sample has one bit.
    let (_, counts) = (of(258)?, of(279)?);
    let strip_bytes: u64 = (0..counts.count).map(|n| file.value(counts, n)).sum::<Option<u64>>()?;
    let outside_bytes: u64 = fields.iter().map(|field| field.outside_bytes).sum();
    let n_read = 8 + 2 + 4 + 12 * n_fields as u64 + outside_bytes + strip_bytes;
    let n_parts = 2 + n_fields as u64 + counts.count;
    let is_all_read = bytes.len() as u64 <= n_read.checked_add(n_parts)?.checked_add(UNREAD_BYTES_MAX)?;
    is_all_read.then(|| Facts::decoded(1, colour, Beside::default()))
}

struct Bytes<'b> {
    bytes: &'b [u8],
    is_little: bool,
}

impl<'b> Bytes<'b> {
    fn number(&self, at: usize, n_bytes: usize) -> Option<u64> {
        let field = self.bytes.get(at..at.checked_add(n_bytes)?)?;
        Some(self.fold(field))
    }

    fn fold(&self, field: &[u8]) -> u64 {
        let fold = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        if self.is_little { field.iter().rev().fold(0, fold) } else { field.iter().fold(0, fold) }
    }

    fn field(&self, at: usize) -> Option<Field<'b>> {
        let (tag, kind) = (self.number(at, 2)? as u16, self.number(at + 2, 2)? as u16);
        let count = self.number(at + 4, 4)?;
        let n_bytes = TYPE_BYTES.get(usize::from(kind).checked_sub(1)?)?.checked_mul(count)?;
        let length = usize::try_from(n_bytes).ok()?;
        let start = if n_bytes <= 4 { at + 8 } else { usize::try_from(self.number(at + 8, 4)?).ok()? };
        let values = self.bytes.get(start..start.checked_add(length)?)?;
        Some(Field { tag, count, values, outside_bytes: if n_bytes <= 4 { 0 } else { n_bytes }, kind })
    }

    /// The nth value of a field of whole numbers.
    fn value(&self, field: &Field<'_>, nth: u64) -> Option<u64> {
        let n_bytes = match field.kind {
            1 => 1,
            3 => 2,
            4 => 4,
            _ => return None,
        };
        let at = usize::try_from(nth).ok()?.checked_mul(n_bytes)?;
        Some(self.fold(field.values.get(at..at + n_bytes)?))
    }
}
