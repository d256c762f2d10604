//! Whether screening changes any answer: photos, and the quarters of large ones, are altered in many ways, searched
//! exactly and by screening among the hashes of the photos themselves, and the answers compared.
//!
//! `cargo bench -p media --bench screening -- FILE.jpg ...`
//!
//! Prints a line of JSON for each size of cell: pictures screened, how many bits the screening hash was off in the
//! worst of its eight turns (a histogram), and matches that it would have lost. Then one for all, with what
//! was left to the exact hash. Ends with an error if a match was lost or the bound broken.

use std::collections::BTreeMap;
use std::error::Error;

use fingerprint::Pdq;
use fingerprint::pdq::screen::{ERROR_BITS_MAX, cell_px};
use fingerprint::pdq::{DISTANCE_BITS_MAX, QUALITY_MIN};
use media::picture::{self, Limits, Pixels};
use mozjpeg::{ColorSpace, Compress};

const JPEG: &str = "image/jpeg";

/// Sides that the photos are shrunken to, the shorter one, in pixels.
const SIDES_PX: [u32; 4] = [2_000, 1_100, 600, 300];

/// Quarters with a shorter side below this are left out.
const QUARTER_SIDE_PX_MIN: u32 = 800;

#[derive(Default)]
struct Tally {
    n_screened: u32,
    errors: BTreeMap<u32, u32>,
    n_lost: u32,
    n_found: u32,
    n_confirmed_in_vain: u32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let limits = Limits::default();
    let paths: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    // Decoded twice: all of them at once would not fit into memory.
    let photos_of = |path: &String| -> Result<Vec<Pixels>, Box<dyn Error>> {
        Ok(with_quarters(picture::decode(&std::fs::read(path)?, JPEG, &limits)?.pixels))
    };
    let mut list: Vec<Pdq> = Vec::new();
    for path in &paths {
        let looks = photos_of(path)?.into_iter().map(|photo| picture::look_of(&photo, "").pdq);
        list.extend(looks.filter(|look| look.quality >= QUALITY_MIN).map(|look| look.hash));
    }
    let mut tallies: BTreeMap<u32, Tally> = BTreeMap::new();
    let (mut n_photos, mut n_exact) = (0, 0);
    let (mut n_not_comparable, mut n_wrongly_not_comparable) = (0, 0);
    for photo in paths.iter().map(photos_of).flat_map(|photos| photos.into_iter().flatten()) {
        n_photos += 1;
        for (name, bytes) in altered(&photo, n_photos) {
            let Some(look) = picture::examine(&bytes, JPEG, &limits).look else {
                return Err(format!("photo {n_photos}, {name}: no look").into());
            };
            let Some(screened) = picture::screen(&bytes, JPEG, &limits) else {
                n_exact += 1;
                continue;
            };
            let Some(hash) = screened.by.hash() else {
                n_not_comparable += 1;
                n_wrongly_not_comparable += u32::from(look.pdq.quality >= QUALITY_MIN);
                continue;
            };
            let tally = tallies.entry(cell_px(screened.size.0, screened.size.1).unwrap_or(0)).or_default();
            tally.n_screened += 1;
            let turns: &[Pdq; 8] = look.turns.as_slice().try_into()?;
            *tally.errors.entry(hash.error_bits(turns)).or_default() += 1;
            let is_found = look.pdq.quality >= QUALITY_MIN && any_within(&list, turns, DISTANCE_BITS_MAX);
            let is_candidate = hash.search(DISTANCE_BITS_MAX, |turns, radius| any_within(&list, turns, radius));
            tally.n_found += u32::from(is_found);
            tally.n_lost += u32::from(is_found && !is_candidate);
            tally.n_confirmed_in_vain += u32::from(is_candidate && !is_found);
        }
    }
    let mut is_right = n_wrongly_not_comparable == 0;
    for (cell, tally) in &tallies {
        is_right &= tally.n_lost == 0 && tally.errors.keys().all(|bits| *bits <= ERROR_BITS_MAX);
        let line = serde_json::json!({
            "cell_px": cell,
            "n_screened": tally.n_screened,
            "error_bits": tally.errors,
            "error_bits_bound": ERROR_BITS_MAX,
            "n_found_exactly": tally.n_found,
            "n_lost_by_screening": tally.n_lost,
            "n_confirmed_in_vain": tally.n_confirmed_in_vain,
        });
        println!("{line}");
    }
    let n_screened: u32 = tallies.values().map(|tally| tally.n_screened).sum();
    println!(
        "{}",
        serde_json::json!({
            "n_photos": n_photos, "n_screened": n_screened, "n_left_to_the_exact_hash": n_exact,
            "n_not_comparable": n_not_comparable, "n_wrongly_not_comparable": n_wrongly_not_comparable,
        })
    );
    if is_right { Ok(()) } else { Err("screening changed an answer".into()) }
}

