//! JPEG inside TIFF: strips and tiles are handed to the same libjpeg as whole files, because Pillow's libtiff does so
//! and another decoder's chroma would give other pixels.

use tiff::decoder::ChunkType;
use tiff::tags::Tag;

use super::tiff::{Reader, to_error, unsigned};
use super::{DecodeError, Limits, Pixels, jpeg};

pub(super) const MODERN_JPEG: u16 = 7;

/// Fills `pixels` from the strips or tiles and says what is missing of them, in no words when nothing is. None for
/// a file that is not of this kind: grey, RGB or YCbCr in one plane, compressed with JPEG as TIFF's Technical Note 2
/// has it.
pub(super) fn decode(
    reader: &mut Reader<'_>,
    bytes: &[u8],
    pixels: &mut Pixels,
    limits: &Limits,
) -> Result<Option<String>, DecodeError> {
    let chunky = unsigned(reader, Tag::PlanarConfiguration).unwrap_or(1) == 1;
    let photometric = unsigned(reader, Tag::PhotometricInterpretation).unwrap_or(0);
    if unsigned(reader, Tag::Compression) != Some(MODERN_JPEG) || !chunky || !matches!(photometric, 1 | 2 | 6) {
        return Ok(None);
    }
    let (offsets, counts) = match reader.get_chunk_type() {
        ChunkType::Strip => (Tag::StripOffsets, Tag::StripByteCounts),
        ChunkType::Tile => (Tag::TileOffsets, Tag::TileByteCounts),
    };
    let offsets = reader.get_tag_u64_vec(offsets).map_err(to_error)?;
    let counts = reader.get_tag_u64_vec(counts).map_err(to_error)?;
    let tables = reader.get_tag_u8_vec(Tag::JPEGTables).unwrap_or_default();
    let (wide, high) = reader.chunk_dimensions();
    let n_across = pixels.width.div_ceil(wide.max(1)) as usize;
    // The same bytes may be named by every strip; then each is paid for again.
    if offsets.len() as u64 * u64::from(wide) * u64::from(high.min(pixels.height)) > limits.pixels_max.saturating_mul(2)
    {
        return Err(DecodeError::OverLimit(format!("{} strips or tiles", offsets.len())));
    }
    let mut missing = String::new();
    for (n, (offset, count)) in offsets.iter().zip(&counts).enumerate() {
        let piece = usize::try_from(*offset).ok().and_then(|start| {
            let end = start.checked_add(usize::try_from(*count).ok()?)?;
            bytes.get(start..end.min(bytes.len()))
        });
        let decoded = piece
            .ok_or_else(|| DecodeError::not_decoded("beyond the end of the file"))
            .and_then(|piece| jpeg::decode(&whole_jpeg(piece, &tables, photometric), limits));
        match decoded {
            Ok(decoded) => {
                let (left, top) = ((n % n_across) as u32 * wide, (n / n_across) as u32 * high);
                paste(&decoded.pixels, pixels, left, top);
                missing = decoded.cut_short.unwrap_or(missing);
            }
            Err(error) if n == 0 => return Err(error),
            Err(error) => missing = format!("strip or tile {n} of {}: {error}", offsets.len()),
        }
    }
    Ok(Some(missing))
}

/// Start, the colour transform that the directory speaks of (as Adobe's marker says it), shared tables, the piece.
fn whole_jpeg(piece: &[u8], tables: &[u8], photometric: u16) -> Vec<u8> {
    let transform = u8::from(photometric == 6);
    let mut whole = vec![0xff, 0xd8, 0xff, 0xee, 0, 14];
    whole.extend(b"Adobe\0\x64\0\0\0\0");
    whole.push(transform);
    whole.extend(
        tables.strip_prefix(&[0xff, 0xd8]).map_or(tables, |rest| rest.strip_suffix(&[0xff, 0xd9]).unwrap_or(rest)),
    );
    whole.extend(piece.strip_prefix(&[0xff, 0xd8]).unwrap_or(piece));
    whole
}

fn paste(from: &Pixels, to: &mut Pixels, left: u32, top: u32) {
    let (from_stride, to_stride) = (from.stride(), to.stride());
    let n_bytes = from_stride.min(to_stride.saturating_sub(left as usize * 3));
    let lines = to.rgb.chunks_exact_mut(to_stride).skip(top as usize);
    for (line, row) in lines.zip(from.rgb.chunks_exact(from_stride)) {
        line[left as usize * 3..][..n_bytes].copy_from_slice(&row[..n_bytes]);
    }
}
