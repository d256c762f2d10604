//! One built-in picture through a worker: proof at every start that what decodes and hashes is what it should be.

use fingerprint::Pdq;

use crate::examiner::{Examiner, Source};
use crate::hold::Held;

const WIDTH: u32 = 160;
const HEIGHT: u32 = 120;

/// What PyPI `pdqhash` 0.2.8 gives on the pixels of [`pixels`].
const EXPECTED: &str = "736c936f64ec6b646668ac9cedec149394939484735373936010ef63ef73908c";

/// Whether the picture's look is the one it must have.
pub(crate) fn picture(examiner: &mut Examiner) -> bool {
    let Some(held) = encode().and_then(|bytes| Held::of_bytes(&bytes).ok()) else { return false };
    let examined = examiner.examine(Source::Held(held), b"self-test.png", &mut |_| {});
    let look = examined.file.and_then(|file| file.look);
    look.zip(EXPECTED.parse::<Pdq>().ok()).is_some_and(|(look, expected)| look.pdq.hash == expected)
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

fn encode() -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, WIDTH, HEIGHT);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels()).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}
