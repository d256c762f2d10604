//! Pictures that only a helper can decode (HEIC, AVIF): the parent's side. The helper makes a PNG in a memory file, a
//! worker looks at that.
//!
//! heif-convert insists on an output *name* that ends in `.png`. It gets one in a private folder: a symbolic link to its
//! own standard input, which is the memory file. So the cage need not let it write anywhere.

use std::os::fd::AsFd;
use std::os::unix::fs::FileExt;

use casework::problem::{Problem, ProblemCode};
use rustix::fs::SealFlags;

use crate::examiner::Examiner;
use crate::findings::Findings;
use crate::heif;
use crate::helper_program::{HelperJob, Tool};
use crate::hold::{Held, memory_file};
use crate::wire::{Ask, Say};

/// The longest PNG that is made.
const PICTURE_BYTES_MAX: u64 = 1 << 30;

/// Gives findings of a picture that no linked decoder opens their look, or says why there is none.
pub(crate) fn complete(examiner: &mut Examiner, held: &Held, container: Findings) -> Findings {
    match look(examiner, held, &container.transform_notes) {
        Ok(converted) => {
            let helper = format!("heif-convert ({})", examiner.helpers.version(Tool::HeifConvert));
            heif::join(container, converted, &helper)
        }
        Err(problem) => heif::without_picture(container, problem.code, problem.detail),
    }
}

fn look(examiner: &mut Examiner, held: &Held, transform_notes: &[(u64, u8)]) -> Result<Findings, Problem> {
    let picture = picture_of(examiner, held, transform_notes)?;
    let ask = Ask::Examine { extension: b"png".to_vec(), search: examiner.settings.search, screen: false };
    match examiner.ask_once(&ask, &picture)? {
        Say::Findings(findings) => Ok(crate::examiner::bounded(*findings)),
        _ => Err(Problem::new(ProblemCode::DecoderCrashed, "an answer to another ask")),
    }
}

/// The PNG that the helper makes of it, in memory.
pub(crate) fn picture_of(
    examiner: &mut Examiner,
    held: &Held,
    transform_notes: &[(u64, u8)],
) -> Result<std::fs::File, Problem> {
    let not_made = |error: std::io::Error| Problem::new(ProblemCode::NotDecoded, error);
    let untransformed = match transform_notes {
        [] => None,
        notes => Some(without(notes, held).map_err(not_made)?),
    };
    let file = untransformed.as_ref().map_or(held.file(), |copy| copy.as_fd());
    let folder = examiner.converted_folder().map_err(not_made)?;
    let picture = memory_file().map_err(not_made)?;
    let job = HelperJob::new(Tool::HeifConvert)
        .text(["--quiet"])
        .file(file)
        .text([folder.join("out.png")])
        .input(picture.as_fd())
        .limits(4 << 30, PICTURE_BYTES_MAX)
        .discard_output();
    let end = examiner.helpers.start(job)?.finish_silent()?;
    let length = picture.metadata().map_err(not_made)?.len();
    // With several pictures in one file it fails at the second, for which there is no link; the first is what is hashed.
    if length == 0 {
        let words = String::from_utf8_lossy(&end.words);
        let detail = format!("heif-convert: {}: {}", end.how, words.trim());
        let code = if end.how.signal.is_some() { ProblemCode::DecoderCrashed } else { ProblemCode::NotDecoded };
        return Err(Problem::new(code, detail));
    }
    rustix::fs::fcntl_add_seals(&picture, SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK)
        .map_err(|errno| not_made(errno.into()))?;
    Ok(picture)
}

/// A copy in memory with zeros in the place of these notes. Whatever a worker names, nothing but the copy's own bytes
/// is touched.
fn without(notes: &[(u64, u8)], held: &Held) -> std::io::Result<std::fs::File> {
    let mut copy = memory_file()?;
    std::io::copy(&mut held.reader(), &mut copy)?;
    for (at, length) in notes {
        if at.checked_add(u64::from(*length)).is_some_and(|end| end <= held.size()) {
            copy.write_all_at(&vec![0; usize::from(*length)], *at)?;
        }
    }
    Ok(copy)
}

/// A folder in the spool with the names that heif-convert is told to write to.
pub(crate) fn make_folder(spool: &std::path::Path) -> std::io::Result<tempfile::TempDir> {
    let folder = tempfile::Builder::new().prefix("converted-").tempdir_in(spool)?;
    for name in ["out.png", "out-1.png"] {
        std::os::unix::fs::symlink("/proc/self/fd/0", folder.path().join(name))?;
    }
    Ok(folder)
}
