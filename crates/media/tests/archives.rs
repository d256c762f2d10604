//! Archives end to end: real ones made by bsdtar, gzip and the like, through the caged helpers and workers.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, Stdio};

use casework::file::Mark;
use casework::problem::{Problem, ProblemCode};
use fingerprint::Digests;
use media::archive::MemberKind;
use media::archive::limits::{ArchiveLimits, Budget};
use media::examiner::{Examiner, Member, Settings};
use media::hold::Held;

/// What a member came to, for comparing.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    name: Vec<u8>,
    kind: MemberKind,
    digests: Option<Digests>,
    code: Option<ProblemCode>,
    marks: BTreeSet<Mark>,
}

struct Bench {
    examiner: Examiner,
    _spool: tempfile::TempDir,
}

impl Bench {
    fn new() -> Bench {
        Bench::with(ArchiveLimits::default())
    }

    fn with(limits: ArchiveLimits) -> Bench {
        let spool = tempfile::tempdir().unwrap();
        let mut settings = Settings::new(env!("CARGO_BIN_EXE_media-test-worker"), spool.path());
        settings.archive_limits = limits;
        Bench { examiner: Examiner::start(&settings).unwrap(), _spool: spool }
    }

    fn open(&mut self, bytes: &[u8], mime: &str, name: &str) -> (Vec<Told>, BTreeSet<Mark>, Option<Problem>) {
        let held = Held::of_bytes(bytes).unwrap();
        let mut budget = self.examiner.budget(&held);
        self.open_held(&held, mime, name, &mut budget)
    }

    fn open_held(
        &mut self,
        held: &Held,
        mime: &str,
        name: &str,
        budget: &mut Budget,
    ) -> (Vec<Told>, BTreeSet<Mark>, Option<Problem>) {
        self.open_called(held, mime, name, &BTreeSet::new(), budget)
    }

    fn open_called(
        &mut self,
        held: &Held,
        mime: &str,
        name: &str,
        only: &BTreeSet<Vec<u8>>,
        budget: &mut Budget,
    ) -> (Vec<Told>, BTreeSet<Mark>, Option<Problem>) {
        let mut told = Vec::new();
        let mut each = |_: &mut Examiner, _: &mut Budget, member: Member| {
            told.push(Told {
                name: member.head.name.clone(),
                kind: member.head.kind,
                digests: member.held.as_ref().map(Held::digests),
                code: member.problem.as_ref().map(|problem| problem.code),
                marks: member.head.marks.clone(),
            });
            ControlFlow::Continue(())
        };
        let (marks, problem) = self.examiner.members_called(held, mime, name.as_bytes(), only, budget, &mut each);
        (told, marks, problem)
    }
}

fn file(name: &[u8], bytes: &[u8]) -> Told {
    Told {
        name: name.to_vec(),
        kind: MemberKind::File,
        digests: Some(Digests::of(bytes)),
        code: None,
        marks: BTreeSet::new(),
    }
}

/// Bytes that no compression shrinks and that differ from each other by `seed`.
fn noise(seed: u32, n: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as u8
    };
    std::iter::repeat_with(next).take(n).collect()
}

type NameAndBytes = (Vec<u8>, Vec<u8>);

/// A folder of three files.
fn sample() -> (tempfile::TempDir, Vec<NameAndBytes>) {
    let folder = tempfile::tempdir().unwrap();
    let files = vec![
        (b"boat.jpg".to_vec(), noise(1, 300_000)),
        (b"empty".to_vec(), Vec::new()),
        (b"tree.png".to_vec(), noise(2, 70_000)),
    ];
    for (name, bytes) in &files {
        std::fs::write(folder.path().join(std::ffi::OsStr::from_bytes(name)), bytes).unwrap();
    }
    (folder, files)
}

fn run(program: &str, arguments: &[&str], folder: &Path) -> Vec<u8> {
    let made = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(made.status.success(), "{program}: {}", String::from_utf8_lossy(&made.stderr));
    made.stdout
}

