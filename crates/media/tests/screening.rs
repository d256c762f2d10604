//! Screening beside the exact hash, on drawn pictures saved as JPEG in many ways. Photos are what the bench
//! `screening` takes.
#![expect(clippy::unwrap_used, reason = "a helper of a test may stop the test")]

use fingerprint::Pdq;
use fingerprint::pdq::screen::ERROR_BITS_MAX;
use media::picture::{self, Limits, Pixels, ScreenedOrSeen};
use mozjpeg::{ColorSpace, Compress};

const JPEG: &str = "image/jpeg";

/// Discs and bars with hard edges on soft ground: what a reduced decode finds hardest.
fn drawn(width: u32, height: u32, seed: u32) -> Pixels {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let mut dice = |n: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % n
    };
    let mut rgb = Vec::with_capacity((width * height * 3) as usize);
    for y in 0..height {
        for x in 0..width {
            rgb.extend([(x * 255 / width) as u8, (y * 255 / height) as u8, ((x + y) * 255 / (width + height)) as u8]);
        }
    }
    for n in 0..60 {
        let (middle_x, middle_y) = (dice(width), dice(height));
        let reach = (width.min(height) / 40 + dice(width.min(height) / 6)) as i64;
        let colour = [dice(256) as u8, dice(256) as u8, dice(256) as u8];
        for y in (middle_y as i64 - reach).max(0)..(middle_y as i64 + reach).min(i64::from(height)) {
            for x in (middle_x as i64 - reach).max(0)..(middle_x as i64 + reach).min(i64::from(width)) {
                let (dx, dy) = (x - i64::from(middle_x), y - i64::from(middle_y));
                if n % 2 == 0 && dx * dx + dy * dy > reach * reach {
                    continue;
                }
                rgb[((y * i64::from(width) + x) * 3) as usize..][..3].copy_from_slice(&colour);
            }
        }
    }
    Pixels { width, height, rgb }
}

fn encode(pixels: &Pixels, space: ColorSpace, quality: f32, progressive: bool) -> Vec<u8> {
    let mut start = Compress::new(ColorSpace::JCS_RGB);
    start.set_size(pixels.width as usize, pixels.height as usize);
    start.set_fastest_defaults();
    start.set_color_space(space);
    start.set_quality(quality);
    if progressive {
        start.set_progressive_mode();
    }
    let mut started = start.start_compress(Vec::new()).unwrap();
    started.write_scanlines(&pixels.rgb).unwrap();
    started.finish().unwrap()
}

fn exact(bytes: &[u8]) -> [Pdq; 8] {
    let look = picture::examine(bytes, JPEG, &Limits::default()).look.unwrap();
    look.turns.try_into().unwrap()
}

#[test]
fn the_exact_hash_is_within_the_bound_whatever_the_jpeg_is_like() {
    let spaces = [ColorSpace::JCS_YCbCr, ColorSpace::JCS_GRAYSCALE];
    let mut n_screened = 0;
    for (n, (width, height)) in
        [(240, 310), (335, 250), (487, 640), (640, 481), (1021, 963), (1300, 1700), (1925, 1931)]
            .into_iter()
            .enumerate()
    {
        let pixels = drawn(width, height, n as u32 + 1);
        for (space, quality) in spaces.into_iter().zip([[30.0, 95.0], [85.0, 60.0]][n % 2]) {
            let bytes = encode(&pixels, space, quality, n % 3 == 0);
            let Some(screened) = picture::screen(&bytes, JPEG, &Limits::default()) else { continue };
            assert_eq!(screened.size, (width, height));
            let Some(hash) = screened.by.hash() else { continue };
            let error = hash.error_bits(&exact(&bytes));
            assert!(error <= ERROR_BITS_MAX, "{width} x {height}, {space:?}, quality {quality}: {error} bits");
            n_screened += 1;
        }
    }
    assert!(n_screened >= 10, "{n_screened}");
}

#[test]
fn what_is_not_an_ordinary_whole_jpeg_is_left_to_the_exact_hash() {
    let limits = Limits::default();
    let screens = |bytes: &[u8], mime: &str| picture::screen(bytes, mime, &limits).is_some();
    let pixels = drawn(640, 480, 9);
    let whole = encode(&pixels, ColorSpace::JCS_YCbCr, 85.0, false);
    assert!(screens(&whole, JPEG));
    assert!(!screens(&whole[..whole.len() / 2], JPEG), "cut short");
    assert!(!screens(&whole[..whole.len() - 2], JPEG), "without its end");
    assert!(!screens(&whole[..100], JPEG), "a beginning");
    assert!(!screens(&whole, "image/png"), "of another type");
    assert!(!screens(&encode(&pixels, ColorSpace::JCS_RGB, 85.0, false), JPEG), "without a luma");
    assert!(!screens(&encode(&drawn(150, 150, 9), ColorSpace::JCS_YCbCr, 85.0, false), JPEG), "too small");
    let tight = Limits { pixels_max: 640 * 479, ..limits };
    assert!(picture::screen(&whole, JPEG, &tight).is_none(), "beyond the limit");
}

#[test]
fn what_is_screened_has_the_pixel_digest_of_an_examination() {
    let limits = Limits::default();
    let pixels = drawn(640, 480, 5);
    let digests = [false, true].map(|progressive| {
        let whole = encode(&pixels, ColorSpace::JCS_YCbCr, 85.0, progressive);
        let ScreenedOrSeen::Screened(screening) = picture::screen_first(&whole, JPEG, &limits) else {
            panic!("it was looked at");
        };
        let exact = picture::examine(&whole, JPEG, &limits);
        assert!(exact.pixel_digest.is_some());
        assert_eq!(screening.findings.pixel_digest, exact.pixel_digest);
        exact.pixel_digest
    });
    assert_ne!(digests[0], digests[1]);
}

#[test]
fn the_look_taken_row_by_row_is_that_of_the_pixels() {
    for (n, (width, height)) in [(5, 5), (64, 64), (17, 33), (129, 300), (640, 481)].into_iter().enumerate() {
        let pixels = drawn(width.max(40), height.max(40), n as u32 + 3).crop(0, 0, width, height);
        for space in [ColorSpace::JCS_YCbCr, ColorSpace::JCS_GRAYSCALE, ColorSpace::JCS_RGB] {
            let whole = encode(&pixels, space, 80.0, n % 2 == 0);
            for bytes in [&whole[..], &whole[..whole.len() * 2 / 3]] {
                let findings = picture::examine(bytes, JPEG, &Limits::default());
                let decoded = picture::decode(bytes, JPEG, &Limits::default());
                let expected = decoded.as_ref().ok().map(|decoded| picture::look_of(&decoded.pixels, decoded.decoder));
                assert_eq!(findings.look, expected, "{width} x {height}, {space:?}, {} bytes", bytes.len());
                let told = decoded.map_or_else(|error| Some(error.to_string()), |decoded| decoded.cut_short);
                assert_eq!(findings.problem.map(|problem| problem.detail), told);
            }
        }
    }
}
