//! Zips made here, honest and not.

use std::io::{Cursor, Write};

use ::zip::CompressionMethod;
use ::zip::write::SimpleFileOptions;

use super::super::kept::{Kept, wide};
use super::*;

fn tell(bytes: &[u8]) -> (Vec<Kept>, ArchiveEnd) {
    tell_within(bytes, wide())
}

fn tell_within(bytes: &[u8], mut budget: Budget) -> (Vec<Kept>, ArchiveEnd) {
    let mut kept = Vec::new();
    let end = each_member(&mut Cursor::new(bytes), &mut budget, &mut kept);
    (kept, end)
}

fn zip_of(members: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A stored member by hand: local header and data, and its directory entry.
fn by_hand(name: &[u8], bytes: &[u8], at: u32, change: impl Fn(&mut Vec<u8>, &mut Vec<u8>)) -> (Vec<u8>, Vec<u8>) {
    let mut crc = flate2_crc(bytes).to_le_bytes().to_vec();
    let size = (bytes.len() as u32).to_le_bytes();
    crc.extend(size);
    crc.extend(size);
    let length = (name.len() as u16).to_le_bytes();
    let mut local = [b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0", &crc[..], &length, &[0, 0], name].concat();
    let mut listed = [b"PK\x01\x02\x14\x03\x14\0\0\0\0\0\0\0\0\0", &crc[..], &length, &[0; 16], name].concat();
    listed[42..46].copy_from_slice(&at.to_le_bytes());
    change(&mut local, &mut listed);
    local.extend_from_slice(bytes);
    (local, listed)
}

fn flate2_crc(bytes: &[u8]) -> u32 {
    bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    }) ^ u32::MAX
}

fn joined(members: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let mut out: Vec<u8> = members.iter().flat_map(|(local, _)| local.clone()).collect();
    let start = out.len() as u32;
    members.iter().for_each(|(_, listed)| out.extend_from_slice(listed));
    let length = out.len() as u32 - start;
    let n = (members.iter().filter(|(_, listed)| !listed.is_empty()).count() as u16).to_le_bytes();
    out.extend([&b"PK\x05\x06\0\0\0\0"[..], &n, &n, &length.to_le_bytes(), &start.to_le_bytes(), &[0, 0]].concat());
    out
}

/// Members one after the other, each changed by its function.
type Change = fn(&mut Vec<u8>, &mut Vec<u8>);
fn made(members: &[(&[u8], &[u8], Change)]) -> Vec<u8> {
    let mut at = 0;
    let parts: Vec<_> = members
        .iter()
        .map(|(name, bytes, change)| {
            let part = by_hand(name, bytes, at, change);
            at += part.0.len() as u32;
            part
        })
        .collect();
    joined(&parts)
}

const AS_IS: Change = |_, _| {};

#[test]
fn every_method_that_is_supported_gives_its_bytes() {
    let bytes: Vec<u8> = (0..200_000u32).flat_map(|n| (n / 7).to_le_bytes()).collect();
    for method in
        [CompressionMethod::Stored, CompressionMethod::Deflated, CompressionMethod::Bzip2, CompressionMethod::Xz]
    {
        let zip = zip_of(&[("one", &bytes), ("folder/", b""), ("two", b"2")], method);
        let (kept, end) = tell(&zip);
        assert_eq!((end.problem, end.n_entries, end.marks.len()), (None, 3, 0), "{method}");
        let told: Vec<_> = kept.iter().map(|member| (member.name(), member.code(), member.bytes.len())).collect();
        assert_eq!(told, [("one".into(), None, bytes.len()), ("two".into(), None, 1)], "{method}");
        assert_eq!(kept[0].bytes, bytes);
    }
}