/// An archive of the sample in a format of bsdtar's.
fn packed(format: &str, more: &[&str], folder: &Path) -> Vec<u8> {
    let format = format!("--format={format}");
    // Not to a pipe: there bsdtar pads what it writes with zeros.
    let arguments = [&["-cf", "packed", &format][..], more, &["boat.jpg", "empty", "tree.png"]].concat();
    run("bsdtar", &arguments, folder);
    std::fs::read(folder.join("packed")).unwrap()
}

fn names_of(told: &[Told]) -> Vec<String> {
    told.iter().map(|member| member.name.escape_ascii().to_string()).collect()
}

#[test]
fn every_format_gives_the_same_members() {
    let (folder, files) = sample();
    let mut bench = Bench::new();
    for (format, mime) in [
        ("zip", "application/zip"),
        ("ustar", "application/x-tar"),
        ("pax", "application/x-tar"),
        ("gnutar", "application/x-tar"),
        ("7zip", "application/x-7z-compressed"),
        ("cpio", "application/x-cpio"),
        ("newc", "application/x-cpio"),
        ("xar", "application/x-xar"),
        ("iso9660", "application/x-iso9660-image"),
    ] {
        let (mut told, marks, problem) = bench.open(&packed(format, &[], folder.path()), mime, "x");
        assert_eq!((problem, marks.len()), (None, 0), "{format}");
        told.sort_by(|a, b| a.name.cmp(&b.name));
        let expected: Vec<Told> = files.iter().map(|(name, bytes)| file(name, bytes)).collect();
        assert_eq!(told, expected, "{format}");
    }
}

#[test]
fn members_that_nobody_wants_are_passed_over() {
    let (folder, files) = sample();
    let mut bench = Bench::new();
    let tar = packed("pax", &[], folder.path());
    let twice = [&tar[..tar.len() - 1024], &tar].concat();
    let mut check = |bytes: &[u8], mime: &str, only: &[&[u8]], expected: &[usize]| {
        let held = Held::of_bytes(bytes).unwrap();
        let mut budget = bench.examiner.budget(&held);
        let whole = budget.bytes_left;
        let only = only.iter().map(|name| name.to_vec()).collect();
        let (mut told, _, problem) = bench.open_called(&held, mime, "packed", &only, &mut budget);
        told.sort_by(|a, b| a.name.cmp(&b.name));
        let expected: Vec<Told> = expected.iter().map(|n| file(&files[*n].0, &files[*n].1)).collect();
        assert_eq!((told, problem), (expected, None), "{mime} {only:?}");
        whole - budget.bytes_left
    };
    for (format, mime) in
        [("zip", "application/zip"), ("pax", "application/x-tar"), ("7zip", "application/x-7z-compressed")]
    {
        let bytes = packed(format, &[], folder.path());
        assert_eq!(check(&bytes, mime, &[b"tree.png"], &[2]), 70_000, "no byte of the others came");
        check(&bytes, mime, &[b"boat.jpg", b"empty"], &[0, 1]);
        check(&bytes, mime, &[b"no such"], &[]);
        check(&bytes, mime, &[], &[0, 1, 2]);
    }
    // The second of one name is another place.
    let only: [&[u8]; 1] = [b"boat.jpg [2]"];
    assert_eq!(check(&twice, "application/x-tar", &only, &[0]), 300_000);
}

#[test]
fn compressed_tars_and_lone_files_are_told_apart() {
    let (folder, files) = sample();
    let mut bench = Bench::new();
    for (filter, mime) in [
        ("--gzip", "application/gzip"),
        ("--bzip2", "application/x-bzip2"),
        ("--xz", "application/x-xz"),
        ("--zstd", "application/zstd"),
        ("--lz4", "application/x-lz4"),
    ] {
        let (told, _, problem) = bench.open(&packed("pax", &[filter], folder.path()), mime, "all.tar.gz");
        assert_eq!((problem, told.len()), (None, 3), "{filter}");
        assert_eq!(told[0], file(b"boat.jpg", &files[0].1));
    }
    let lone = run("gzip", &["-c", "boat.jpg"], folder.path());
    let (told, _, problem) = bench.open(&lone, "application/gzip", "holiday/boat.jpg.gz");
    assert_eq!((told, problem), (vec![file(b"boat.jpg", &files[0].1)], None));
    // An mtree listing, which bsdtar would take for an archive and fill with zeros.
    let listing = packed("mtree", &[], folder.path());
    std::fs::write(folder.path().join("list"), &listing).unwrap();
    let (told, _, problem) = bench.open(&run("gzip", &["-c", "list"], folder.path()), "application/gzip", "list.gz");
    assert_eq!((told, problem), (vec![file(b"list", &listing)], None));
}

