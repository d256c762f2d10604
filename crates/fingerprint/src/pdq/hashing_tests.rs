//! Hashes of pictures made by formulas, against those that PyPI `pdqhash` gave (`testdata/pdq.json`).

use super::*;

#[derive(serde::Deserialize)]
struct Vectors {
    vectors: Vec<Vector>,
}

#[derive(serde::Deserialize)]
struct Vector {
    kind: String,
    width: u32,
    height: u32,
    parameter: u32,
    pdq: Pdq,
    quality: u8,
    turns: [Pdq; 8],
}

impl Vector {
    fn all() -> Vec<Vector> {
        serde_json::from_str::<Vectors>(include_str!("../../testdata/pdq.json")).unwrap().vectors
    }

    fn name(&self) -> String {
        format!("{} {} × {} ({})", self.kind, self.width, self.height, self.parameter)
    }

    fn pixels(&self) -> Vec<u8> {
        let (width, height, parameter) = (self.width, self.height, self.parameter);
        let mut state = u64::from(parameter);
        let mut noise = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        };
        let mut pixel = |x: u32, y: u32| match self.kind.as_str() {
            "cells" => {
                let (cx, cy) = (x / parameter, y / parameter);
                let a = (cx * 73 + cy * 151 + cx * cy * 17) % 256;
                [a as u8, (a * 3 % 256) as u8, (255 - a) as u8]
            }
            "ramp" => [
                (x * 255 / (width - 1).max(1)) as u8,
                (y * 255 / (height - 1).max(1)) as u8,
                ((x * parameter + y) % 256) as u8,
            ],
            "noise" => [noise(), noise(), noise()],
            "flat" => [parameter as u8; 3],
            other => panic!("no formula for {other}"),
        };
        (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| pixel(x, y)).collect()
    }
}

#[test]
fn every_bit_and_quality_is_the_reference_s() {
    let vectors = Vector::all();
    assert!(vectors.len() > 25);
    for vector in vectors {
        let pixels = vector.pixels();
        let view = RgbView::new(vector.width, vector.height, &pixels).unwrap();
        assert_eq!(hash(view), PdqHash { hash: vector.pdq, quality: vector.quality }, "{}", vector.name());
        let (stored, turns) = hash_with_turns(view);
        assert_eq!(stored, hash(view), "{}", vector.name());
        assert_eq!(turns[0], stored.hash, "{}", vector.name());
        assert_eq!(turns[1..], vector.turns[1..], "{}", vector.name());
        for kernel in Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
            let mut hasher = Hasher::with_kernel(vector.width, vector.height, kernel);
            hasher.take_rows(RowKind::Rgb, &pixels);
            assert_eq!(hasher.outcome_with_turns(), (stored, turns), "{kernel:?}: {}", vector.name());
        }
    }
}

#[test]
fn a_plane_of_luma_gives_what_its_picture_gives() {
    for vector in Vector::all() {
        let pixels = vector.pixels();
        let weigh = |p: &[u8]| f64::from(p[0]) * 0.299 + f64::from(p[1]) * 0.587 + f64::from(p[2]) * 0.114;
        let luma: Vec<f32> = pixels.chunks(3).map(|pixel| weigh(pixel) as f32).collect();
        let given = hash_luma(vector.width, vector.height, &luma).unwrap();
        assert_eq!(given, PdqHash { hash: vector.pdq, quality: vector.quality }, "{}", vector.name());
    }
}

#[test]
fn a_turned_picture_is_found_among_the_turns() {
    let vector = Vector::all().into_iter().find(|vector| vector.kind == "cells" && vector.width == 640).unwrap();
    let (width, height, pixels) = (vector.width, vector.height, vector.pixels());
    let (_, turns) = hash_with_turns(RgbView::new(width, height, &pixels).unwrap());
    // Reads the picture through a map from the turned picture's coordinates.
    let turned = |width_turned: u32, height_turned: u32, from: &dyn Fn(u32, u32) -> (u32, u32)| {
        let mut out = Vec::new();
        for y in 0..height_turned {
            for x in 0..width_turned {
                let (x, y) = from(x, y);
                out.extend_from_slice(&pixels[3 * (y * width + x) as usize..][..3]);
            }
        }
        hash(RgbView::new(width_turned, height_turned, &out).unwrap()).hash
    };
    let (right, bottom) = (width - 1, height - 1);
    for (turn, hash) in [
        (Turn::Rotate90, turned(height, width, &|x, y| (right - y, x))),
        (Turn::Rotate180, turned(width, height, &|x, y| (right - x, bottom - y))),
        (Turn::Rotate270, turned(height, width, &|x, y| (y, bottom - x))),
        (Turn::FlipX, turned(width, height, &|x, y| (x, bottom - y))),
        (Turn::FlipY, turned(width, height, &|x, y| (right - x, y))),
        (Turn::FlipPlus1, turned(height, width, &|x, y| (y, x))),
        (Turn::FlipMinus1, turned(height, width, &|x, y| (right - y, bottom - x))),
    ] {
        let n = Turn::ALL.iter().position(|other| *other == turn).unwrap();
        let nearest = (0..8).min_by_key(|n| turns[*n].distance(&hash)).unwrap();
        assert_eq!(nearest, n, "{turn:?}");
        assert!(turns[n].distance(&hash) <= 16, "{turn:?}: {}", turns[n].distance(&hash));
    }
}

#[test]
fn pixels_of_another_number_are_refused() {
    assert!(RgbView::new(2, 2, &[0; 11]).is_err());
    assert!(RgbView::new(2, 2, &[0; 13]).is_err());
    assert!(RgbView::new(u32::MAX, u32::MAX, &[]).is_err());
    assert!(RgbView::new(0, 7, &[]).is_ok_and(|view| hash(view).quality == 0));
    assert!(hash_luma(8, 8, &[0.0; 63]).is_err());
}
