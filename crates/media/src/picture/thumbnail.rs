//! Whether the thumbnail that a camera put into a file shows the picture that the file holds.
//!
//! A picture that was painted over or swapped often keeps its old thumbnail, which then shows what was there.

use std::borrow::Cow;

use casework::file::Look;
use fingerprint::Pdq;
use fingerprint::pdq::screen::ScreeningHash;
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
///
/// The large picture's pixels are asked for only where they are needed, which is where the shapes differ.
pub(super) fn differs<'p>(
    (large_width, large_height): (u32, u32),
    large_look: &Look,
    large: impl FnOnce() -> Option<Cow<'p, Pixels>>,
    small: &Pixels,
    small_look: &Look,
) -> bool {
    if large_look.pdq.quality < QUALITY_MIN || small_look.pdq.quality < QUALITY_MIN {
        return false;
    }
    let is_near = |hash: &Pdq, other: Pdq| hash.distance(&other) <= DISTANCE_BITS_MAX;
    if turns_of(small).any(|hash| is_near(&hash, large_look.pdq.hash)) {
        return false;
    }
    let shape = |width: u32, height: u32| f64::from(width) / f64::from(height);
    let (large_shape, small_shape) = (shape(large_width, large_height), shape(small.width, small.height));
    let unlike = |one: f64, other: f64| (one / other - 1.0).abs() > SHAPE_TOLERANCE;
    let bars_off = |target: &f64| {
        unlike(small_shape, *target)
            && turns_of(&middle(small, *target)).any(|hash| is_near(&hash, large_look.pdq.hash))
    };
    if [large_shape, 1.0 / large_shape].iter().any(bars_off) {
        return false;
    }
    let targets = [small_shape, 1.0 / small_shape].into_iter().filter(|target| unlike(large_shape, *target));
    let targets: Vec<f64> = targets.collect();
    let Some(large) = (!targets.is_empty()).then(large).flatten() else { return true };
    let whole: Vec<Pdq> = turns_of(small).collect();
    let sides_off = |target: f64| {
        let cut = hash_of(&middle(&large, target)).hash;
        whole.iter().any(|hash| is_near(hash, cut))
    };
    !targets.into_iter().any(sides_off)
}

/// Whether [`differs`] would surely say no of a picture of which there is no more than a screening hash. A thumbnail
/// that has lost the picture's sides is left to it, for that needs pixels.
pub(super) fn surely_shows(
    (large_width, large_height): (u32, u32),
    large: &ScreeningHash,
    small: &Pixels,
    small_look: &Look,
) -> bool {
    let is_same = |small: &Pixels| turns_of(small).any(|hash| large.is_surely_within(DISTANCE_BITS_MAX, &hash));
    let shape = f64::from(large_width) / f64::from(large_height);
    small_look.pdq.quality < QUALITY_MIN
        || is_same(small)
        || [shape, 1.0 / shape].into_iter().any(|shape| is_same(&middle(small, shape)))
}

/// Its hashes in the eight orientations of EXIF. The pixels are turned, not the hash: of a small oblong picture the
/// turned hash is only about that of the turned picture.
fn turns_of(small: &Pixels) -> impl Iterator<Item = Pdq> {
    (1..=8).map(|orientation| hash_of(&small.clone().upright(orientation)).hash)
}

/// The largest part around the middle of this shape (width over height).
fn middle(pixels: &Pixels, shape: f64) -> Pixels {
    let (width, height) = (f64::from(pixels.width), f64::from(pixels.height));
    let (wide, high) = if width / height > shape { (height * shape, height) } else { (width, width / shape) };
    let [wide, high] = [wide, high].map(|side| (side.round() as u32).max(1));
    pixels.crop((pixels.width.saturating_sub(wide)) / 2, (pixels.height.saturating_sub(high)) / 2, wide, high)
}