#[test]
fn a_lone_file_that_is_cut_is_not_a_shorter_whole_file() {
    let (folder, _) = sample();
    let lone = run("gzip", &["-c", "boat.jpg"], folder.path());
    let mut bench = Bench::new();
    let (told, _, _) = bench.open(&lone[..200_000], "application/gzip", "boat.jpg.gz");
    assert_eq!((told[0].digests, told[0].code), (None, Some(ProblemCode::NotRead)));
    let other = run("xz", &["-c", "boat.jpg"], folder.path());
    let (told, _, problem) = bench.open(&other[..200_000], "application/x-xz", "boat.jpg.xz");
    assert_eq!(problem.unwrap().code, ProblemCode::ArchiveDamaged);
    assert_eq!((told[0].digests, told[0].code), (None, Some(ProblemCode::NotRead)));
    // The same where only the checksum at the end is wrong.
    let mut wrong = lone;
    let at = wrong.len() - 6;
    wrong[at] ^= 1;
    let (told, _, _) = bench.open(&wrong, "application/gzip", "boat.jpg.gz");
    assert_eq!((told[0].digests, told[0].code), (None, Some(ProblemCode::NotRead)));
}

#[test]
fn zeros_that_bsdtar_makes_up_for_a_wrong_checksum_are_no_member() {
    let (folder, files) = sample();
    let mut archive = packed("7zip", &["--options=7zip:compression=store"], folder.path());
    let bytes = &files[0].1;
    let at = archive.windows(64).position(|window| window == &bytes[1000..1064]).expect("stored as they are");
    archive[at] ^= 1;
    // Or this test would pass for the wrong reason: bsdtar by itself says nothing of it.
    std::fs::write(folder.path().join("wrong.7z"), &archive).unwrap();
    run("bsdtar", &["-cf", "/dev/null", "--format=pax", "@wrong.7z"], folder.path());
    let (told, _, _) = Bench::new().open(&archive, "application/x-7z-compressed", "wrong.7z");
    let wrong: Vec<_> = told.iter().filter(|member| member.code.is_some()).collect();
    assert_eq!(wrong.len(), 1, "{told:?}");
    assert_eq!(
        (&wrong[0].name[..], wrong[0].digests, wrong[0].code),
        (&b"boat.jpg"[..], None, Some(ProblemCode::NotRead))
    );
    assert!(told.contains(&file(b"tree.png", &files[2].1)));
}

#[test]
fn encrypted_archives_are_listed() {
    let (folder, _) = sample();
    let mut bench = Bench::new();
    let encrypted = include_bytes!("../testdata/archives/encrypted.7z");
    let (told, _, problem) = bench.open(encrypted, "application/x-7z-compressed", "x.7z");
    assert_eq!(problem.unwrap().code, ProblemCode::Encrypted);
    assert_eq!(names_of(&told), ["boat.txt", "tree.txt"]);
    assert!(told.iter().all(|member| member.code == Some(ProblemCode::Encrypted) && member.digests.is_none()));
    let names_too = include_bytes!("../testdata/archives/encrypted_names.7z");
    let (told, _, problem) = bench.open(names_too, "application/x-7z-compressed", "x.7z");
    assert_eq!((told.len(), problem.unwrap().code), (0, ProblemCode::Encrypted));
    let more = ["--options=zip:encryption=aes256", "--passphrase=not-for-anyone"];
    let (told, _, problem) = bench.open(&packed("zip", &more, folder.path()), "application/zip", "x.zip");
    assert_eq!((names_of(&told), problem), (vec!["boat.jpg".into(), "empty".into(), "tree.png".into()], None));
    assert!(told[0].code == Some(ProblemCode::Encrypted) && told[0].marks.contains(&Mark::Encrypted));
}

