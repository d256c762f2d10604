//! Frames that a helper has decoded: raw pixels from a pipe become looks. Runs inside the caged worker.

use std::io::Read;

use casework::problem::{Problem, ProblemCode};
use fingerprint::PdqHash;
use fingerprint::pdq::{self, RgbView};

/// No frame has more pixels than this; the largest that cameras make is 8192 × 8192.
pub const FRAME_PIXELS_MAX: u64 = 1 << 26;

/// The look of the next frame of `width` × `height` pixels in rgb24; none at the end of the stream.
pub(crate) fn next_look(stream: &mut impl Read, width: u32, height: u32) -> Result<Option<PdqHash>, Problem> {
    let n_pixels = u64::from(width) * u64::from(height);
    if n_pixels == 0 || n_pixels > FRAME_PIXELS_MAX {
        return Err(Problem::new(ProblemCode::OverLimit, format!("frames of {width} × {height} pixels")));
    }
    let n_bytes = n_pixels * 3;
    let mut rgb = Vec::new();
    rgb.try_reserve_exact(n_bytes as usize).map_err(|error| Problem::new(ProblemCode::OverLimit, error))?;
    let n = stream.take(n_bytes).read_to_end(&mut rgb).map_err(|error| Problem::new(ProblemCode::NotRead, error))?;
    if n == 0 {
        return Ok(None);
    }
    let view = RgbView::new(width, height, &rgb).map_err(|_| {
        Problem::new(ProblemCode::Truncated, format!("the last frame has {n} bytes where {n_bytes} are due"))
    })?;
    Ok(Some(pdq::hash(view)))
}
