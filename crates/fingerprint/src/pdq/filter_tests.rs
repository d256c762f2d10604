//! The luma that each kernel reads, against that of one pixel after the other.

use super::*;
use crate::kernel::Kernel;
use crate::pdq::luma::RowKind;
use crate::pdq::planes::{PlaneStrip, Weights};
use crate::pdq::{avx2, avx512};

type Block = [Sixteen; COLUMNS];

/// The luma of a block of a strip: its samples, its width, the first column.
type Read = fn(RowKind, &[u8], usize, usize) -> Block;

/// The same of planes.
type ReadPlanes = fn(PlaneStrip<'_>, usize, usize) -> Block;

/// What reads strips, for each kernel that this machine has.
fn readers() -> impl Iterator<Item = (Kernel, Read)> {
    let all: [(Kernel, Read); 2] = [(Kernel::Avx2, avx2::luma_of), (Kernel::Avx512, avx512::luma_of)];
    all.into_iter().filter(|(kernel, _)| kernel.is_available())
}

/// What reads planes.
fn plane_readers() -> impl Iterator<Item = (Kernel, ReadPlanes)> {
    let all: [(Kernel, ReadPlanes); 2] =
        [(Kernel::Avx2, avx2::luma_of_planes), (Kernel::Avx512, avx512::luma_of_planes)];
    all.into_iter().filter(|(kernel, _)| kernel.is_available())
}

/// A seeded sequence of bytes.
fn noise(seed: u32) -> impl FnMut(usize) -> Vec<u8> {
    let mut state = seed;
    move |n: usize| {
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        (0..n).map(|_| next()).collect()
    }
}

#[test]
fn every_colour_has_the_luma_of_the_scalar_code() {
    let width = COLUMNS + 12;
    let (mut strip, mut scalar) = (vec![0; width * ROWS * 3], vec![0.0; width]);
    for kind in [RowKind::Rgb, RowKind::Ycbcr] {
        for (red, green) in (0..=255).flat_map(|red| (0..=255).map(move |green| (red, green))) {
            for (row, column) in (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (row, column))) {
                strip[(row * width + column) * 3..][..3].copy_from_slice(&[red, green, (row * 16 + column) as u8]);
            }
            for (kernel, read) in readers() {
                let found = read(kind, &strip, width, 0);
                for (row, samples) in strip.chunks_exact(width * 3).enumerate() {
                    kind.fill_luma(samples, &mut scalar);
                    let found: Vec<f32> = found.iter().map(|column| column.0[row]).collect();
                    assert_eq!(found, &scalar[..COLUMNS], "{kernel:?}, {kind:?}: {red} {green}");
                }
            }
        }
    }
}

#[test]
fn every_column_of_a_strip_may_be_the_first_and_beyond_the_last_is_nothing() {
    let mut bytes = noise(3);
    for (width, kind) in
        (1..=80).flat_map(|width| [RowKind::Rgb, RowKind::Grey, RowKind::Ycbcr].map(|kind| (width, kind)))
    {
        let strip = bytes(ROWS * width * kind.bytes_per_px());
        for (kernel, read) in readers() {
            for first in 0..width + 20 {
                let found = read(kind, &strip, width, first);
                for (row, samples) in strip.chunks_exact(width * kind.bytes_per_px()).enumerate() {
                    let mut scalar = vec![0.0; width];
                    kind.fill_luma(samples, &mut scalar);
                    let expected = (first..first + COLUMNS).map(|column| scalar.get(column).copied().unwrap_or(0.0));
                    let found = found.iter().map(|column| column.0[row]);
                    assert!(found.eq(expected), "{kernel:?}, {kind:?}: {width}, from {first}, row {row}");
                }
            }
        }
    }
}

/// The same in whole numbers, one pixel for itself.
fn luma_of_one(y: u8, blue: u8, red: u8, weights: Weights) -> f32 {
    let high = |value: i64, weight: i16| (value * i64::from(weight)).div_euclid(1 << 16);
    let y = high(8 * i64::from(y) - i64::from(weights.black), weights.luma);
    let (blue, red) = (8 * i64::from(blue) - 1024, 8 * i64::from(red) - 1024);
    let green = high(blue, weights.green_of_blue) + high(red, weights.green_of_red);
    let adds = [high(red, weights.red_of_red), green, high(blue, weights.blue_of_blue)];
    let mut luma = [0.0];
    RowKind::Rgb.fill_luma(&adds.map(|add| (y + add).clamp(0, 255) as u8), &mut luma);
    luma[0]
}

/// Every luma with every pair of chromas, under weights of narrow and of full range.
#[test]
fn every_sample_of_planes_has_the_luma_of_its_colours() {
    let narrow = [128, 9_539, 14_686, -4_366, -1_747, 17_305];
    let full = [0, 8_192, 11_485, -5_850, -2_819, 14_516];
    for [black, luma, red_of_red, green_of_red, green_of_blue, blue_of_blue] in [narrow, full] {
        let weights = Weights { black, luma, red_of_red, green_of_red, green_of_blue, blue_of_blue };
        for n in 0..1 << 16 {
            // Four lumas with each of 64 pairs of chromas.
            let (y, blue, red) = ((n % 64 * 4) as u8, (n / 64 % 32 * 8) as u8, (n / 2048 * 8) as u8);
            let ys: [u8; ROWS * 16] = std::array::from_fn(|at| y + (at % 2 + at / 16 % 2 * 2) as u8);
            let blues: [u8; ROWS / 2 * 8] = std::array::from_fn(|at| blue + (at % 8) as u8);
            let reds: [u8; ROWS / 2 * 8] = std::array::from_fn(|at| red + (at / 8) as u8);
            let expected: [[f32; COLUMNS]; ROWS] = std::array::from_fn(|row| {
                std::array::from_fn(|column| {
                    let at = row / 2 * 8 + column / 2;
                    luma_of_one(ys[row * 16 + column], blues[at], reds[at], weights)
                })
            });
            for (kernel, read) in plane_readers() {
                let found = read(PlaneStrip { luma: &ys, blue: &blues, red: &reds, weights }, 16, 0);
                for (row, expected) in expected.iter().enumerate() {
                    let found: [f32; COLUMNS] = std::array::from_fn(|column| found[column].0[row]);
                    assert_eq!(found.map(f32::to_bits), expected.map(f32::to_bits), "{kernel:?}: {n}, row {row}");
                }
            }
        }
    }
}

#[test]
fn every_column_of_planes_may_be_the_first_and_beyond_the_last_is_nothing() {
    let mut bytes = noise(5);
    let weights = Weights {
        black: 128,
        luma: 9_539,
        red_of_red: 13_075,
        green_of_red: -6_660,
        green_of_blue: -3_209,
        blue_of_blue: 16_525,
    };
    for width in (2..=80).step_by(2) {
        let (luma, blue, red) = (bytes(ROWS * width), bytes(ROWS / 2 * width / 2), bytes(ROWS / 2 * width / 2));
        for ((kernel, read), first) in
            plane_readers().flat_map(|reader| (0..width + 20).map(move |first| (reader, first)))
        {
            let found = read(PlaneStrip { luma: &luma, blue: &blue, red: &red, weights }, width, first);
            for (row, n) in (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |n| (row, n))) {
                let column = first + n;
                let at = row / 2 * (width / 2) + column / 2;
                let is_there = column < width;
                let expected =
                    if is_there { luma_of_one(luma[row * width + column], blue[at], red[at], weights) } else { 0.0 };
                assert_eq!(found[n].0[row].to_bits(), expected.to_bits(), "{kernel:?}, {width}: {first} + {n}, {row}");
            }
        }
    }
}