/// A RAR 4 archive of stored members, by the published technical note; `flags` of a file's header, e.g. 4 for encrypted.
fn rar(members: &[(&[u8], &[u8], u16)]) -> Vec<u8> {
    let block = |body: Vec<u8>| [&(crc32(&body) as u16).to_le_bytes()[..], &body].concat();
    let mut out = b"Rar!\x1a\x07\0".to_vec();
    out.extend(block([&[0x73, 0, 0, 13, 0][..], &[0; 6]].concat()));
    for (name, bytes, flags) in members {
        let mut body = vec![0x74];
        body.extend((0x8000 | flags).to_le_bytes());
        body.extend((32 + name.len() as u16).to_le_bytes());
        body.extend((bytes.len() as u32).to_le_bytes());
        body.extend((bytes.len() as u32).to_le_bytes());
        body.push(3);
        body.extend(crc32(bytes).to_le_bytes());
        body.extend([0, 0, 0x21, 0x50, 20, 0x30]);
        body.extend((name.len() as u16).to_le_bytes());
        body.extend(0o100_644u32.to_le_bytes());
        body.extend_from_slice(name);
        out.extend(block(body));
        out.extend_from_slice(bytes);
    }
    out.extend(block(vec![0x7b, 0, 0x40, 7, 0]));
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[test]
fn rar_is_read_and_its_encrypted_members_are_listed() {
    const RAR: &str = "application/vnd.rar";
    let mut bench = Bench::new();
    let (told, _, problem) = bench.open(&rar(&[(b"one.txt", b"first", 0), (b"two.txt", b"second", 0)]), RAR, "x.rar");
    assert_eq!((told, problem), (vec![file(b"one.txt", b"first"), file(b"two.txt", b"second")], None));
    let mixed = rar(&[(b"one.txt", b"first", 0), (b"secret", b"0123456789abcdef", 4), (b"last", b"third", 0)]);
    let (told, _, problem) = bench.open(&mixed, RAR, "x.rar");
    assert_eq!((names_of(&told), problem), (vec!["one.txt".into(), "secret".into(), "last".into()], None));
    assert_eq!((told[1].digests, told[1].code), (None, Some(ProblemCode::Encrypted)));
    assert!(told[1].marks.contains(&Mark::Encrypted) && told[2] == file(b"last", b"third"));
    let mut wrong = rar(&[(b"one.txt", b"first", 0), (b"two.txt", b"second", 0)]);
    let at = wrong.windows(6).position(|window| window == b"second").unwrap();
    wrong[at] ^= 1;
    let (told, _, _) = bench.open(&wrong, RAR, "x.rar");
    assert_eq!(names_of(&told), ["one.txt", "two.txt"]);
    assert_eq!((told[1].digests, told[1].code), (None, Some(ProblemCode::NotRead)));
}

#[test]
fn converted_names_stay_raw_and_links_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let odd: [&[u8]; 4] = [b"a\xff.jpg", b"a\xfe.jpg", b"-rf\nx", "\u{202e}gpj.exe".as_bytes()];
    for name in odd {
        std::fs::write(folder.path().join(std::ffi::OsStr::from_bytes(name)), name).unwrap();
    }
    std::os::unix::fs::symlink("../../etc/passwd", folder.path().join("zlink")).unwrap();
    let archive = run("bsdtar", &["-cf", "-", "--format=newc", "."], folder.path());
    let (mut told, _, problem) = Bench::new().open(&archive, "application/x-cpio", "x.cpio");
    assert_eq!(problem, None);
    told.sort_by(|a, b| a.name.cmp(&b.name));
    let mut expected: Vec<Told> = odd.iter().map(|name| file(&[b"./", *name].concat(), name)).collect();
    expected.sort_by(|a, b| a.name.cmp(&b.name));
    let link = told.iter().position(|member| member.kind == MemberKind::SymbolicLink).unwrap();
    assert_eq!(told.remove(link).code, Some(ProblemCode::SymbolicLink));
    assert_eq!(told, expected);
}