#[test]
fn names_are_raw_and_equal_ones_are_kept_apart() {
    let zip = made(&[
        (b"a\xff", b"first", AS_IS),
        (b"a\xff", b"second", AS_IS),
        (b"../../up", b"x", AS_IS),
        (b"C:\\win", b"x", AS_IS),
        (b"folder/", b"smuggled", AS_IS),
    ]);
    let (kept, end) = tell(&zip);
    assert_eq!((end.problem, end.n_members), (None, 5));
    assert_eq!((&kept[0].head.name[..], &kept[0].bytes[..], kept[0].head.repeat), (&b"a\xff"[..], &b"first"[..], 0));
    assert_eq!((&kept[1].head.name[..], &kept[1].bytes[..], kept[1].head.repeat), (&b"a\xff"[..], &b"second"[..], 1));
    assert!(kept[2].head.marks.contains(&Mark::NameEscapes) && kept[3].head.marks.contains(&Mark::NameEscapes));
    assert_eq!(kept[4].bytes, b"smuggled");
}

#[test]
fn headers_that_disagree_are_marked() {
    let cases: [(&str, Change); 5] = [
        ("name", |local, _| local[30] = b'X'),
        ("size", |local, _| local[22] ^= 1),
        ("checksum", |local, _| local[14] ^= 1),
        ("method", |local, _| local[8] = 8),
        ("encryption", |local, _| local[6] |= 1),
    ];
    for (what, change) in cases {
        let (kept, end) = tell(&made(&[(b"honest", b"1", AS_IS), (b"liar", b"12345", change)]));
        let marked: Vec<bool> = kept.iter().map(|member| member.head.marks.contains(&Mark::ArchiveDisagrees)).collect();
        assert_eq!(marked, [false, true], "{what}");
        assert!(end.marks.contains(&Mark::ArchiveDisagrees), "{what}");
        assert_eq!(kept[1].bytes, b"12345", "{what}");
    }
}

#[test]
fn encrypted_members_are_listed_and_not_read() {
    let secret: Change = |local, listed| {
        local[6] |= 1;
        listed[8] |= 1;
    };
    let (kept, end) = tell(&made(&[(b"open", b"1", AS_IS), (b"secret", b"0123456789abc", secret)]));
    assert_eq!((end.problem, kept[0].code(), kept[1].code()), (None, None, Some(ProblemCode::Encrypted)));
    assert!(kept[1].bytes.is_empty() && kept[1].head.marks.contains(&Mark::Encrypted));
}

#[test]
fn a_wrong_checksum_and_an_unknown_method_cost_one_member() {
    let wrong: Change = |local, listed| {
        local[14] ^= 1;
        listed[16] ^= 1;
    };
    let unknown: Change = |local, listed| {
        local[8] = 93;
        listed[10] = 93;
    };
    let (kept, end) = tell(&made(&[(b"wrong", b"1", wrong), (b"unknown", b"2", unknown), (b"right", b"3", AS_IS)]));
    let codes: Vec<_> = kept.iter().map(Kept::code).collect();
    assert_eq!((end.problem, codes), (None, vec![Some(ProblemCode::NotRead), Some(ProblemCode::NotRead), None]));
    assert!(kept[1].problem.as_ref().unwrap().detail.contains("93"));
}

#[test]
fn members_that_share_bytes_are_read_once() {
    // The second entry of the directory points at the first member's local header.
    let first = by_hand(b"one", b"kernel", 0, AS_IS);
    let second = (Vec::new(), by_hand(b"two", b"kernel", 0, AS_IS).1);
    let (kept, end) = tell(&joined(&[first, second]));
    assert_eq!(kept.iter().map(Kept::code).collect::<Vec<_>>(), [None, Some(ProblemCode::ArchiveLimit)]);
    assert_eq!(end.problem.unwrap().code, ProblemCode::ArchiveLimit);
}

#[test]
fn a_member_that_the_directory_does_not_list_is_found() {
    let listed = by_hand(b"listed", b"1", 0, AS_IS);
    let hidden = (by_hand(b"hidden", b"evidence", 0, AS_IS).0, Vec::new());
    let (kept, end) = tell(&joined(&[listed, hidden]));
    let told: Vec<_> = kept.iter().map(|member| (member.name(), member.code(), member.bytes.len())).collect();
    assert_eq!(told, [("listed".into(), None, 1), ("hidden".into(), None, 8)]);
    assert!(
        kept[1].head.marks.contains(&Mark::ArchiveDisagrees) && !kept[0].head.marks.contains(&Mark::ArchiveDisagrees)
    );
    assert!(end.marks.contains(&Mark::ArchiveDisagrees));
}