fn any_within(list: &[Pdq], turns: &[Pdq; 8], radius_bits: u32) -> bool {
    turns.iter().any(|hash| list.iter().any(|entry| entry.distance(hash) <= radius_bits))
}

/// The photo, and its quarters if they are large enough to be photos of their own.
fn with_quarters(photo: Pixels) -> Vec<Pixels> {
    let (width, height) = (photo.width / 2, photo.height / 2);
    let corners = [(0, 0), (width, 0), (0, height), (width, height)];
    let is_large = width.min(height) >= QUARTER_SIDE_PX_MIN;
    let quarters: Vec<Pixels> =
        corners.into_iter().filter(|_| is_large).map(|(x, y)| photo.crop(x, y, width, height)).collect();
    std::iter::once(photo).chain(quarters).collect()
}

/// The alterations, with a quality, a subsampling and an odd size that go round from photo to photo.
fn altered(photo: &Pixels, n: usize) -> Vec<(String, Vec<u8>)> {
    let quality = [30.0, 50.0, 75.0, 85.0, 95.0][n % 5];
    let cut = |share: f64| {
        let (x, y) = ((f64::from(photo.width) * share) as u32, (f64::from(photo.height) * share) as u32);
        photo.crop(x, y, photo.width - 2 * x, photo.height - 2 * y)
    };
    let toned = |tone: &dyn Fn([u8; 3]) -> [u8; 3]| {
        let rgb = photo.rgb.chunks_exact(3).flat_map(|pixel| tone([pixel[0], pixel[1], pixel[2]])).collect();
        Pixels { rgb, ..*photo }
    };
    let grey =
        |[red, green, blue]: [u8; 3]| [((u32::from(red) * 3 + u32::from(green) * 6 + u32::from(blue)) / 10) as u8; 3];
    let bright = |by: f64| move |pixel: [u8; 3]| pixel.map(|value| (f64::from(value) * by).min(255.0) as u8);
    let versions = [
        ("saved again", cut(0.0)),
        ("cropped 1 %", cut(0.01)),
        ("cropped 3 %", cut(0.03)),
        ("grey", toned(&grey)),
        ("brighter", toned(&bright(1.4))),
        ("darker", toned(&bright(0.6))),
    ];
    let mut all = Vec::new();
    for (name, pixels) in versions {
        let shorter = pixels.width.min(pixels.height);
        for side in SIDES_PX.into_iter().filter(|side| *side <= shorter) {
            let side = side - (n % 9) as u32;
            let small = shrunken(&pixels, side * pixels.width / shorter, side * pixels.height / shorter);
            all.push((format!("{name}, {side} px"), encode(&small, quality, n.is_multiple_of(2))));
        }
    }
    all
}

/// Means over the pixels that fall into each new one.
fn shrunken(pixels: &Pixels, width: u32, height: u32) -> Pixels {
    let edges = |from: u32, to: u32| -> Vec<usize> {
        (0..=u64::from(to)).map(|n| (n * u64::from(from) / u64::from(to)) as usize).collect()
    };
    let (columns, rows) = (edges(pixels.width, width), edges(pixels.height, height));
    let mut rgb = Vec::with_capacity(width as usize * height as usize * 3);
    for row in rows.windows(2) {
        for column in columns.windows(2) {
            for channel in 0..3 {
                let mut sum = 0;
                for y in row[0]..row[1] {
                    let line = &pixels.rgb[(y * pixels.width as usize) * 3..];
                    sum += (column[0]..column[1]).map(|x| u32::from(line[x * 3 + channel])).sum::<u32>();
                }
                rgb.push((sum / ((row[1] - row[0]) * (column[1] - column[0])) as u32) as u8);
            }
        }
    }
    Pixels { width, height, rgb }
}

fn encode(pixels: &Pixels, quality: f32, halves_colour: bool) -> Vec<u8> {
    let mut start = Compress::new(ColorSpace::JCS_RGB);
    start.set_size(pixels.width as usize, pixels.height as usize);
    start.set_fastest_defaults();
    start.set_quality(quality);
    let sides = if halves_colour { (2, 2) } else { (1, 1) };
    start.set_chroma_sampling_pixel_sizes(sides, sides);
    let mut started = start.start_compress(Vec::new()).expect("memory does not fail");
    started.write_scanlines(&pixels.rgb).expect("as many pixels as were announced");
    started.finish().expect("memory does not fail")
}
