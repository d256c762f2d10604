//! One built-in picture through a worker: proof at every start that what decodes and hashes is what it should be.

use casework::views::Views;
use fingerprint::Pdq;
use fingerprint::pdq::RgbView;
use fingerprint::view::Search;

use crate::examiner::{Examiner, Source};
use crate::hold::Held;

const WIDTH: u32 = 160;
const HEIGHT: u32 = 120;

/// What PyPI `pdqhash` 0.2.8 gives on the pixels of [`pixels`].
const EXPECTED: &str = "736c936f64ec6b646668ac9cedec149394939484735373936010ef63ef73908c";

fn expected() -> Pdq {
    EXPECTED.parse().expect("64 hexadecimal digits")
}

/// Whether the picture's look is the one it must have.
pub(crate) fn picture(examiner: &mut Examiner) -> bool {
    let held = encode(WIDTH, HEIGHT, &pixels()).and_then(|bytes| Held::of_bytes(&bytes).ok());
    let Some(held) = held else { return false };
    let examined = examiner.examine(Source::Held(held), b"self-test.png", &mut |_| {});
    let look = examined.file.and_then(|file| file.look);
    look.is_some_and(|found| found.pdq.hash == expected())
}

/// Columns and rows of the picture that is altered, and those that are cut away on each side: 3 %.
const DISCS: (u32, u32) = (320, 240);
const CUT: (u32, u32) = (10, 7);

/// The look of the picture that is altered, before that. Altered, it is 50 bits away, and seen as if it was not, 18.
pub(crate) fn look_of_discs() -> Pdq {
    let pixels = discs();
    let view = RgbView::new(DISCS.0, DISCS.1, &pixels).expect("three bytes for each pixel");
    fingerprint::pdq::hash(view).hash
}

/// Views of that picture, cut and mirrored.
pub(crate) fn altered(examiner: &mut Examiner) -> Option<Views> {
    let (pixels, (cut_columns, cut_rows)) = (discs(), CUT);
    let (width, height) = (DISCS.0 - 2 * cut_columns, DISCS.1 - 2 * cut_rows);
    let mut copy = Vec::with_capacity((width * height * 3) as usize);
    for row in pixels.chunks_exact(3 * DISCS.0 as usize).skip(cut_rows as usize).take(height as usize) {
        let columns = row.chunks_exact(3).rev().skip(cut_columns as usize).take(width as usize);
        copy.extend(columns.flatten());
    }
    let held = encode(width, height, &copy).and_then(|bytes| Held::of_bytes(&bytes).ok())?;
    let search = std::mem::replace(&mut examiner.settings.search, Search::Altered);
    let examined = examiner.examine(Source::Held(held), b"self-test.png", &mut |_| {});
    examiner.settings.search = search;
    Some(Views::clone(examined.file?.views.as_deref()?))
}

/// Three discs on a slope of grey: what stands at the margins goes on behind them, as in most photos.
fn discs() -> Vec<u8> {
    let (width, height) = (i64::from(DISCS.0), i64::from(DISCS.1));
    let mut rgb = Vec::with_capacity((DISCS.0 * DISCS.1 * 3) as usize);
    for y in 0..height {
        for x in 0..width {
            let (x, y) = (x * 400 / width, y * 400 / width);
            let disc = |(from_left, from_top, radius): (i64, i64, i64), value: i64| {
                let (x, y) = (x - from_left, y - from_top);
                if x * x + y * y < radius * radius { value } else { 0 }
            };
            let discs = disc((250, 110, 80), 120) - disc((90, 200, 60), 90) + disc((330, 230, 50), 60);
            rgb.extend([u8::try_from((x * 255 / 400 + discs).clamp(0, 255)).unwrap_or(u8::MAX); 3]);
        }
    }
    rgb
}

/// A disc on a slope of colours: something to compare, and nothing but integers to make it of.
fn pixels() -> Vec<u8> {
    let (width, height) = (i64::from(WIDTH), i64::from(HEIGHT));
    let mut rgb = Vec::with_capacity((WIDTH * HEIGHT * 3) as usize);
    for y in 0..height {
        for x in 0..width {
            let (from_left, from_top) = (x - 100, y - 45);
            let inside = from_left * from_left + from_top * from_top < 1100;
            let (red, green) = (x * 255 / (width - 1), y * 255 / (height - 1));
            let blue = if inside { 230 } else { (x * y) % 97 };
            rgb.extend([red, green, blue].map(|value| u8::try_from(value).unwrap_or(u8::MAX)));
        }
    }
    rgb
}

fn encode(width: u32, height: u32, pixels: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(pixels).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}