#[test]
fn without_its_directory_the_local_headers_speak() {
    let zip = zip_of(&[("one", &[7; 5000]), ("two", b"2"), ("three", &[3; 9000])], CompressionMethod::Stored);
    let (kept, end) = tell(&zip[..5000 + 2000]);
    assert_eq!(end.problem.unwrap().code, ProblemCode::ArchiveDamaged);
    let told: Vec<_> = kept.iter().map(|member| (member.name(), member.code())).collect();
    assert_eq!(told, [("one".into(), None), ("two".into(), None), ("three".into(), Some(ProblemCode::NotRead))]);
}

#[test]
fn a_bomb_is_cut_at_the_budget_and_what_was_within_is_kept() {
    let zeros = vec![0; 8 << 20];
    let zip = zip_of(&[("small", b"1"), ("bomb", &zeros), ("after", b"2")], CompressionMethod::Deflated);
    let (kept, end) = tell_within(&zip, Budget { bytes_left: 1 << 20, ..wide() });
    assert_eq!(kept.iter().map(Kept::code).collect::<Vec<_>>(), [None, Some(ProblemCode::ArchiveLimit)]);
    assert_eq!(end.problem.unwrap().code, ProblemCode::ArchiveLimit);
    // One large member is passed over, what follows is read.
    let (kept, end) = tell_within(&zip, Budget { bytes_max_member: 1 << 20, ..wide() });
    assert_eq!(kept.iter().map(Kept::code).collect::<Vec<_>>(), [None, Some(ProblemCode::ArchiveLimit), None]);
    assert_eq!(end.problem, None);
    let (kept, end) = tell_within(&zip, Budget { members_left: 2, ..wide() });
    assert_eq!((kept.len(), end.problem.unwrap().code), (2, ProblemCode::ArchiveLimit));
}

#[test]
fn links_are_told_with_their_target() {
    let link: Change = |_, listed| listed[38..42].copy_from_slice(&(0o120_777u32 << 16).to_le_bytes());
    let (kept, _) = tell(&made(&[(b"link", b"../../etc/passwd", link)]));
    assert_eq!((kept[0].head.kind, kept[0].code()), (MemberKind::SymbolicLink, Some(ProblemCode::SymbolicLink)));
    assert_eq!(kept[0].head.link_target.as_deref(), Some(&b"../../etc/passwd"[..]));
}

#[test]
fn times_are_taken_only_where_they_are_utc() {
    let mut zip = made(&[(b"x", b"1", |_, listed: &mut Vec<u8>| {
        listed[30] = 9;
        listed.extend([0x55, 0x54, 5, 0, 1, 0, 0xca, 0x9a, 0x3b]);
    })]);
    let (kept, end) = tell(&zip);
    assert_eq!((kept[0].head.modified_ns, end.problem), (Some(1_000_000_000_000_000_000), None));
    zip = zip_of(&[("x", b"1")], CompressionMethod::Stored);
    assert_eq!(tell(&zip).0[0].head.modified_ns, None);
}

#[test]
fn no_change_of_a_byte_ends_the_reader() {
    let zip = zip_of(&[("one", &[7; 300]), ("two", b"22222222222222222222")], CompressionMethod::Deflated);
    for at in 0..zip.len() {
        for change in [1, 0x80, 0xff] {
            let mut broken = zip.clone();
            broken[at] ^= change;
            let mut budget = Budget { bytes_left: 1 << 20, ..wide() };
            let mut kept: Vec<Kept> = Vec::new();
            let end = each_member(&mut Cursor::new(broken), &mut budget, &mut kept);
            assert_eq!(end.n_members as usize, kept.len());
        }
        tell(&zip[..at]);
    }
}
