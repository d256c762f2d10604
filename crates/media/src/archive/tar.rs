//! Tar streams of every dialect: v7, ustar, pax, GNU with long names and sparse files. Reads headers with the `tar` crate's
//! types but walks the stream itself: that crate takes names of any length into memory and splits extended headers at
//! newlines, which file names may hold.

use std::io::{self, Read};

use ::tar::Header;
use casework::file::Mark;
use casework::problem::{Problem, ProblemCode};

use super::limits::Budget;
use super::listing::{Promise, Suspects};
use super::pax::{self, Pax, Sparse, SparseMap};
use super::{ArchiveEnd, MemberHead, MemberKind, MemberSink, PIECE_BYTES, Stop, Telling};

/// A tar's unit.
pub const BLOCK_BYTES: usize = 512;

/// Long names and extended headers larger than this are no names.
const EXTENSION_BYTES_MAX: u64 = 4 << 20;

/// Whether these 512 bytes are a tar header: its checksum agrees. A block of zeros is an end mark, not a header.
pub fn is_header(block: &[u8]) -> bool {
    let Some(block) = block.get(..BLOCK_BYTES) else { return false };
    if block.iter().all(|byte| *byte == 0) {
        return false;
    }
    let Ok(written) = Header::from_byte_slice(block).cksum() else { return false };
    let unsigned = |byte: &u8| i64::from(*byte);
    // Some old tars summed signed bytes.
    let signed = |byte: &u8| i64::from(*byte as i8);
    let sum = |value: &dyn Fn(&u8) -> i64| {
        block[..148].iter().map(value).sum::<i64>() + 8 * i64::from(b' ') + block[156..].iter().map(value).sum::<i64>()
    };
    i64::from(written) == sum(&unsigned) || i64::from(written) == sum(&signed)
}

/// Tells the members of a tar stream. A member that [`Suspects`] names is told without its bytes.
///
/// Members behind the end mark, which most tools do not show, are told too and the archive is marked
/// [`Mark::ArchiveDisagrees`].
pub fn each_member(
    stream: &mut dyn Read,
    suspects: &Suspects,
    budget: &mut Budget,
    sink: &mut dyn MemberSink,
) -> ArchiveEnd {
    let mut walk = Walk { stream, at: 0, telling: Telling::new(sink, budget), suspects, ended: false };
    let result = walk.run();
    let mut end = walk.telling.finish(result);
    // A complaint of the check pass about a member that never came: the archive is not what it seems.
    if end.problem.is_none() {
        end.problem = suspects.left_over();
    }
    end
}

/// What stands before a member and belongs to it.
#[derive(Default)]
struct Before {
    long_name: Option<Vec<u8>>,
    long_link: Option<Vec<u8>>,
    pax: Option<Pax>,
}

struct Walk<'w> {
    stream: &'w mut dyn Read,
    at: u64,
    telling: Telling<'w>,
    suspects: &'w Suspects,
    ended: bool,
}

