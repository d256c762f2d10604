//! Pictures made small enough that little or nothing can be seen on them: each sample is the mean of what lies beneath it.

use super::{DecodeError, Limits, Pixels, decode};
use crate::preview::Preview;

/// The picture of this type with `side_px_max` pixels on its longer side; one that is smaller stays as it is.
pub(crate) fn small(
    bytes: &[u8],
    mime: &str,
    limits: &Limits,
    side_px_max: u16,
    grey: bool,
) -> Result<Preview, DecodeError> {
    Ok(reduce(&decode(bytes, mime, limits)?.pixels, u32::from(side_px_max.max(1)), grey))
}

fn reduce(pixels: &Pixels, side: u32, grey: bool) -> Preview {
    let longer = pixels.width.max(pixels.height).max(1);
    let scaled = |length: u32| match longer <= side {
        true => length.max(1),
        false => (u64::from(length) * u64::from(side) / u64::from(longer)).max(1) as u32,
    };
    let (width, height) = (scaled(pixels.width), scaled(pixels.height));
    let mut samples = Vec::with_capacity(width as usize * height as usize * if grey { 1 } else { 3 });
    for row in 0..height {
        let rows = span(row, height, pixels.height);
        for column in 0..width {
            let mean = mean(pixels, span(column, width, pixels.width), rows.clone());
            match grey {
                true => samples.push(luma(mean)),
                false => samples.extend_from_slice(&mean),
            }
        }
    }
    Preview { width, height, grey, samples }
}

/// What lies beneath the sample of this number, of so many over so long a side: one pixel at least.
fn span(number: u32, of: u32, length: u32) -> std::ops::Range<usize> {
    let at = |number: u32| (u64::from(number) * u64::from(length) / u64::from(of)) as usize;
    let from = at(number);
    from..at(number + 1).max(from + 1)
}

fn mean(pixels: &Pixels, columns: std::ops::Range<usize>, rows: std::ops::Range<usize>) -> [u8; 3] {
    let n_pixels = (columns.len() * rows.len()) as u64;
    let mut sums = [0u64; 3];
    for row in rows {
        let from = row * pixels.stride();
        for pixel in pixels.rgb[from + columns.start * 3..from + columns.end * 3].chunks_exact(3) {
            sums.iter_mut().zip(pixel).for_each(|(sum, sample)| *sum += u64::from(*sample));
        }
    }
    sums.map(|sum| (sum / n_pixels) as u8)
}

/// Brightness as ITU-R BT.601 weighs it.
fn luma([red, green, blue]: [u8; 3]) -> u8 {
    ((u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114) / 1_000) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Red at the left, blue at the right.
    fn halves(width: u32, height: u32) -> Pixels {
        let pixel = |n: u32| if n % width < width / 2 { [200, 0, 0] } else { [0, 0, 100] };
        Pixels { width, height, rgb: (0..width * height).flat_map(pixel).collect() }
    }

    #[test]
    fn the_longer_side_is_as_long_as_asked_and_no_picture_grows() {
        let check = |size: (u32, u32), side, expected: (u32, u32)| {
            let made = reduce(&halves(size.0, size.1), side, true);
            assert_eq!(
                (made.width, made.height, made.samples.len()),
                (expected.0, expected.1, (expected.0 * expected.1) as usize)
            );
        };
        check((640, 480), 24, (24, 18));
        check((480, 640), 24, (18, 24));
        check((10, 6), 24, (10, 6));
        check((5_000, 2), 24, (24, 1));
        check((1, 1), 24, (1, 1));
    }

    #[test]
    fn a_sample_is_the_mean_of_what_lies_beneath_it() {
        let made = reduce(&halves(8, 4), 2, false);
        assert_eq!((made.width, made.height), (2, 1));
        assert_eq!(made.samples, [200, 0, 0, 0, 0, 100]);
        let grey = reduce(&halves(8, 4), 2, true);
        assert_eq!(grey.samples, [59, 11]);
        let one = reduce(&halves(8, 4), 1, false);
        assert_eq!(one.samples, [100, 0, 50]);
    }
}
