//! One compressed stream: a tar, or a lone file. Gzip is undone here, for libarchive does not look at its checksum; other
//! streams come unpacked by a helper. It never looks for other formats: what else lies inside is a member, and members are
//! looked at like any other file.

use std::io::{self, BufRead, Cursor, Read};

use flate2::bufread::GzDecoder;

use super::limits::Budget;
use super::listing::Suspects;
use super::{ArchiveEnd, MemberHead, MemberSink, Telling, tar};

/// The same as [`each_member`] for a gzip stream (RFC 1952) as it lies in its file.
pub fn each_member_of_gzip(
    stream: impl BufRead,
    lone_name: &[u8],
    budget: &mut Budget,
    sink: &mut dyn MemberSink,
) -> ArchiveEnd {
    each_member(&mut Gunzip { decoder: Some(GzDecoder::new(stream)) }, lone_name, budget, sink)
}

/// All members of a gzip file one after the other, each held against its checksum; padding behind the last is left.
struct Gunzip<R> {
    decoder: Option<GzDecoder<R>>,
}

impl<R: BufRead> Read for Gunzip<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while let Some(mut decoder) = self.decoder.take() {
            let n = decoder.read(out)?;
            if n > 0 || out.is_empty() {
                self.decoder = Some(decoder);
                return Ok(n);
            }
            let mut rest = decoder.into_inner();
            if rest.fill_buf()?.first() == Some(&0x1f) {
                self.decoder = Some(GzDecoder::new(rest));
            }
        }
        Ok(0)
    }
}

/// Fails once, if there is something to fail with.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Tells the members of an unpacked stream: those of the tar that it is, or the one file, called `lone_name`
/// ([`super::lone_name`] of the archive's).
pub fn each_member(
    stream: &mut dyn Read,
    lone_name: &[u8],
    budget: &mut Budget,
    sink: &mut dyn MemberSink,
) -> ArchiveEnd {
    let mut head = Vec::with_capacity(tar::BLOCK_BYTES);
    let peeked = (&mut *stream).take(tar::BLOCK_BYTES as u64).read_to_end(&mut head);
    let is_tar = tar::is_header(&head);
    // What went wrong so early goes wrong again where it belongs: behind the bytes that came.
    let mut whole = Cursor::new(head).chain(Failing(peeked.err())).chain(stream);
    if is_tar {
        return tar::each_member(&mut whole, &Suspects::none(), budget, sink);
    }
    let mut telling = Telling::new(sink, budget);
    telling.end.n_entries = 1;
    let told = telling.tell_file(MemberHead::of_name(lone_name.to_vec()), &mut whole);
    telling.finish(told.map(drop))
}

#[cfg(test)]
mod tests {
    use super::super::kept::{Kept, wide};
    use super::*;
    use casework::problem::ProblemCode;

    #[test]
    fn what_is_no_tar_is_one_member() {
        for bytes in [&b"a picture"[..], b"", &[0; 2000]] {
            let mut kept: Vec<Kept> = Vec::new();
            let end = each_member(&mut &bytes[..], b"photo.jpg", &mut wide(), &mut kept);
            assert_eq!((end.problem, kept.len()), (None, 1));
            assert_eq!(kept[0].bytes, bytes);
            assert_eq!(kept[0].name(), "photo.jpg");
        }
    }

    #[test]
    fn gzip_is_held_against_its_checksum() {
        use std::io::Write;
        let gzip = |bytes: &[u8]| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        };
        let tell = |bytes: &[u8]| {
            let mut kept: Vec<Kept> = Vec::new();
            each_member_of_gzip(bytes, b"x", &mut wide(), &mut kept);
            (kept[0].bytes.clone(), kept[0].code())
        };
        let whole = gzip(b"first ");
        assert_eq!(tell(&[&whole[..], &gzip(b"second"), &[0; 20]].concat()), (b"first second".to_vec(), None));
        for at in [whole.len() - 7, whole.len() - 2] {
            let mut wrong = whole.clone();
            wrong[at] ^= 1;
            assert_eq!(tell(&wrong).1, Some(ProblemCode::NotRead));
            assert_eq!(tell(&[&wrong[..], &whole].concat()).1, Some(ProblemCode::NotRead));
        }
        for n in 1..whole.len() {
            assert_eq!(tell(&whole[..n]).1, Some(ProblemCode::NotRead), "{n}");
        }
    }

    #[test]
    fn a_stream_without_end_is_cut_at_the_budget() {
        let mut kept: Vec<Kept> = Vec::new();
        let mut budget = Budget { bytes_left: 1 << 20, ..wide() };
        let end = each_member(&mut std::io::repeat(b'x'), b"x", &mut budget, &mut kept);
        assert_eq!(end.problem.unwrap().code, ProblemCode::ArchiveLimit);
        assert_eq!(kept[0].code(), Some(ProblemCode::ArchiveLimit));
        assert!(kept[0].bytes.len() <= 1 << 20);
    }
}