#[test]
fn holes_come_back_as_zeros() {
    let folder = tempfile::tempdir().unwrap();
    let sparse = std::fs::File::create(folder.path().join("sparse")).unwrap();
    std::os::unix::fs::FileExt::write_all_at(&sparse, b"end", 5_000_000).unwrap();
    let whole = std::fs::read(folder.path().join("sparse")).unwrap();
    for arguments in [&["-cf", "-", "--format=pax", "sparse"][..], &["-cf", "-", "--format=gnutar", "sparse"]] {
        let tar = run("bsdtar", arguments, folder.path());
        let (told, _, problem) = Bench::new().open(&tar, "application/x-tar", "x.tar");
        assert_eq!((told, problem), (vec![file(b"sparse", &whole)], None));
    }
    for arguments in [
        &["--sparse", "--format=gnu", "-cf", "-", "sparse"][..],
        &["--sparse", "--format=posix", "-cf", "-", "sparse"],
        &["--sparse", "--format=posix", "--sparse-version=0.1", "-cf", "-", "sparse"],
        &["--sparse", "--format=posix", "--sparse-version=0.0", "-cf", "-", "sparse"],
    ] {
        let tar = run("tar", arguments, folder.path());
        let (told, _, problem) = Bench::new().open(&tar, "application/x-tar", "x.tar");
        assert_eq!((told, problem), (vec![file(b"sparse", &whole)], None), "{arguments:?}");
    }
}

#[test]
fn ten_gigabytes_of_zeros_cost_a_limit_and_little_time() {
    // Ten megabytes of gzip that unpack to ten gigabytes: gzip members may stand one after the other.
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("zeros"), vec![0; 64 << 20]).unwrap();
    let bomb = run("gzip", &["-9c", "zeros"], folder.path()).repeat(160);
    let mut bench = Bench::with(ArchiveLimits { bytes_max_total: 64 << 20, ..ArchiveLimits::default() });
    let (told, _, problem) = bench.open(&bomb, "application/gzip", "zeros.gz");
    assert_eq!(problem.unwrap().code, ProblemCode::ArchiveLimit);
    assert_eq!((told.len(), told[0].digests, told[0].code), (1, None, Some(ProblemCode::ArchiveLimit)));
}

#[test]
fn nested_bombs_share_one_budget() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("m0"), vec![0; 4 << 20]).unwrap();
    // Sixteen members of sixteen members of … four megabytes: a petabyte after eight levels.
    for level in 1..=8 {
        let inner = format!("m{}", level - 1);
        let names: Vec<String> = (0..16).map(|n| format!("{inner}_{n}")).collect();
        for name in &names {
            let _ = std::fs::remove_file(folder.path().join(name));
            std::fs::hard_link(folder.path().join(&inner), folder.path().join(name)).unwrap();
        }
        let arguments: Vec<&str> =
            ["-cf", "-", "--format=zip"].into_iter().chain(names.iter().map(String::as_str)).collect();
        let zip = run("bsdtar", &arguments, folder.path());
        std::fs::write(folder.path().join(format!("m{level}")), zip).unwrap();
    }
    let bomb = std::fs::read(folder.path().join("m8")).unwrap();
    let mut bench =
        Bench::with(ArchiveLimits { bytes_free_of_ratio: 64 << 20, ratio_max: 10, depth_max: 5, ..Default::default() });
    let held = Held::of_bytes(&bomb).unwrap();
    let mut budget = bench.examiner.budget(&held);
    let mut codes = BTreeSet::new();
    let mut n_members: u64 = 0;
    fn descend(
        examiner: &mut Examiner,
        held: &Held,
        budget: &mut Budget,
        codes: &mut BTreeSet<ProblemCode>,
        n_members: &mut u64,
    ) {
        let mut each = |examiner: &mut Examiner, budget: &mut Budget, member: Member| {
            *n_members += 1;
            codes.extend(member.problem.iter().map(|problem| problem.code));
            if let Some(held) = member.held {
                descend(examiner, &held, budget, codes, n_members);
            }
            ControlFlow::Continue(())
        };
        let (_, problem) = examiner.members(held, "application/zip", b"m.zip", budget, &mut each);
        codes.extend(problem.map(|problem| problem.code));
    }
    descend(&mut bench.examiner, &held, &mut budget, &mut codes, &mut n_members);
    assert!(codes.contains(&ProblemCode::ArchiveLimit), "{codes:?}");
    assert!(n_members < 100_000, "{n_members}");
}
