//! Small pictures to look at: the parent's side. They are made in the cage, and what comes out of it are rows of samples of the
//! size that was asked for; the file that a browser is given is written here, so that no byte of it is the exhibit's.

use casework::problem::{Problem, ProblemCode};
use fingerprint::view::Search;
use serde::{Deserialize, Serialize};

use crate::convert;
use crate::examiner::{Examiner, bounded};
use crate::hold::Held;
use crate::picture;
use crate::wire::{Ask, Say};

/// The longest side of a preview before anybody asked for more: too small to show what is on it.
pub const GREY_PX_MAX: u16 = 24;
/// The longest side of any preview.
pub const PREVIEW_PX_MAX: u16 = 640;

/// A small picture.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// One sample a pixel instead of red, green and blue.
    pub grey: bool,
    /// Row by row from the top.
    #[serde(with = "casework::file::raw")]
    pub samples: Vec<u8>,
}

// What it shows is in no log line.
impl std::fmt::Debug for Preview {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Preview({} x {}, ‹withheld›)", self.width, self.height)
    }
}

impl Preview {
    /// The same as a PNG that holds nothing but these samples.
    ///
    /// # Errors
    /// When there are not as many samples as pixels: a preview that [`Examiner::preview`] gave has them.
    pub fn png(&self) -> Result<Vec<u8>, Problem> {
        let failed = |error: png::EncodingError| Problem::new(ProblemCode::NotDecoded, error);
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(if self.grey { png::ColorType::Grayscale } else { png::ColorType::Rgb });
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().map_err(failed)?;
        writer.write_image_data(&self.samples).map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(bytes)
    }

    /// Whether it is what was asked for, and nothing more.
    fn is_of(&self, side_px_max: u16, grey: bool) -> bool {
        let side = u32::from(side_px_max);
        let n_samples = if grey { 1 } else { 3 };
        self.grey == grey
            && (1..=side).contains(&self.width)
            && (1..=side).contains(&self.height)
            && self.samples.len() == self.width as usize * self.height as usize * n_samples
    }
}

impl Examiner {
    /// A picture made small: `side_px_max` pixels on its longer side, [`PREVIEW_PX_MAX`] at most, and never larger than it is.
    /// `mime` is what was found when it was examined.
    ///
    /// # Errors
    /// It could not be decoded, or the worker answered what was not asked.
    pub fn preview(&mut self, held: &Held, mime: &str, side_px_max: u16, grey: bool) -> Result<Preview, Problem> {
        let side_px_max = side_px_max.clamp(1, PREVIEW_PX_MAX);
        let ask = Ask::Preview { side_px_max, grey };
        let said = if picture::needs_helper(mime) {
            let plain = Ask::Examine { extension: Vec::new(), search: Search::Plain, screen: false };
            let notes = match self.ask_once(&plain, held.file())? {
                Say::Findings(findings) => bounded(*findings).transform_notes,
                _ => return Err(of_another_ask()),
            };
            let picture = convert::picture_of(self, held, &notes)?;
            self.ask_once(&ask, &picture)?
        } else {
            self.ask_once(&ask, held.file())?
        };
        match said {
            Say::Preview(preview) if preview.is_of(side_px_max, grey) => Ok(*preview),
            _ => Err(of_another_ask()),
        }
    }
}

fn of_another_ask() -> Problem {
    Problem::new(ProblemCode::DecoderCrashed, "an answer to another ask")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preview(width: u32, height: u32, grey: bool, n_samples: usize) -> Preview {
        Preview { width, height, grey, samples: vec![7; n_samples] }
    }

    #[test]
    fn an_answer_that_is_larger_or_tells_more_than_was_asked_is_not_taken() {
        let check = |preview: &Preview, side, grey, fits| assert_eq!(preview.is_of(side, grey), fits, "{preview:?}");
        check(&preview(24, 18, true, 24 * 18), GREY_PX_MAX, true, true);
        check(&preview(25, 18, true, 25 * 18), GREY_PX_MAX, true, false);
        check(&preview(24, 18, false, 24 * 18 * 3), GREY_PX_MAX, true, false);
        check(&preview(24, 18, true, 24 * 18 * 3), GREY_PX_MAX, true, false);
        check(&preview(24, 18, true, 24 * 18 + 1), GREY_PX_MAX, true, false);
        check(&preview(0, 18, true, 0), GREY_PX_MAX, true, false);
        check(&preview(24, 18, false, 24 * 18 * 3), GREY_PX_MAX, false, true);
    }

    #[test]
    fn a_preview_is_written_with_its_samples_and_nothing_else() {
        for (grey, n_samples) in [(true, 1), (false, 3)] {
            let samples: Vec<u8> = (0..5 * 3 * n_samples).map(|n| n as u8 * 4).collect();
            let made = Preview { width: 5, height: 3, grey, samples: samples.clone() };
            let bytes = made.png().unwrap();
            let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
            let mut read = vec![0; reader.output_buffer_size().unwrap()];
            let info = reader.next_frame(&mut read).unwrap();
            assert_eq!((info.width, info.height, read[..info.buffer_size()].to_vec()), (5, 3, samples));
            let chunks: Vec<&[u8]> = crate::picture::png_chunks(&bytes).map(|(kind, _)| kind).collect();
            assert_eq!(chunks, [b"IHDR", b"IDAT", b"IEND"]);
        }
        assert!(preview(5, 3, true, 4).png().is_err(), "too few samples");
        assert!(!format!("{:?}", preview(1, 1, true, 1)).contains('7'));
    }
}
