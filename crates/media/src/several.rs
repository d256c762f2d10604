//! Several small files of an exhibit, read one after the other and digested together, which is cheaper than one by one.
//!
//! What holds of a file that is read alone holds of each of them: the bytes digested are the bytes that decoders see, a
//! change meanwhile is marked, an error names its place. Understands no format.

use std::collections::BTreeSet;
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, Ordering};

use casework::file::Mark;
use fingerprint::Digests;

use crate::hold::{Held, Holding, changed_since, hold_until, not_read};

/// Longer files are read alone: their digests gain little by company, and their bytes would be in memory twice.
pub const FILE_BYTES_MAX: u64 = 4 << 20;

/// No more than this many together: from sixteen on nothing is gained.
pub const FILES_MAX: usize = 32;

/// What reading one came to, before its digests are taken.
enum Read {
    /// All its bytes, and whether they changed meanwhile.
    Whole(Vec<u8>, BTreeSet<Mark>),
    /// It was read alone, or not to its end.
    Done(Holding),
}

/// Reads each file to its end, once, and digests them together; an answer for each, in their order. `progress` hears
/// which file and how many of its bytes were read. Given up between two pieces when `stop` is set.
pub(crate) fn hold_several(
    files: Vec<OwnedFd>,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(usize, u64),
) -> Vec<Holding> {
    let read: Vec<Read> =
        files.into_iter().enumerate().map(|(n, file)| read(file, stop, &mut |at| progress(n, at))).collect();
    let wholes = read.iter().filter_map(|read| match read {
        Read::Whole(bytes, _) => Some(bytes.as_slice()),
        Read::Done(_) => None,
    });
    let mut digests = Digests::of_many(&wholes.collect::<Vec<&[u8]>>()).into_iter();
    let hold = |read| match read {
        Read::Done(holding) => holding,
        Read::Whole(bytes, marks) => {
            let held = digests.next().map(|digests| Held::of_digested(&bytes, digests));
            match held.unwrap_or_else(|| Held::of_bytes(&bytes)) {
                Ok(held) => Holding { held: Some(held), marks, problem: None },
                Err(source) => not_read(source, bytes.len() as u64),
            }
        }
    };
    read.into_iter().map(hold).collect()
}

fn read(file: OwnedFd, stop: &AtomicBool, progress: &mut dyn FnMut(u64)) -> Read {
    let before = match rustix::fs::fstat(&file) {
        Ok(before) => before,
        Err(errno) => return Read::Done(not_read(errno.into(), 0)),
    };
    let size_said = u64::try_from(before.st_size).unwrap_or(u64::MAX);
    if size_said > FILE_BYTES_MAX {
        return Read::Done(hold_until(file, stop, progress));
    }
    // One byte more than the file says it has: whoever fills it has grown meanwhile.
    let mut bytes = Vec::with_capacity(size_said as usize + 1);
    while (bytes.len() as u64) <= size_said {
        if stop.load(Ordering::Relaxed) {
            return Read::Done(not_read(std::io::ErrorKind::Interrupted.into(), bytes.len() as u64));
        }
        let at = bytes.len() as u64;
        match rustix::io::pread(&file, rustix::buffer::spare_capacity(&mut bytes), at) {
            Ok(0) => break,
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(errno) => return Read::Done(not_read(errno.into(), at)),
        }
    }
    if bytes.len() as u64 > size_said {
        // How far it goes on is not known: it is read from its beginning, by the way that has room for that.
        let mut holding = hold_until(file, stop, progress);
        holding.marks.insert(Mark::ChangedWhileRead);
        return Read::Done(holding);
    }
    progress(bytes.len() as u64);
    let has_changed = bytes.len() as u64 != size_said || changed_since(&file, &before);
    Read::Whole(bytes, has_changed.then_some(Mark::ChangedWhileRead).into_iter().collect())
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use casework::problem::ProblemCode;

    use super::*;
    use crate::hold::Backing;

    fn opened(bytes: &[u8]) -> (tempfile::NamedTempFile, OwnedFd) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let opened = std::fs::File::open(file.path()).unwrap().into();
        (file, opened)
    }

    #[test]
    fn each_is_held_as_it_would_be_alone() {
        let sizes = [0, 1, 63, 64, 65, 70_000, FILE_BYTES_MAX as usize, FILE_BYTES_MAX as usize + 1, 300];
        let bytes: Vec<Vec<u8>> =
            sizes.iter().map(|size| (0..*size).map(|n| (n * 31 / 7 + size) as u8).collect()).collect();
        let (_files, opened): (Vec<_>, Vec<_>) = bytes.iter().map(|bytes| opened(bytes)).unzip();
        let mut heard = vec![0; sizes.len()];
        let held = hold_several(opened, &AtomicBool::new(false), &mut |n, at| heard[n] = at);
        for ((bytes, holding), heard) in bytes.iter().zip(held).zip(heard) {
            let held = holding.held.unwrap();
            assert!(holding.marks.is_empty() && holding.problem.is_none());
            assert_eq!((held.size(), heard, held.backing()), (bytes.len() as u64, bytes.len() as u64, Backing::Memory));
            assert_eq!(held.digests(), Digests::of(bytes));
            let mut again = Vec::new();
            held.reader().read_to_end(&mut again).unwrap();
            assert!(again == *bytes && rustix::io::pwrite(held.file(), b"x", 0).is_err(), "sealed");
        }
    }

    #[test]
    fn what_changes_meanwhile_is_marked_and_whole() {
        let mut files: Vec<_> = (0..3).map(|n| opened(&[n; 1000])).collect();
        let descriptors = files.iter().map(|(file, _)| std::fs::File::open(file.path()).unwrap().into()).collect();
        // Told that all its bytes were read, and before it is asked whether it is still what it was.
        let held = hold_several(descriptors, &AtomicBool::new(false), &mut |n, _| match n {
            1 => files[1].0.write_all(b"more").unwrap(),
            2 => files[2].0.as_file().set_len(10).unwrap(),
            _ => {}
        });
        let marked: Vec<bool> = held.iter().map(|held| held.marks.contains(&Mark::ChangedWhileRead)).collect();
        let sizes: Vec<u64> = held.iter().map(|held| held.held.as_ref().unwrap().size()).collect();
        assert_eq!((marked, sizes), (vec![false, true, true], vec![1000; 3]));
    }

    #[test]
    fn what_cannot_be_read_costs_itself_alone_and_stopping_stops() {
        let folder: OwnedFd = std::fs::File::open(std::env::temp_dir()).unwrap().into();
        let (_file, good) = opened(b"good");
        let held = hold_several(vec![folder, good], &AtomicBool::new(false), &mut |_, _| {});
        assert_eq!(held[0].problem.as_ref().unwrap().code, ProblemCode::NotRead);
        assert_eq!(held[1].held.as_ref().unwrap().digests(), Digests::of(b"good"));
        let (_file, good) = opened(b"good");
        let held = hold_several(vec![good], &AtomicBool::new(true), &mut |_, _| {});
        assert!(held[0].held.is_none());
    }
}
