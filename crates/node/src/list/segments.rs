//! The files of one list version: bare digests and looks, sorted and checksummed, one file for each kind of hash.

use std::path::{Path, PathBuf};

use casework::list::Entry;
use index::segment::{SegmentError, SegmentWriter};

pub(crate) const MD5: &str = "md5.segment";
pub(crate) const SHA1: &str = "sha1.segment";
pub(crate) const SHA256: &str = "sha256.segment";
pub(crate) const PDQ: &str = "pdq.segment";

/// Writes the segments of a list while its entries stream past; a kind that no entry has gets no file.
pub(crate) struct Segments {
    folder: PathBuf,
    writers: [(&'static str, usize, Option<SegmentWriter>); 4],
}

impl Segments {
    /// Into an existing, empty folder.
    pub(crate) fn begin(folder: &Path) -> Segments {
        let writers = [(MD5, 16, None), (SHA1, 20, None), (SHA256, 32, None), (PDQ, 32, None)];
        Segments { folder: folder.to_owned(), writers }
    }

    /// The next entry.
    pub(crate) fn push(&mut self, entry: &Entry) -> Result<(), SegmentError> {
        let digests = &entry.digests;
        let digests: [Option<&[u8]>; 3] = [
            digests.md5.as_ref().map(|digest| &digest.0[..]),
            digests.sha1.as_ref().map(|digest| &digest.0[..]),
            digests.sha256.as_ref().map(|digest| &digest.0[..]),
        ];
        let looks = entry.looks();
        let looks = looks.iter().map(|hash| (3, &hash.0[..]));
        let digests = digests.into_iter().enumerate().filter_map(|(kind, key)| Some((kind, key?)));
        for (kind, key) in digests.chain(looks) {
            let (name, key_bytes, writer) = &mut self.writers[kind];
            let writer = match writer {
                Some(writer) => writer,
                None => writer.insert(SegmentWriter::create(self.folder.join(*name), *key_bytes)?),
            };
            writer.push(key, entry.row)?;
        }
        Ok(())
    }

    /// Sorts and closes them all.
    pub(crate) fn finish(self) -> Result<(), SegmentError> {
        self.writers.into_iter().filter_map(|(.., writer)| writer).try_for_each(|writer| writer.finish().map(drop))
    }
}
