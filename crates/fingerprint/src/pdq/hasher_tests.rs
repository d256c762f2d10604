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

/// The plane that is transformed, of rows of one kind.
fn shrunk(kernel: Kernel, kind: RowKind, width: usize, height: usize, samples: &[u8]) -> Box<Small> {
    let mut engine = Engine::new(width, height, kernel);
    match &mut engine {
        Engine::Nothing => panic!("too small"),
        Engine::Scalar { shrinker, luma } => {
            for row in samples.chunks_exact(width * kind.bytes_per_px()) {
                kind.fill_luma(row, luma);
                shrinker.push(luma);
            }
        }
        #[cfg(target_arch = "x86_64")]
        Engine::Strips(strips) => strips.push(kind, samples),
    }
    engine.finish().unwrap()
}

fn check_kernels(kind: RowKind, width: usize, height: usize, samples: &[u8], what: &str) {
    let bits = |small: &Small| -> Vec<u32> { small.as_flattened().iter().map(|value| value.to_bits()).collect() };
    let truth = bits(&shrunk(Kernel::Scalar, kind, width, height, samples));
    for kernel in Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
        let found = bits(&shrunk(kernel, kind, width, height, samples));
        assert!(found == truth, "{kernel:?}: {what}, {kind:?}, {width} × {height}");
    }
}

/// Noise, flat colours, and steps of one pixel in otherwise flat pictures: where sums do not come back to what they
/// were, f32 shows it.
fn check_pictures(width: usize, height: usize, seed: u64) {
    let mut noise = Noise(seed);
    for kind in [RowKind::Rgb, RowKind::Grey, RowKind::Ycbcr] {
        let row_bytes = width * kind.bytes_per_px();
        let mut samples = noise.bytes(row_bytes * height);
        check_kernels(kind, width, height, &samples, "noise");
        samples.fill(noise.next() as u8);
        let column = noise.next() as usize % row_bytes;
        samples.iter_mut().skip(column).step_by(row_bytes).for_each(|byte| *byte = !*byte);
        check_kernels(kind, width, height, &samples, "a line down");
        samples.fill([0, 1, 254, 255][noise.next() as usize % 4]);
        let row = noise.next() as usize % height;
        samples[row * row_bytes..][..row_bytes].fill(noise.next() as u8);
        check_kernels(kind, width, height, &samples, "a line across");
    }
}

#[test]
fn every_kernel_gives_the_scalar_plane_at_every_width() {
    for width in 5..=200 {
        check_pictures(width, 5 + width * 7 % 61, width as u64);
    }
}

#[test]
fn every_kernel_gives_the_scalar_plane_at_every_height() {
    for height in 5..=200 {
        check_pictures(5 + height * 5 % 53, height, height as u64);
    }
}

#[test]
fn every_kernel_gives_the_scalar_plane_where_the_window_grows() {
    for n in [2, 3, 4, 8, 15, 16, 17, 24, 31, 32, 33] {
        for off in [-1_isize, 0, 1] {
            let side = (128 * n as usize).saturating_add_signed(off);
            check_pictures(side, 17, side as u64);
            check_pictures(19, side, side as u64);
        }
    }
    check_pictures(1733, 1155, 3);
    check_pictures(70_001, 7, 5);
    check_pictures(7, 70_001, 9);
}

/// All million where `SANAD_LONG` is set, as `make test` does; a fiftieth of them otherwise.
#[test]
fn every_kernel_gives_the_scalar_plane_of_a_million_small_pictures() {
    let n_pictures = if std::env::var_os("SANAD_LONG").is_some() { 1_000_000 } else { 20_000 };
    let mut noise = Noise(0x5eed);
    for _ in 0..n_pictures {
        let kind = [RowKind::Rgb, RowKind::Grey, RowKind::Ycbcr][noise.next() as usize % 3];
        let (width, height) = (5 + noise.next() as usize % 28, 5 + noise.next() as usize % 28);
        let samples = noise.bytes(width * height * kind.bytes_per_px());
        check_kernels(kind, width, height, &samples, "noise");
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
