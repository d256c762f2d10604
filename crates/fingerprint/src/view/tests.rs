//! Drawn pictures, altered as people do it, against the hashes of the originals.

use std::ops::ControlFlow;

use super::*;
use crate::pdq::{self, PdqHash, RgbView};

/// Blobs of grey on a slope: as smooth and as varied as a photo.
fn drawn(seed: u64, width: usize, height: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / 16_777_216.0
    };
    let blobs: Vec<[f32; 5]> = (0..40).map(|_| [next(), next(), 0.02 + 0.13 * next(), next() - 0.5, next()]).collect();
    let mut pixels = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let (u, v) = (x as f32 / width as f32, y as f32 / height as f32);
            let sum: f32 = blobs
                .iter()
                .map(|[at_x, at_y, size, grey, _]| {
                    let far = ((u - at_x).powi(2) + (v - at_y).powi(2)) / (size * size);
                    200.0 * grey / (1.0 + far * far)
                })
                .sum();
            let grey = (128.0 + sum).clamp(0.0, 255.0) as u8;
            pixels.extend([grey; 3]);
        }
    }
    pixels
}

/// A copy whose pixel at (x, y) is that of `from(x, y)`, or black.
fn copy(
    pixels: &[u8],
    width: usize,
    size: (usize, usize),
    from: impl Fn(usize, usize) -> Option<(usize, usize)>,
) -> Vec<u8> {
    let mut out = Vec::new();
    for y in 0..size.1 {
        for x in 0..size.0 {
            match from(x, y) {
                Some((x, y)) => out.extend_from_slice(&pixels[3 * (y * width + x)..][..3]),
                None => out.extend([0; 3]),
            }
        }
    }
    out
}

fn view_of(size: (usize, usize), pixels: &[u8]) -> RgbView<'_> {
    RgbView::new(size.0 as u32, size.1 as u32, pixels).unwrap()
}

/// The nearest view of a picture to a hash.
fn nearest(size: (usize, usize), pixels: &[u8], search: Search, entry: &PdqHash) -> (u32, View) {
    let reduction = Reduction::of_pixels(view_of(size, pixels)).unwrap();
    let mut best = (256, View::PLAIN);
    let _: ControlFlow<()> = Viewer::new().visit(&reduction, search, |view, hash| {
        let distance = hash.hash.distance(&entry.hash);
        if distance < best.0 {
            best = (distance, view);
        }
        ControlFlow::Continue(())
    });
    best
}

const WIDTH: usize = 480;
const HEIGHT: usize = 360;

fn originals() -> impl Iterator<Item = (Vec<u8>, PdqHash)> {
    (1..4).map(|seed| {
        let pixels = drawn(seed, WIDTH, HEIGHT);
        let hash = pdq::hash(view_of((WIDTH, HEIGHT), &pixels));
        assert!(hash.quality >= 50, "{}", hash.quality);
        (pixels, hash)
    })
}

#[test]
fn the_plain_view_is_the_hash_but_for_a_few_bits() {
    for (pixels, entry) in originals() {
        let (distance, view) = nearest((WIDTH, HEIGHT), &pixels, Search::Plain, &entry);
        assert!(distance <= 12, "{distance}");
        assert_eq!(view, View::PLAIN);
    }
}

#[test]
fn a_cropped_copy_is_found_and_its_margins_are_told() {
    for (pixels, entry) in originals() {
        let (left, top) = (WIDTH * 3 / 100, HEIGHT * 3 / 100);
        let size = (WIDTH - 2 * left, HEIGHT - 2 * top);
        let cropped = copy(&pixels, WIDTH, size, |x, y| Some((x + left, y + top)));
        assert!(pdq::hash(view_of(size, &cropped)).hash.distance(&entry.hash) > 31, "else there is nothing to show");
        let (distance, view) = nearest(size, &cropped, Search::Altered, &entry);
        assert!(distance <= view.distance_bits_max(), "{distance} {view:?}");
        assert_eq!(view.family, Family::Cropped);
        assert!(view.cuts.sides().iter().all(|cut| (10..=50).contains(cut)), "{view:?}");
    }
}

