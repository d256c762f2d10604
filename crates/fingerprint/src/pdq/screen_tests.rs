//! Screening hashes against the exact ones.

use super::*;
use crate::pdq::{RgbView, hash_with_turns};

/// Soft shapes of many sizes, different for every seed, in grey.
fn drawn(width: usize, height: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut dice = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    let waves: Vec<[f64; 5]> =
        (0..24).map(|n| [dice(), dice(), dice(), dice(), 80.0 / (1.0 + n as f64 / 4.0)]).collect();
    let along = |length: usize, wave: fn(&[f64; 5]) -> [f64; 2]| -> Vec<f64> {
        let at = |n: usize, [tempo, phase]: [f64; 2]| (tempo * 60.0 * n as f64 / length as f64 + phase * 6.3).sin();
        (0..length).flat_map(|n| waves.iter().map(move |w| at(n, wave(w)))).collect()
    };
    let (across, down) = (along(width, |w| [w[0], w[1]]), along(height, |w| [w[2], w[3]]));
    let mut grey = Vec::with_capacity(width * height);
    for down in down.chunks_exact(waves.len()) {
        let down: Vec<f64> = down.iter().zip(&waves).map(|(value, wave)| value * wave[4]).collect();
        for across in across.chunks_exact(waves.len()) {
            let value: f64 = across.iter().zip(&down).map(|(one, other)| one * other).sum();
            grey.push((128.0 + value).clamp(0.0, 255.0) as u8);
        }
    }
    grey
}

/// Means of cells, rounded, the last ones filled up with the nearest pixel as a JPEG is.
fn scaled(grey: &[u8], width: usize, height: usize, cell: usize) -> Vec<u8> {
    let at = |x: usize, y: usize| u32::from(grey[y.min(height - 1) * width + x.min(width - 1)]);
    let n = cell as u32 * cell as u32;
    let mut cells = Vec::new();
    for row in 0..height.div_ceil(cell) {
        for column in 0..width.div_ceil(cell) {
            let places = (0..cell).flat_map(|dy| (0..cell).map(move |dx| (column * cell + dx, row * cell + dy)));
            let sum: u32 = places.map(|(x, y)| at(x, y)).sum();
            cells.push(((sum + n / 2) / n) as u8);
        }
    }
    cells
}

fn exact(grey: &[u8], width: usize, height: usize) -> [Pdq; 8] {
    let rgb: Vec<u8> = grey.iter().flat_map(|value| [*value; 3]).collect();
    hash_with_turns(RgbView::new(width as u32, height as u32, &rgb).unwrap()).1
}

fn screen(grey: &[u8], width: usize, height: usize, cell: usize) -> Option<ScreeningHash> {
    let mut screener = Screener::new(width as u32, height as u32, cell as u32);
    screener.push_rows(&scaled(grey, width, height, cell));
    screener.finish().and_then(|screened| screened.hash().cloned())
}

#[test]
fn weights_are_those_of_two_rounds_of_boxes() {
    for length in [5, 63, 64, 127, 128, 129, 640, 999, 1281] {
        for cell in [1, 2, 4, 8] {
            for taps in Axis::new(length, cell).samples {
                let sum: f32 = taps.weights.iter().sum();
                assert!((sum - 1.0).abs() < 1e-5, "{length} px, cells of {cell}: {sum}");
            }
        }
    }
    // 640 px: windows of 5, twice, make a triangle of 9 around each kept place, the first of which is 5.
    let first = &Axis::new(640, 1).samples[0];
    let triangle: Vec<f32> = [1, 2, 3, 4, 5, 4, 3, 2, 1].map(|n| n as f32 / 25.0).to_vec();
    let weights: Vec<f32> = first.weights.iter().copied().filter(|weight| *weight != 0.0).collect();
    assert_eq!(weights.len(), 9);
    assert!(weights.iter().zip(&triangle).all(|(one, other)| (one - other).abs() < 1e-6), "{weights:?}");
    assert_eq!(first.start + first.weights.iter().position(|weight| *weight != 0.0).unwrap(), 1);
}

