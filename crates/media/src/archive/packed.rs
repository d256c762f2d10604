//! One compressed stream, already unpacked by a helper: a tar, or a lone file. It never looks for other formats: what else
//! lies inside is a member, and members are looked at like any other file.

use std::io::{Cursor, Read};

use super::limits::Budget;
use super::listing::Suspects;
use super::{ArchiveEnd, MemberHead, MemberSink, Telling, tar};

/// Tells the members of an unpacked stream: those of the tar that it is, or the one file, called `lone_name`
/// ([`super::lone_name`] of the archive's).
pub fn each_member(
    stream: &mut dyn Read,
    lone_name: &[u8],
    budget: &mut Budget,
    sink: &mut dyn MemberSink,
) -> ArchiveEnd {
    let mut head = Vec::with_capacity(tar::BLOCK_BYTES);
    // An error here comes again when the rest is read.
    let _ = (&mut *stream).take(tar::BLOCK_BYTES as u64).read_to_end(&mut head);
    let is_tar = tar::is_header(&head);
    let mut whole = Cursor::new(head).chain(stream);
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
    fn a_stream_without_end_is_cut_at_the_budget() {
        let mut kept: Vec<Kept> = Vec::new();
        let mut budget = Budget { bytes_left: 1 << 20, ..wide() };
        let end = each_member(&mut std::io::repeat(b'x'), b"x", &mut budget, &mut kept);
        assert_eq!(end.problem.unwrap().code, ProblemCode::ArchiveLimit);
        assert_eq!(kept[0].code(), Some(ProblemCode::ArchiveLimit));
        assert!(kept[0].bytes.len() <= 1 << 20);
    }
}