#[test]
fn every_turn_is_found_by_its_name() {
    for (pixels, entry) in originals() {
        let (right, bottom) = (WIDTH - 1, HEIGHT - 1);
        // The turn that makes the copy out of the original, and the one that undoes it.
        type Map<'a> = &'a dyn Fn(usize, usize) -> (usize, usize);
        let turns: [(Turn, (usize, usize), Map<'_>); 7] = [
            (Turn::Rotate270, (HEIGHT, WIDTH), &|x, y| (right - y, x)),
            (Turn::Rotate180, (WIDTH, HEIGHT), &|x, y| (right - x, bottom - y)),
            (Turn::Rotate90, (HEIGHT, WIDTH), &|x, y| (y, bottom - x)),
            (Turn::FlipX, (WIDTH, HEIGHT), &|x, y| (x, bottom - y)),
            (Turn::FlipY, (WIDTH, HEIGHT), &|x, y| (right - x, y)),
            (Turn::FlipPlus1, (HEIGHT, WIDTH), &|x, y| (y, x)),
            (Turn::FlipMinus1, (HEIGHT, WIDTH), &|x, y| (right - y, bottom - x)),
        ];
        for (undone_by, size, map) in turns {
            let turned = copy(&pixels, WIDTH, size, |x, y| Some(map(x, y)));
            let (distance, view) = nearest(size, &turned, Search::Altered, &entry);
            assert!(distance <= 14, "{undone_by:?}: {distance}");
            assert_eq!((view.family, view.turn), (Family::Turned, undone_by));
        }
    }
}

#[test]
fn a_picture_in_a_border_or_a_collage_is_found_where_it_is() {
    let other = drawn(77, WIDTH, HEIGHT);
    for (pixels, entry) in originals() {
        let (x0, y0) = (60, 90);
        let size = (WIDTH + 2 * x0, HEIGHT + 2 * y0);
        let inside = |x: usize, y: usize| (x0..x0 + WIDTH).contains(&x) && (y0..y0 + HEIGHT).contains(&y);
        let framed = copy(&pixels, WIDTH, size, |x, y| inside(x, y).then(|| (x - x0, y - y0)));
        let (distance, view) = nearest(size, &framed, Search::Altered, &entry);
        assert!(distance <= 26, "{distance} {view:?}");
        let area = view.area.unwrap();
        assert!(area.left_permille.abs_diff(100) <= 8 && area.bottom_permille.abs_diff(833) <= 8, "{area:?}");

        let both = [pixels.as_slice(), &other].concat();
        let beside = copy(&both, WIDTH, (2 * WIDTH, HEIGHT), |x, y| {
            Some(if x < WIDTH { (x, y) } else { (x - WIDTH, y + HEIGHT) })
        });
        let (distance, view) = nearest((2 * WIDTH, HEIGHT), &beside, Search::Thorough, &entry);
        assert!(distance <= 26 && view.area.is_some(), "{distance} {view:?}");
    }
}

#[test]
fn refining_comes_nearer_to_irregular_margins() {
    for (pixels, entry) in originals() {
        let (left, top, right, bottom) = (5, 27, 31, 3);
        let size = (WIDTH - left - right, HEIGHT - top - bottom);
        let cropped = copy(&pixels, WIDTH, size, |x, y| Some((x + left, y + top)));
        let (distance, view) = nearest(size, &cropped, Search::Altered, &entry);
        let reduction = Reduction::of_pixels(view_of(size, &cropped)).unwrap();
        let (refined, nearer) = Viewer::new().refine(&reduction, view, &entry.hash);
        assert!(nearer < distance && nearer <= DISTANCE_BITS_WORTH_A_LOOK_MAX, "{distance} {nearer} {refined:?}");
        assert!(refined.cuts.top_permille > 40 && refined.cuts.right_permille > 30, "{refined:?}");
    }
}

/// Stripes across times stripes down: much to see, and all of it said by one row and one column.
fn woven(width: usize, height: usize) -> Vec<u8> {
    let stripe = |at: usize, of: usize, ends: [usize; 4]| {
        let n_before = ends.iter().filter(|end| at * 1000 >= **end * of).count();
        [0.7, -1.0, 0.2, 1.0, -0.5][n_before]
    };
    let grey = |x, y| 128.0 + 110.0 * stripe(x, width, [130, 310, 470, 820]) * stripe(y, height, [190, 270, 610, 890]);
    (0..width * height).flat_map(|n| [grey(n % width, n / width) as u8; 3]).collect()
}

#[test]
fn what_one_row_and_one_column_say_is_not_asked_and_nothing_is_moved_towards_it() {
    let pixels = woven(WIDTH, HEIGHT);
    let entry = pdq::hash(view_of((WIDTH, HEIGHT), &pixels));
    assert!(entry.quality >= pdq::QUALITY_MIN);
    let reduction = Reduction::of_pixels(view_of((WIDTH, HEIGHT), &pixels)).unwrap();
    let mut viewer = Viewer::new();
    assert!(viewer.take_view(&reduction, &View::PLAIN).hash.distance(&entry.hash) < 10);
    let broken = viewer.visit(&reduction, Search::Altered, |view, _| match view.family {
        Family::Plain | Family::Turned => ControlFlow::Break(view),
        _ => ControlFlow::Continue(()),
    });
    assert_eq!(broken, ControlFlow::Continue(()));
    let (photo, _) = originals().next().unwrap();
    let photo = Reduction::of_pixels(view_of((WIDTH, HEIGHT), &photo)).unwrap();
    assert_eq!(viewer.refine(&photo, View::PLAIN, &entry.hash).0, View::PLAIN);
}

#[test]
fn flat_pictures_and_flat_parts_are_not_asked() {
    let flat = vec![90; 300 * 200 * 3];
    let reduction = Reduction::of_pixels(view_of((300, 200), &flat)).unwrap();
    let broken = Viewer::new().visit(&reduction, Search::Exhaustive, |_, _| ControlFlow::Break(()));
    assert!(broken.is_continue());
    // Half of it has nothing in it: no view of that half alone.
    let (pixels, _) = originals().next().unwrap();
    let half = copy(&pixels, WIDTH, (2 * WIDTH, HEIGHT), |x, y| (x < WIDTH).then_some((x, y)));
    let reduction = Reduction::of_pixels(view_of((2 * WIDTH, HEIGHT), &half)).unwrap();
    let _: ControlFlow<()> = Viewer::new().visit(&reduction, Search::Exhaustive, |view, hash| {
        assert!(hash.quality >= 50);
        assert!(view.area.is_none_or(|area| area.left_permille < 480), "{view:?}");
        ControlFlow::Continue(())
    });
}

#[test]
fn every_kernel_gives_the_same_views() {
    let (pixels, _) = originals().next().unwrap();
    let reduction = Reduction::of_pixels(view_of((WIDTH, HEIGHT), &pixels)).unwrap();
    let all = |kernel| {
        let mut views = Vec::new();
        let _: ControlFlow<()> = Viewer::with_kernel(kernel).visit(&reduction, Search::Thorough, |view, hash| {
            views.push((view, hash));
            ControlFlow::Continue(())
        });
        views
    };
    let scalar = all(crate::Kernel::Scalar);
    assert!((200..400).contains(&scalar.len()), "{}", scalar.len());
    for kernel in crate::Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
        assert_eq!(all(kernel), scalar, "{kernel:?}");
    }
}

#[test]
fn pictures_of_every_size_and_shape_are_viewed() {
    for (width, height) in [(5, 5), (5, 900), (900, 6), (64, 64), (127, 129), (130, 2000)] {
        let pixels = drawn(5, width, height);
        let reduction = Reduction::of_pixels(view_of((width, height), &pixels)).unwrap();
        let mut viewer = Viewer::new();
        let mut n_views = 0;
        let _: ControlFlow<()> = viewer.visit(&reduction, Search::Exhaustive, |_, _| {
            n_views += 1;
            ControlFlow::Continue(())
        });
        assert!(n_views < 1_500, "{n_views}");
        let _ = viewer.refine(&reduction, View::PLAIN, &crate::Pdq([0x5A; 32]));
    }
}

#[test]
fn a_view_is_written_in_codes() {
    let view = View { family: Family::Tilted, tilt: Some(Tilt { degrees: -2, is_cut_upright: true }), ..View::PLAIN };
    let written = serde_json::to_string(&view).unwrap();
    assert!(written.starts_with(r#"{"family":"tilted","turn":"original","cuts":{"left_permille":0"#), "{written}");
    assert_eq!(serde_json::from_str::<View>(&written).unwrap(), view);
}