#[test]
fn without_scaling_only_the_rounding_of_sums_differs() {
    for (n, (width, height)) in [(240, 240), (333, 250), (300, 611)].into_iter().enumerate() {
        let grey = drawn(width, height, n as u64);
        let error = screen(&grey, width, height, 1).unwrap().error_bits(&exact(&grey, width, height));
        assert!(error <= 2, "{width} × {height}: {error} bits");
    }
}

#[test]
fn scaled_pictures_keep_to_the_bound_in_all_turns() {
    let mut n_screened = 0;
    for seed in 0..12 {
        for (width, height) in [(480, 611), (967, 1001), (1920, 2111)] {
            let (width, height) = (width + seed as usize, height - seed as usize);
            let cell = cell_px(width as u32, height as u32).unwrap() as usize;
            // The largest pictures cost most of the time of this test.
            if cell == 8 && seed > 2 {
                continue;
            }
            let grey = drawn(width, height, seed);
            let Some(screened) = screen(&grey, width, height, cell) else { continue };
            let error = screened.error_bits(&exact(&grey, width, height));
            assert!(error <= ERROR_BITS_MAX, "{width} × {height}, cells of {cell}: {error} bits");
            n_screened += 1;
        }
    }
    assert!(n_screened >= 20, "{n_screened}");
}

#[test]
fn what_cannot_be_trusted_is_not_screened() {
    let faint: Vec<u8> = (0..480 * 480).map(|n| 127 + (n / 480 / 40 % 2) as u8).collect();
    assert!(screen(&faint, 480, 480, 2).is_none(), "hardly anything to see");
    // Slopes as steep as it takes for a quality of 40 to 54.
    let steep = |step: usize| (0..480 * 480).map(|n| ((n % 480 / 60 % 2) * step + 100) as u8).collect::<Vec<u8>>();
    let quality_of = |grey: &[u8]| {
        let rgb: Vec<u8> = grey.iter().flat_map(|value| [*value; 3]).collect();
        hash_with_turns(RgbView::new(480, 480, &rgb).unwrap()).0.quality
    };
    let (mut n_low, mut n_between) = (0, 0);
    for step in 0..155 {
        let (grey, mut screener) = (steep(step), Screener::new(480, 480, 2));
        screener.push_rows(&scaled(&grey, 480, 480, 2));
        match (screener.finish(), quality_of(&grey)) {
            (Some(Screened::NotComparable), quality) => {
                assert!(quality < QUALITY_MIN, "{step}: {quality}");
                n_low += 1;
            }
            (Some(Screened::Hash(_)), quality) => assert!(quality >= QUALITY_MIN, "{step}: {quality}"),
            (None, _) => n_between += 1,
        }
    }
    assert!(n_low > 10 && n_between > 5, "{n_low} {n_between}");
    let mut flat = Screener::new(480, 480, 2);
    flat.push_rows(&[127; 240 * 240]);
    assert_eq!(flat.finish(), Some(Screened::NotComparable), "nothing to see");
    let mut short = Screener::new(480, 480, 2);
    short.push_rows(&vec![9; 240 * 239]);
    assert!(short.finish().is_none(), "a row is missing");
    assert_eq!(cell_px(239, 5000), None);
    assert_eq!([240, 480, 960, 1920, 65_500].map(|side| cell_px(side, 65_500)), [1, 2, 4, 8, 8].map(Some));
}

#[test]
fn it_is_lent_to_a_search_with_the_wider_radius() {
    let grey = drawn(480, 480, 4);
    let screened = screen(&grey, 480, 480, 2).unwrap();
    let exact = exact(&grey, 480, 480);
    let found = screened.search(31, |hashes, radius| hashes.iter().any(|hash| hash.distance(&exact[0]) <= radius));
    assert!(found);
    assert_eq!(screened.search(31, |_, radius| radius), 31 + ERROR_BITS_MAX);
    assert_eq!(format!("{screened:?}"), "ScreeningHash(‹withheld›)");
}

#[test]
fn a_screening_hash_comes_through_as_it_was() {
    let hash = screen(&drawn(400, 300, 3), 400, 300, 1).unwrap();
    let come = ScreeningHash::of_bytes(&hash.to_bytes());
    assert!(come == hash && come.error_bits(&hash.turns) == 0);
    assert!(!format!("{hash:?}").contains(&hash.turns[0].to_string()));
}
