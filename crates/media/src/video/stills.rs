//! A video made small: stills from all along it, side by side. Each comes out of the caged helper as a PNG that a caged worker
//! makes small; what is put together here are samples.

use casework::problem::{Problem, ProblemCode};

use super::{CONTAINERS, Stream, code_of_end, words_of};
use crate::examiner::Examiner;
use crate::frames::FRAME_PIXELS_MAX;
use crate::helper_program::{HelperJob, Tool};
use crate::hold::Held;
use crate::preview::{PREVIEW_PX_MAX, Preview};

/// Stills of one video.
const STILLS_MAX: u64 = 6;
/// So many of them beside each other.
const COLUMNS: u16 = 3;
/// Of videos longer than this stills are key frames: nothing before them need be decoded.
const DECODED_UP_TO_MS: u64 = 60_000;
/// The longest PNG of a still, which is no larger than a preview.
const STILL_BYTES_MAX: usize = 8 << 20;

impl Examiner {
    /// Up to six stills from all along a video, in the order of time, in rows of three; a grey one is a single still from its
    /// middle. `side_px_max` pixels on the longer side, [`PREVIEW_PX_MAX`] at most. Stills that are the same stand once.
    ///
    /// # Errors
    /// No still could be decoded: why the last could not.
    pub fn video_preview(&mut self, held: &Held, side_px_max: u16, grey: bool) -> Result<Preview, Problem> {
        let side_px_max = side_px_max.clamp(1, PREVIEW_PX_MAX);
        let told = self.probe(held)?;
        let none = || Problem::new(ProblemCode::NotDecoded, "no moving pictures in it");
        let stream = told.stream().ok_or_else(none)?;
        if u64::from(stream.width) * u64::from(stream.height) > FRAME_PIXELS_MAX {
            let detail = format!("frames of {} × {} pixels", stream.width, stream.height);
            return Err(Problem::new(ProblemCode::OverLimit, detail));
        }
        let length_ms = told.metadata().length_ms.unwrap_or(0);
        let n_stills = if grey || length_ms == 0 { 1 } else { STILLS_MAX };
        let columns = if n_stills == 1 { 1 } else { COLUMNS };
        let (mut stills, mut last_at_ms, mut why) = (Vec::new(), 0, none());
        for n in 0..n_stills {
            let at_ms = length_ms * (2 * n + 1) / (2 * n_stills);
            match self.still(held, stream, (at_ms, length_ms), side_px_max / columns, grey) {
                Ok(still) if stills.last() != Some(&still) => {
                    stills.push(still);
                    last_at_ms = at_ms;
                }
                Ok(_) => {}
                Err(problem) => why = problem,
            }
        }
        if stills.len() == 1 && columns > 1 {
            // One is all there is: it need not be a third of the width.
            return self.still(held, stream, (last_at_ms, length_ms), side_px_max, grey);
        }
        side_by_side(&stills, usize::from(columns)).ok_or(why)
    }

    fn still(
        &mut self,
        held: &Held,
        stream: &Stream,
        (at_ms, length_ms): (u64, u64),
        side_px_max: u16,
        grey: bool,
    ) -> Result<Preview, Problem> {
        let is_long = length_ms > DECODED_UP_TO_MS;
        let side = u32::from(side_px_max);
        let filter = format!("scale='min({side},iw)':'min({side},ih)':force_original_aspect_ratio=decrease:flags=area");
        let job = HelperJob::new(Tool::Ffmpeg)
            .text(["-nostdin", "-hide_banner", "-v", "error"])
            .text(["-protocol_whitelist", "file", "-format_whitelist", CONTAINERS])
            .text(["-threads", "1"])
            .text(["-noaccurate_seek"].into_iter().filter(|_| is_long))
            .text(["-ss".to_owned(), format!("{}.{:03}", at_ms / 1_000, at_ms % 1_000)])
            .text(["-i"])
            .file(held.file())
            .text(["-map".to_owned(), format!("0:{}", stream.index), "-vf".to_owned(), filter])
            .text(["-filter_threads", "1", "-frames:v", "1", "-pix_fmt", "rgb24", "-map_metadata", "-1"])
            .text(["-c:v", "png", "-f", "image2pipe", "pipe:1"]);
        let (png, end) = self.helpers.run(job, STILL_BYTES_MAX)?;
        if png.is_empty() {
            return Err(Problem::new(code_of_end(&end), words_of(&end)));
        }
        let not_held = |error: std::io::Error| Problem::new(ProblemCode::NotDecoded, error);
        self.preview(&Held::of_bytes(&png).map_err(not_held)?, "image/png", side_px_max, grey)
    }
}

/// Stills of one size in rows of so many; black where there is none. None of none, and of stills of several sizes, as a stream
/// that changes its size has them, those of the first's.
fn side_by_side(stills: &[Preview], columns: usize) -> Option<Preview> {
    let first = stills.first()?;
    let fitting: Vec<&Preview> =
        stills.iter().filter(|still| (still.width, still.height) == (first.width, first.height)).collect();
    let columns = columns.min(fitting.len());
    let rows = fitting.len().div_ceil(columns);
    let row_bytes = first.samples.len() / first.height as usize;
    let mut samples = vec![0; first.samples.len() * columns * rows];
    for (n, still) in fitting.iter().enumerate() {
        let (row, column) = (n / columns, n % columns);
        for (y, line) in still.samples.chunks_exact(row_bytes).enumerate() {
            let at = ((row * first.height as usize + y) * columns + column) * row_bytes;
            samples[at..at + row_bytes].copy_from_slice(line);
        }
    }
    let (width, height) = (first.width * columns as u32, first.height * rows as u32);
    Some(Preview { width, height, grey: first.grey, samples })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn still(value: u8, width: u32) -> Preview {
        Preview { width, height: 2, grey: true, samples: vec![value; 2 * width as usize] }
    }

    #[test]
    fn stills_stand_in_rows_and_what_is_missing_is_black() {
        let check = |stills: &[Preview], width, height, samples: &[u8]| {
            let sheet = side_by_side(stills, 3).unwrap();
            assert_eq!((sheet.width, sheet.height, sheet.samples.as_slice()), (width, height, samples));
        };
        check(&[still(1, 2)], 2, 2, &[1, 1, 1, 1]);
        check(&[still(1, 1), still(2, 1)], 2, 2, &[1, 2, 1, 2]);
        let four = [still(1, 1), still(2, 1), still(3, 1), still(4, 1)];
        check(&four, 3, 4, &[1, 2, 3, 1, 2, 3, 4, 0, 0, 4, 0, 0]);
        check(&[still(1, 1), still(9, 2), still(3, 1)], 2, 2, &[1, 3, 1, 3]);
        assert!(side_by_side(&[], 3).is_none());
    }
}
