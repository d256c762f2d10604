//! What one file's bytes say, inside the worker: which decoder is asked, and with how much of the file in memory.

use std::borrow::Cow;
use std::fs::File;

use casework::file::{Mark, MediaKind};
use casework::problem::{Problem, ProblemCode};
use fingerprint::view::{Search, View};
use fingerprint::{Pdq, PdqHash};

use crate::findings::Findings;
use crate::picture::ScreenedOrSeen;
use crate::preview::{PREVIEW_PX_MAX, Preview};
use crate::wire::{REFINED_MAX, Say};
use crate::{disk_image, heif, kind, picture};

/// The type is told from so much of the beginning.
const HEAD_BYTES: u64 = 1 << 20;

/// Disk images are told from the last bytes as well.
const TAIL_BYTES: u64 = disk_image::TAIL_BYTES as u64;

/// Pictures longer than this are not read into memory; an uncompressed one of 2²⁸ pixels is as long.
const PICTURE_BYTES_MAX: u64 = 1 << 30;

/// Type and family alone, from the first and last bytes.
pub(crate) fn recognise(file: &File, extension: &[u8]) -> Result<Findings, Problem> {
    Ok(look_at_ends(file, extension)?.findings)
}

/// Everything that content says, but for what a helper must do: frames of videos, pictures that only it can decode. With
/// `screen`, a picture is not looked at where a screening hash will do.
pub(crate) fn examine(file: &File, extension: &[u8], search: Search, screen: bool) -> Result<Say, Problem> {
    let Ends { mut findings, size, head } = look_at_ends(file, extension)?;
    if findings.kind != MediaKind::Picture {
        return Ok(Say::Findings(Box::new(findings)));
    }
    if size > PICTURE_BYTES_MAX {
        findings.marks.insert(Mark::NotDecoded);
        let detail = format!("a picture of {size} bytes where {PICTURE_BYTES_MAX} are allowed");
        findings.problem = Some(Problem::new(ProblemCode::OverLimit, detail));
        return Ok(Say::Findings(Box::new(findings)));
    }
    let bytes = if head.len() as u64 == size { head } else { read(file, 0, size)? };
    let limits = picture::Limits::default();
    let mut told = match screen.then(|| picture::screen_first(&bytes, &findings.mime, &limits)) {
        Some(ScreenedOrSeen::Screened(mut screening)) => {
            screening.findings.marks.append(&mut findings.marks);
            return Ok(Say::Screened(screening));
        }
        Some(ScreenedOrSeen::Seen(told)) => *told,
        None => picture::examine_for(&bytes, &findings.mime, &limits, search),
    };
    told.marks.append(&mut findings.marks);
    if findings.mime == "image/avif" {
        told.transform_notes = heif::transform_notes(&bytes);
    }
    Ok(Say::Findings(Box::new(told)))
}

/// What each of these views of a picture comes to when its margins are moved towards a listed look.
pub(crate) fn refine(file: &File, from: &[(View, Pdq)]) -> Result<Vec<(View, PdqHash)>, Problem> {
    let Ends { findings, size, head } = look_at_ends(file, &[])?;
    if size > PICTURE_BYTES_MAX || from.len() > REFINED_MAX {
        let detail = format!("{} views of a picture of {size} bytes", from.len());
        return Err(Problem::new(ProblemCode::OverLimit, detail));
    }
    let bytes = if head.len() as u64 == size { head } else { read(file, 0, size)? };
    picture::refine(&bytes, &findings.mime, &picture::Limits::default(), from)
}

/// A picture made small.
pub(crate) fn preview(file: &File, side_px_max: u16, grey: bool) -> Result<Preview, Problem> {
    let Ends { findings, size, head } = look_at_ends(file, &[])?;
    if size > PICTURE_BYTES_MAX || side_px_max > PREVIEW_PX_MAX {
        let detail = format!("a preview of {side_px_max} pixels of a picture of {size} bytes");
        return Err(Problem::new(ProblemCode::OverLimit, detail));
    }
    let bytes = if head.len() as u64 == size { head } else { read(file, 0, size)? };
    Ok(picture::small(&bytes, &findings.mime, &picture::Limits::default(), side_px_max, grey)?)
}

/// What the first and last bytes tell.
struct Ends {
    findings: Findings,
    size: u64,
    /// The first bytes: of a small file all.
    head: Vec<u8>,
}

fn look_at_ends(file: &File, extension: &[u8]) -> Result<Ends, Problem> {
    // Not `metadata()`: it asks by a call that takes paths as well, which the cage denies.
    let facts = rustix::fs::fstat(file).map_err(|errno| not_read(errno.into()))?;
    let size = u64::try_from(facts.st_size).unwrap_or(0);
    let head = read(file, 0, size.min(HEAD_BYTES))?;
    let tail_at = size.saturating_sub(TAIL_BYTES);
    let tail = match head.get(tail_at as usize..).filter(|_| head.len() as u64 == size) {
        Some(tail) => Cow::Borrowed(tail),
        None => Cow::Owned(read(file, tail_at, size.min(TAIL_BYTES))?),
    };
    let (mime, kind) = disk_image::recognise(&head, &tail, size, extension).unwrap_or_else(|| kind::recognise(&head));
    let mut findings = Findings::of_type(mime, kind);
    if kind::extension_lies(extension, mime) {
        findings.marks.insert(Mark::ExtensionLies);
    }
    drop(tail);
    Ok(Ends { findings, size, head })
}

fn read(file: &File, from: u64, n_bytes: u64) -> Result<Vec<u8>, Problem> {
    let n_bytes = usize::try_from(n_bytes).map_err(|error| Problem::new(ProblemCode::OverLimit, error))?;
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(n_bytes).map_err(|error| Problem::new(ProblemCode::OverLimit, error))?;
    while bytes.len() < n_bytes {
        let at = from + bytes.len() as u64;
        match rustix::io::pread(file, rustix::buffer::spare_capacity(&mut bytes), at) {
            Ok(0) => return Err(not_read(std::io::ErrorKind::UnexpectedEof.into())),
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(errno) => return Err(not_read(errno.into())),
        }
    }
    bytes.truncate(n_bytes);
    Ok(bytes)
}

fn not_read(error: std::io::Error) -> Problem {
    Problem::new(ProblemCode::NotRead, error)
}