impl Walk<'_> {
    fn run(&mut self) -> Result<(), Stop> {
        let mut before = Before::default();
        while let Some(block) = self.next_block()? {
            if block.iter().all(|byte| *byte == 0) {
                self.ended = true;
                continue;
            }
            if !is_header(&block) {
                // Padding and rubbish behind the end mark is how tapes are.
                return if self.ended { Ok(()) } else { Err(self.damaged("no header")) };
            }
            if self.ended {
                self.telling.end.marks.insert(Mark::ArchiveDisagrees);
            }
            let header = Header::from_byte_slice(&block).clone();
            match header.entry_type().as_byte() {
                b'L' => before.long_name = Some(self.extension(&header)?),
                b'K' => before.long_link = Some(self.extension(&header)?),
                b'x' | b'X' => {
                    let body = self.extension(&header)?;
                    before.pax = Some(pax::read(&body).ok_or_else(|| self.damaged("malformed extended header"))?);
                }
                b'g' => drop(self.extension(&header)?),
                _ => self.entry(&header, std::mem::take(&mut before))?,
            }
        }
        // A tar that ends without its end mark may have been cut between two members.
        if self.ended { Ok(()) } else { Err(self.damaged("no end mark")) }
    }

    fn damaged(&self, what: &str) -> Stop {
        Stop::Because(Problem::new(ProblemCode::ArchiveDamaged, format!("tar: {what} at byte {}", self.at)))
    }

    fn next_block(&mut self) -> Result<Option<[u8; BLOCK_BYTES]>, Stop> {
        let mut block = [0; BLOCK_BYTES];
        let mut n = 0;
        while n < BLOCK_BYTES {
            match self.stream.read(&mut block[n..]) {
                Ok(0) if n == 0 => return Ok(None),
                Ok(0) => return if self.ended { Ok(None) } else { Err(self.damaged("cut")) },
                Ok(more) => n += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.damaged(&error.to_string())),
            }
        }
        self.at += n as u64;
        // Headers and zeros cost as well: a stream of nothing else must end too.
        self.telling.budget.spend_bytes(n as u64).map_err(Stop::Because)?;
        Ok(Some(block))
    }

    /// The body of a long name or an extended header.
    fn extension(&mut self, header: &Header) -> Result<Vec<u8>, Stop> {
        let size = header.entry_size().map_err(|_| self.damaged("unreadable size"))?;
        if size > EXTENSION_BYTES_MAX {
            return Err(self.damaged("oversized extended header"));
        }
        let mut body = Vec::new();
        while (body.len() as u64) < size {
            let block = self.next_block()?.ok_or_else(|| self.damaged("cut"))?;
            body.extend_from_slice(&block);
        }
        body.truncate(size as usize);
        if header.entry_type().is_gnu_longname() || header.entry_type().is_gnu_longlink() {
            let end = body.iter().position(|byte| *byte == 0).unwrap_or(body.len());
            body.truncate(end);
        }
        Ok(body)
    }

    fn entry(&mut self, header: &Header, before: Before) -> Result<(), Stop> {
        self.telling.end.n_entries += 1;
        let is_pax = before.pax.is_some();
        let pax = before.pax.unwrap_or_default();
        let written = pax.size.map_or_else(|| header.entry_size(), Ok).map_err(|_| self.damaged("unreadable size"))?;
        let name = pax.path.or(before.long_name).unwrap_or_else(|| header.path_bytes().into_owned());
        let link =
            pax.link_path.or(before.long_link).or_else(|| header.link_name_bytes().map(|link| link.into_owned()));
        let letter = header.entry_type().as_byte();
        // Before ustar a folder was a file whose name ends with a slash.
        let is_folder =
            matches!(letter, b'5' | b'D') || matches!(letter, 0 | b'0') && name.ends_with(b"/") && written == 0;
        // Only pax gives a link its file's bytes; older tars write the size of what is not there.
        let has_data = match letter {
            b'1' => is_pax,
            b'2' | b'3' | b'4' | b'5' | b'6' => false,
            _ => true,
        };
        let data_bytes = if has_data { written } else { 0 };

        let mut head = MemberHead::of_name(name);
        head.size = Some(data_bytes);
        // Writers put 0 where they know no time.
        head.modified_ns =
            pax.modified_ns.or_else(|| i64::try_from(header.mtime().ok()?).ok()?.checked_mul(1_000_000_000));
        head.modified_ns = head.modified_ns.filter(|at| *at != 0);
        match letter {
            _ if is_folder => return self.skip(data_bytes, 0),
            // The label of a volume.
            b'V' => return self.skip(data_bytes, 0),
            b'1' => {
                head.kind = MemberKind::HardLink;
                head.link_target = link;
                head.marks.insert(Mark::HardLink);
                if data_bytes > 0 {
                    // Its bytes are here: they are taken, the link is told as a mark and a target.
                    head.kind = MemberKind::File;
                }
            }
            b'2' => {
                head.kind = MemberKind::SymbolicLink;
                head.problem = Some(Problem::new(ProblemCode::SymbolicLink, ""));
                head.link_target = link;
            }
            b'3' | b'4' | b'6' => {
                head.kind = MemberKind::Special;
                head.problem = Some(Problem::new(ProblemCode::SpecialFile, ""));
            }
            b'M' => head.problem = Some(Problem::new(ProblemCode::NotRead, "continues from another volume")),
            _ => {}
        }
        if head.kind != MemberKind::File {
            self.telling.tell_bare(head)?;
            return self.skip(data_bytes, 0);
        }
        if head.problem.is_none() {
            head.problem = self.suspects.of(&head.name);
        }
        let crc = self.hold_against_promise(&mut head);
        match self.sparse_of(header, &pax.sparse, data_bytes)? {
            SparseKind::Not => {
                let mut data = Counted { data: (&mut *self.stream).take(data_bytes), n: 0 };
                self.telling.tell_checked(head, &mut data, crc)?;
                let used = data.n;
                self.skip(data_bytes, used)
            }
            SparseKind::Unknown(n_read) => {
                head.problem = Some(Problem::new(ProblemCode::NotRead, "sparse map of an unknown kind"));
                self.telling.tell_bare(head)?;
                self.skip(data_bytes, n_read)
            }
            SparseKind::Mapped { map, real_size, n_read } => {
                head.size = Some(real_size);
                let mut data = Counted { data: (&mut *self.stream).take(data_bytes.saturating_sub(n_read)), n: 0 };
                match Sparse::new(&mut data, map, real_size) {
                    Some(mut whole) => drop(self.telling.tell_file(head, &mut whole)?),
                    None => {
                        head.problem = Some(Problem::new(ProblemCode::NotRead, "sparse map that contradicts itself"));
                        self.telling.tell_bare(head)?;
                    }
                }
                let used = n_read + data.n;
                self.skip(data_bytes, used)
            }
        }
    }

    /// Marks a member that is not what the archive's own headers promise; gives the checksum to be met.
    fn hold_against_promise(&self, head: &mut MemberHead) -> Option<u32> {
        let differs = |head: &mut MemberHead, what: &str| {
            head.problem.get_or_insert_with(|| Problem::new(ProblemCode::NotRead, what));
            None
        };
        match self.suspects.promise(self.telling.end.n_entries - 1)? {
            Promise::Missing => differs(head, "its header in the archive could not be read"),
            Promise::Made(fact) if fact.is_encrypted => {
                head.mark_encrypted("");
                None
            }
            Promise::Made(fact) if fact.size.is_some() && fact.size != head.size => {
                differs(head, "another size than its header in the archive promises")
            }
            Promise::Made(fact) => fact.crc,
        }
    }

    /// Where the pieces of a sparse member lie, and how many of its data bytes were read to know it.
    fn sparse_of(&mut self, header: &Header, words: &pax::SparseWords, data_bytes: u64) -> Result<SparseKind, Stop> {
        if header.entry_type().is_gnu_sparse() {
            return self.old_gnu_map(header);
        }
        let Some(real_size) = words.real_size else { return Ok(SparseKind::Not) };
        if words.major == Some(1) {
            let mut data = Counted { data: (&mut *self.stream).take(data_bytes), n: 0 };
            let map = pax::map_of_data(&mut data);
            let n_read = data.n;
            return Ok(match map {
                Ok(Some(map)) => SparseKind::Mapped { map, real_size, n_read },
                Ok(None) | Err(_) => SparseKind::Unknown(n_read),
            });
        }
        let map = match &words.map {
            Some(list) => pax::map_of_list(list),
            None => Some(words.pieces.clone()),
        };
        Ok(map.map_or(SparseKind::Unknown(0), |map| SparseKind::Mapped { map, real_size, n_read: 0 }))
    }

    /// The map of an old GNU sparse member: four pieces in the header, 21 in each block that follows it.
    fn old_gnu_map(&mut self, header: &Header) -> Result<SparseKind, Stop> {
        let Some(gnu) = header.as_gnu() else { return Ok(SparseKind::Unknown(0)) };
        let Ok(real_size) = gnu.real_size() else { return Ok(SparseKind::Unknown(0)) };
        let mut map = SparseMap::new();
        let mut take = |pieces: &[::tar::GnuSparseHeader]| -> io::Result<()> {
            for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
                map.push((piece.offset()?, piece.length()?));
            }
            Ok(())
        };
        let mut is_good = take(&gnu.sparse).is_ok();
        let mut goes_on = gnu.is_extended();
        let mut n_blocks: u64 = 0;
        while goes_on {
            let block = self.next_block()?.ok_or_else(|| self.damaged("cut"))?;
            let mut more = ::tar::GnuExtSparseHeader::new();
            more.as_mut_bytes().copy_from_slice(&block);
            is_good = is_good && take(more.sparse()).is_ok();
            goes_on = more.is_extended();
            n_blocks += 1;
            if n_blocks * 21 > pax::PIECES_MAX {
                return Err(self.damaged("oversized sparse map"));
            }
        }
        // These blocks stand before the data and are not counted in its size.
        Ok(if is_good { SparseKind::Mapped { map, real_size, n_read: 0 } } else { SparseKind::Unknown(0) })
    }

    /// Passes over what is left of a member's data, and its padding.
    fn skip(&mut self, data_bytes: u64, used: u64) -> Result<(), Stop> {
        self.at = self.at.saturating_add(used);
        let block = BLOCK_BYTES as u64;
        let padded = data_bytes.checked_next_multiple_of(block).ok_or_else(|| self.damaged("impossible size"))?;
        let mut left = padded.saturating_sub(used);
        let mut piece = vec![0; PIECE_BYTES];
        while left > 0 {
            let most = usize::try_from(left).unwrap_or(PIECE_BYTES).min(PIECE_BYTES);
            match self.stream.read(&mut piece[..most]) {
                Ok(0) => return Err(self.damaged("cut")),
                Ok(n) => {
                    left -= n as u64;
                    self.at += n as u64;
                    self.telling.budget.spend_bytes(n as u64).map_err(Stop::Because)?;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.damaged(&error.to_string())),
            }
        }
        Ok(())
    }
}

