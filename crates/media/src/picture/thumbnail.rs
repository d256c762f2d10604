//! Whether the thumbnail that a camera put into a file shows the picture that the file holds.
//!
//! A picture that was painted over or swapped often keeps its old thumbnail, which then shows what was there.

use casework::file::Look;
use fingerprint::Pdq;
use fingerprint::pdq::{DISTANCE_BITS_MAX, QUALITY_MIN};

use super::{Pixels, hash_of};

/// Sides within this share of each other are the same shape: thumbnails round to whole pixels, often to 8 or 16.
const SHAPE_TOLERANCE: f64 = 0.03;

/// Whether they differ: every way of laying one over the other leaves more than 31 bits between their hashes.
///
/// 31 is the distance up to which the hash's makers call two pictures the same (ThreatExchange, `pdq/README.md`), and
/// shrinking alone stays well below it. Cameras make thumbnails of 160 × 120 whatever the sensor's shape: wider
/// pictures get black bars, or lose their sides. So the bars are cut off the thumbnail, or the sides off the picture,
/// before they are compared, and the eight turns are tried, because programs turn one and forget the other.
pub(super) fn differs(large: &Pixels, large_look: &Look, small: &Pixels, small_look: &Look) -> bool {
    if large_look.pdq.quality < QUALITY_MIN || small_look.pdq.quality < QUALITY_MIN {
        return false;
    }
    let whole = turns_of(small);
    let any_near = |hashes: &[Pdq], other: Pdq| hashes.iter().any(|hash| hash.distance(&other) <= DISTANCE_BITS_MAX);
    if any_near(&whole, large_look.pdq.hash) {
        return false;
    }
    let shape = |pixels: &Pixels| f64::from(pixels.width) / f64::from(pixels.height);
    let (large_shape, small_shape) = (shape(large), shape(small));
    let unlike = |one: f64, other: f64| (one / other - 1.0).abs() > SHAPE_TOLERANCE;
    let bars_off =
        |target| unlike(small_shape, target) && any_near(&turns_of(&middle(small, target)), large_look.pdq.hash);
    let sides_off = |target| unlike(large_shape, target) && any_near(&whole, hash_of(&middle(large, target)).hash);
    !([large_shape, 1.0 / large_shape].into_iter().any(bars_off)
        || [small_shape, 1.0 / small_shape].into_iter().any(sides_off))
}

/// Its hashes in the eight orientations of EXIF. The pixels are turned, not the hash: of a small oblong picture the
/// turned hash is only about that of the turned picture.
fn turns_of(small: &Pixels) -> Vec<Pdq> {
    (1..=8).map(|orientation| hash_of(&small.clone().upright(orientation)).hash).collect()
}

/// The largest part around the middle of this shape (width over height).
fn middle(pixels: &Pixels, shape: f64) -> Pixels {
    let (width, height) = (f64::from(pixels.width), f64::from(pixels.height));
    let (wide, high) = if width / height > shape { (height * shape, height) } else { (width, width / shape) };
    let [wide, high] = [wide, high].map(|side| (side.round() as u32).max(1));
    pixels.crop((pixels.width.saturating_sub(wide)) / 2, (pixels.height.saturating_sub(high)) / 2, wide, high)
}
