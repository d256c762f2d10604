//! Pictures in pieces against the same pictures whole, by every kernel that this machine has.

use super::*;
use crate::pdq::luma::rgb_of_ycbcr;

/// A seeded sequence (Knuth's MMIX constants); its upper bits are good enough for pixels.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }

    fn bytes(&mut self, n: usize) -> Vec<u8> {
        (0..n).map(|_| (self.next() >> 8) as u8).collect()
    }
}

#[test]
fn rows_in_pieces_give_what_the_whole_gives() {
    let mut noise = Noise(7);
    for (width, height) in [(5, 5), (64, 64), (65, 63), (129, 300), (640, 47), (33, 1000)] {
        let pixels = noise.bytes(width * height * 3);
        let whole =
            crate::pdq::hash_with_turns(crate::pdq::RgbView::new(width as u32, height as u32, &pixels).unwrap());
        let mut hasher = Hasher::new(width as u32, height as u32);
        let mut left = &pixels[..];
        while !left.is_empty() {
            let n_rows = (noise.next() as usize % 41).min(hasher.n_rows_missing());
            let (rows, rest) = left.split_at(n_rows * width * 3);
            hasher.push_rgb_rows(rows).unwrap();
            left = rest;
        }
        assert_eq!(hasher.finish_with_turns().unwrap(), whole, "{width} × {height}");
    }
}

#[test]
fn rows_of_every_kind_may_follow_one_another() {
    let mut noise = Noise(11);
    for (width, height) in [(64, 64), (131, 257), (300, 90)] {
        let mut hasher = Hasher::new(width as u32, height as u32);
        let mut rgb = Vec::new();
        while hasher.n_rows_missing() > 0 {
            let n_px = (1 + noise.next() as usize % 20).min(hasher.n_rows_missing()) * width;
            match noise.next() % 3 {
                0 => {
                    let rows = noise.bytes(n_px * 3);
                    hasher.push_rgb_rows(&rows).unwrap();
                    rgb.extend_from_slice(&rows);
                }
                1 => {
                    let rows = noise.bytes(n_px);
                    hasher.push_grey_rows(&rows).unwrap();
                    rgb.extend(rows.iter().flat_map(|grey| [*grey; 3]));
                }
                _ => {
                    let rows = noise.bytes(n_px * 3);
                    hasher.push_ycbcr_rows(&rows).unwrap();
                    rgb.extend(rows.chunks(3).flat_map(|px| rgb_of_ycbcr(px[0], px[1], px[2])));
                }
            }
        }
        let whole = crate::pdq::hash(crate::pdq::RgbView::new(width as u32, height as u32, &rgb).unwrap());
        assert_eq!(hasher.finish().unwrap(), whole, "{width} × {height}");
    }
}

#[test]
fn rows_that_do_not_fit_are_refused() {
    let mut hasher = Hasher::new(10, 6);
    assert!(hasher.push_rgb_rows(&[0; 29]).is_err());
    assert!(hasher.push_rgb_rows(&[0; 30 * 7]).is_err());
    hasher.push_rgb_rows(&[]).unwrap();
    hasher.push_rgb_rows(&[0; 30 * 5]).unwrap();
    assert_eq!(hasher.n_rows_missing(), 1);
    assert!(hasher.push_rgb_rows(&[0; 60]).is_err());
    hasher.push_grey_rows(&[0; 10]).unwrap();
    assert_eq!(hasher.finish().unwrap().quality, 0);

    let mut short = Hasher::new(10, 6);
    short.push_rgb_rows(&[0; 30 * 5]).unwrap();
    assert!(short.finish().is_err());
    assert!(Hasher::new(0, 7).finish().is_ok_and(|hash| hash.quality == 0));
    assert!(Hasher::new(7, 0).finish_with_turns().is_ok());
    assert!(Hasher::new(0, 7).push_rgb_rows(&[1]).is_err());
    Hasher::new(0, 7).push_rgb_rows(&[]).unwrap();
}
