//! What one file's bytes say, inside the worker: which decoder is asked, and with how much of the file in memory.

use std::fs::File;
use std::os::unix::fs::FileExt;

use casework::file::{Mark, MediaKind};
use casework::problem::{Problem, ProblemCode};
use fingerprint::view::Search;

use crate::findings::Findings;
use crate::{disk_image, heif, kind, picture};

/// The type is told from so much of the beginning.
const HEAD_BYTES: u64 = 1 << 20;

/// Disk images are told from the last bytes as well.
const TAIL_BYTES: u64 = disk_image::TAIL_BYTES as u64;

/// Pictures longer than this are not read into memory; an uncompressed one of 2²⁸ pixels is as long.
const PICTURE_BYTES_MAX: u64 = 1 << 30;

/// Type and family alone, from the first and last bytes.
pub(crate) fn recognise(file: &File, extension: &[u8]) -> Result<Findings, Problem> {
    let (findings, _) = look_at_ends(file, extension)?;
    Ok(findings)
}

/// Everything that content says, but for what a helper must do: frames of videos, pictures that only it can decode.
pub(crate) fn examine(file: &File, extension: &[u8], search: Search) -> Result<Findings, Problem> {
    let (mut findings, size) = look_at_ends(file, extension)?;
    if findings.kind != MediaKind::Picture {
        return Ok(findings);
    }
    if size > PICTURE_BYTES_MAX {
        findings.marks.insert(Mark::NotDecoded);
        let detail = format!("a picture of {size} bytes where {PICTURE_BYTES_MAX} are allowed");
        findings.problem = Some(Problem::new(ProblemCode::OverLimit, detail));
        return Ok(findings);
    }
    let bytes = read(file, 0, size)?;
    let mut told = picture::examine_for(&bytes, &findings.mime, &picture::Limits::default(), search);
    told.marks.append(&mut findings.marks);
    if findings.mime == "image/avif" {
        told.transform_notes = heif::transform_notes(&bytes);
    }
    Ok(told)
}

fn look_at_ends(file: &File, extension: &[u8]) -> Result<(Findings, u64), Problem> {
    // Not `metadata()`: it asks by a call that takes paths as well, which the cage denies.
    let facts = rustix::fs::fstat(file).map_err(|errno| not_read(errno.into()))?;
    let size = u64::try_from(facts.st_size).unwrap_or(0);
    let head = read(file, 0, size.min(HEAD_BYTES))?;
    let tail = read(file, size.saturating_sub(TAIL_BYTES), size.min(TAIL_BYTES))?;
    let (mime, kind) = disk_image::recognise(&head, &tail, size, extension).unwrap_or_else(|| kind::recognise(&head));
    let mut findings = Findings::of_type(mime, kind);
    if kind::extension_lies(extension, mime) {
        findings.marks.insert(Mark::ExtensionLies);
    }
    Ok((findings, size))
}

fn read(file: &File, from: u64, n_bytes: u64) -> Result<Vec<u8>, Problem> {
    let n_bytes = usize::try_from(n_bytes).map_err(|error| Problem::new(ProblemCode::OverLimit, error))?;
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(n_bytes).map_err(|error| Problem::new(ProblemCode::OverLimit, error))?;
    bytes.resize(n_bytes, 0);
    file.read_exact_at(&mut bytes, from).map_err(not_read)?;
    Ok(bytes)
}

fn not_read(error: std::io::Error) -> Problem {
    Problem::new(ProblemCode::NotRead, error)
}