enum SparseKind {
    Not,
    Unknown(u64),
    Mapped { map: SparseMap, real_size: u64, n_read: u64 },
}

/// Counts what is read through it.
struct Counted<R> {
    data: R,
    n: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.data.read(out)?;
        self.n += n as u64;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::super::kept::{Kept, wide};
    use super::*;

    fn tell(bytes: &[u8]) -> (Vec<Kept>, ArchiveEnd) {
        let mut kept = Vec::new();
        let end = each_member(&mut &bytes[..], &Suspects::none(), &mut wide(), &mut kept);
        (kept, end)
    }

    fn header(name: &[u8], letter: u8, size: u64) -> Vec<u8> {
        let mut header = Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name);
        header.as_old_mut().linkflag = [letter];
        header.set_size(size);
        header.set_mtime(1_000_000_000);
        header.set_cksum();
        header.as_bytes().to_vec()
    }

    fn member(name: &[u8], letter: u8, bytes: &[u8]) -> Vec<u8> {
        let mut out = header(name, letter, bytes.len() as u64);
        out.extend_from_slice(bytes);
        out.resize(out.len().next_multiple_of(BLOCK_BYTES), 0);
        out
    }

    const END: [u8; 1024] = [0; 1024];

    #[test]
    fn raw_names_links_and_equal_names_are_all_told() {
        let tar = [
            member(b"folder/", b'5', b""),
            member(b"a\xff", b'0', b"first"),
            member(b"a\xff", b'0', b"second"),
            member(b"a\xfe", b'0', b"third"),
            member(b"../../up", b'0', b"x"),
            member(b"link", b'2', b""),
            member(b"pipe", b'6', b""),
            member(b"hard", b'1', b""),
            END.to_vec(),
        ]
        .concat();
        let (kept, end) = tell(&tar);
        assert_eq!((end.problem, end.n_entries, end.n_members), (None, 8, 7));
        let told: Vec<_> = kept.iter().map(|member| (member.name(), member.head.repeat, member.code())).collect();
        assert_eq!(
            told,
            [
                ("a\\xff".into(), 0, None),
                ("a\\xff".into(), 1, None),
                ("a\\xfe".into(), 0, None),
                ("../../up".into(), 0, None),
                ("link".into(), 0, Some(ProblemCode::SymbolicLink)),
                ("pipe".into(), 0, Some(ProblemCode::SpecialFile)),
                ("hard".into(), 0, None),
            ]
        );
        assert!(kept[3].head.marks.contains(&Mark::NameEscapes));
        assert_eq!(kept[1].bytes, b"second");
        assert_eq!(kept[6].head.kind, MemberKind::HardLink);
        assert_eq!(kept[0].head.modified_ns, Some(1_000_000_000_000_000_000));
    }

    #[test]
    fn what_came_before_the_damage_is_kept() {
        let whole = [member(b"one", b'0', b"1"), member(b"two", b'0', &[7; 3000]), END.to_vec()].concat();
        let (kept, end) = tell(&whole[..1024 + 512 + 1000]);
        assert_eq!(end.problem.unwrap().code, ProblemCode::ArchiveDamaged);
        assert_eq!((kept[0].code(), kept[1].code()), (None, Some(ProblemCode::NotRead)));
        let (kept, end) = tell(&whole[..1024]);
        assert_eq!((kept.len(), end.problem.unwrap().code), (1, ProblemCode::ArchiveDamaged));
        let mut broken = whole.clone();
        broken[1024] ^= 1;
        let (kept, end) = tell(&broken);
        assert_eq!((kept.len(), end.problem.unwrap().code), (1, ProblemCode::ArchiveDamaged));
    }

    #[test]
    fn members_behind_the_end_mark_are_found_and_marked() {
        let tar = [member(b"one", b'0', b"1"), END.to_vec(), member(b"hidden", b'0', b"2"), END.to_vec()].concat();
        let (kept, end) = tell(&tar);
        assert_eq!((kept.len(), end.problem), (2, None));
        assert!(end.marks.contains(&Mark::ArchiveDisagrees));
    }

    #[test]
    fn an_oversized_name_is_damage_not_memory() {
        let tar = [header(b"././@LongLink", b'L', 1 << 40), vec![b'a'; 4096]].concat();
        let (kept, end) = tell(&tar);
        assert_eq!((kept.len(), end.problem.unwrap().code), (0, ProblemCode::ArchiveDamaged));
    }

    #[test]
    fn a_sparse_member_that_claims_exabytes_is_cut_at_the_budget() {
        let records = ["22 GNU.sparse.major=1\n", "43 GNU.sparse.realsize=9000000000000000000\n"].concat();
        let map = [&b"0\n"[..], &[0; 510]].concat();
        let tar = [member(b"x", b'x', records.as_bytes()), member(b"s", b'0', &map), END.to_vec()].concat();
        let mut kept: Vec<Kept> = Vec::new();
        let mut budget = Budget { bytes_left: 1 << 20, ..wide() };
        let end = each_member(&mut &tar[..], &Suspects::none(), &mut budget, &mut kept);
        assert_eq!(end.problem.unwrap().code, ProblemCode::ArchiveLimit);
        assert_eq!(kept[0].code(), Some(ProblemCode::ArchiveLimit));
    }
}
