//! Files in, findings out, through the cage.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::Read;
use std::ops::ControlFlow;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use casework::file::{Mark, MediaKind};
use casework::problem::{Problem, ProblemCode};
use fingerprint::Digests;
use fingerprint::pdq::{self, RgbView};
use media::archive::limits::{ArchiveLimits, Budget};
use media::examiner::{Examined, Examiner, Member, Settings, Source};
use media::hold::Held;
use media::picture;
use media::preview::{GREY_PX_MAX, Preview};
use media::video::FrameChoice;
use media::walk::open_root;

const PROGRAM: &str = env!("CARGO_BIN_EXE_media-test-worker");

/// A member's path and its size, or why its bytes are not here.
type Row = (String, Result<u64, ProblemCode>);

struct Bench {
    spool: tempfile::TempDir,
    folder: tempfile::TempDir,
    examiner: Examiner,
}

impl Bench {
    fn new() -> Bench {
        Bench::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut Settings)) -> Bench {
        let spool = tempfile::tempdir().unwrap();
        let mut settings = Settings::new(PROGRAM, spool.path());
        change(&mut settings);
        Bench { spool, folder: tempfile::tempdir().unwrap(), examiner: Examiner::start(&settings).unwrap() }
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.folder.path().join(name), bytes).unwrap();
    }

    fn examine(&mut self, name: &str) -> Examined {
        let file: OwnedFd = open_root(self.folder.path()).unwrap().open(name.as_bytes()).unwrap();
        self.examiner.examine(Source::Disk(file), name.as_bytes(), &mut |_| {})
    }

    /// Runs a program in the folder; none where it is not installed.
    fn make(&self, program: &str, arguments: &[&str]) -> Option<()> {
        let run = Command::new(program).args(arguments).current_dir(self.folder.path()).output();
        match run {
            Ok(output) => {
                assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
                Some(())
            }
            Err(_) => {
                eprintln!("skipped: {program} is not installed");
                None
            }
        }
    }

    /// Every member beneath an archive, nested ones after their archive, as `outer!inner` with what became of it.
    fn unpack(&mut self, name: &str) -> (Vec<Row>, Option<Problem>) {
        let examined = self.examine(name);
        let (held, mime) = (examined.held.unwrap(), examined.file.unwrap().mime);
        let mut budget = self.examiner.budget(&held);
        let mut rows = Vec::new();
        let problem = unpack_into(&mut self.examiner, &held, &mime, name, &mut budget, &mut rows);
        (rows, problem)
    }
}

fn unpack_into(
    examiner: &mut Examiner,
    held: &Held,
    mime: &str,
    path: &str,
    budget: &mut Budget,
    rows: &mut Vec<Row>,
) -> Option<Problem> {
    let (_, problem) = examiner.members(held, mime, path.as_bytes(), budget, &mut |examiner, budget, member| {
        let Member { head, held, problem } = member;
        let inner = format!("{path}!{}", String::from_utf8_lossy(&head.name));
        match held {
            None => rows.push((inner, Err(problem.unwrap().code))),
            Some(held) => {
                rows.push((inner.clone(), Ok(held.size())));
                let examined = examiner.examine(Source::Held(held), &head.name, &mut |_| {});
                let file = examined.file.unwrap();
                if file.kind == MediaKind::Archive {
                    let problem = unpack_into(examiner, &examined.held.unwrap(), &file.mime, &inner, budget, rows);
                    assert_eq!(problem, None, "{inner}");
                }
            }
        }
        ControlFlow::Continue(())
    });
    problem
}

const SIDE: u32 = 96;

fn drawn(seed: u32) -> Vec<u8> {
    (0..SIDE * SIDE)
        .flat_map(|n| {
            let (x, y) = (n % SIDE, n / SIDE);
            [(x * 2 + seed) as u8, (y * 3) as u8, if (x / 16 + y / 24) % 2 == 0 { 220 } else { 20 }]
        })
        .collect()
}

fn png(rgb: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, SIDE, SIDE);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(rgb).unwrap();
    bytes
}

#[test]
fn a_picture_is_read_once_and_looked_at_in_the_cage() {
    let mut bench = Bench::new();
    let pixels = drawn(0);
    let bytes = png(&pixels);
    bench.write("photo.jpg", &bytes);
    let examined = bench.examine("photo.jpg");
    let file = examined.file.unwrap();
    assert_eq!((file.digests, file.size), (Digests::of(&bytes), bytes.len() as u64));
    assert_eq!((file.mime.as_str(), file.kind), ("image/png", MediaKind::Picture));
    assert_eq!(file.look.unwrap().pdq, pdq::hash(RgbView::new(SIDE, SIDE, &pixels).unwrap()));
    assert_eq!((file.problem, examined.problem), (None, None));
    // The lie is the name's: the same bytes may stand elsewhere under an honest one.
    assert_eq!(examined.marks, [Mark::ExtensionLies].into());
    assert!(file.marks.is_empty());
}

#[test]
fn the_built_in_picture_looks_as_it_must_and_every_decoder_is_named() {
    let mut bench = Bench::new();
    assert!(bench.examiner.self_test_picture());
    assert!(bench.examiner.cage().caged);
    let decoders = bench.examiner.decoders();
    assert!(decoders.iter().any(|(name, _)| name.contains("jpeg")), "{decoders:?}");
    assert!(decoders.is_sorted());
}

#[test]
fn the_cage_denies_no_decoder_what_it_needs() {
    let mut bench = Bench::new();
    let root = open_root(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata")).unwrap();
    let (mut n_looks, mut n_digests) = (0, 0);
    root.walk(&mut |occurrence| {
        let name = occurrence.place.path;
        let examined = bench.examiner.examine(Source::Disk(root.open(&name).unwrap()), &name, &mut |_| {});
        let Some(file) = examined.file.filter(|file| file.kind == MediaKind::Picture) else {
            return ControlFlow::Continue(());
        };
        if !picture::needs_helper(&file.mime) {
            let mut bytes = Vec::new();
            examined.held.unwrap().reader().read_to_end(&mut bytes).unwrap();
            let outside = picture::examine(&bytes, &file.mime, &picture::Limits::default());
            let name = name.escape_ascii();
            assert_eq!((&file.look, &file.problem), (&outside.look, &outside.problem), "{name}");
            assert_eq!((&file.frames, &file.metadata), (&outside.frames, &outside.metadata), "{name}");
            assert_eq!(file.pixel_digest, outside.pixel_digest, "{name}");
            n_digests += usize::from(file.pixel_digest.is_some());
        }
        n_looks += usize::from(file.look.is_some());
        ControlFlow::Continue(())
    });
    assert!(n_looks > 20 && n_digests > 20, "{n_looks} looks, {n_digests} pixel digests");
}

#[test]
fn what_is_no_picture_is_a_file_all_the_same() {
    let mut bench = Bench::new();
    for (name, bytes, mime) in [
        ("empty", &b""[..], "inode/x-empty"),
        ("text.txt", b"words and words", "text/plain"),
        ("noise", &[0x93, 0x01, 0xfe, 0xc0, 0x80, 0xff, 0x00, 0x11], "application/octet-stream"),
    ] {
        bench.write(name, bytes);
        let file = bench.examine(name).file.unwrap();
        assert_eq!((file.mime.as_str(), file.kind, file.digests), (mime, MediaKind::Other, Digests::of(bytes)));
    }
}

#[test]
fn a_disk_image_is_recognised_and_not_read() {
    let mut bench = Bench::new();
    let path = bench.folder.path().join("disk.E01");
    std::fs::write(&path, b"EVF\x09\x0d\x0a\xff\0\x01\x01\0\0\0").unwrap();
    std::fs::File::options().write(true).open(&path).unwrap().set_len(8 << 30).unwrap();
    let examined = bench.examine("disk.E01");
    assert!(examined.file.is_none());
    assert_eq!(examined.problem.unwrap().code, ProblemCode::DiskImage);
}

#[test]
fn archives_within_archives_come_out_with_their_bytes() {
    let mut bench = Bench::new();
    let picture = png(&drawn(1));
    bench.write("one.png", &picture);
    bench.write("two.txt", b"two");
    let made = bench
        .make("bsdtar", &["-cf", "inner.7z", "--format=7zip", "one.png"])
        .and_then(|()| bench.make("bsdtar", &["-czf", "middle.tar.gz", "inner.7z", "two.txt"]))
        .and_then(|()| bench.make("bsdtar", &["-cf", "outer.zip", "--format=zip", "middle.tar.gz", "one.png"]));
    if made.is_none() {
        return;
    }
    let (rows, problem) = bench.unpack("outer.zip");
    let size = |name: &str| Ok(bench.folder.path().join(name).metadata().unwrap().len());
    let expected = [
        ("outer.zip!middle.tar.gz", size("middle.tar.gz")),
        ("outer.zip!middle.tar.gz!inner.7z", size("inner.7z")),
        ("outer.zip!middle.tar.gz!inner.7z!one.png", Ok(picture.len() as u64)),
        ("outer.zip!middle.tar.gz!two.txt", Ok(3)),
        ("outer.zip!one.png", Ok(picture.len() as u64)),
    ];
    assert_eq!(rows, expected.map(|(name, size)| (name.to_owned(), size)));
    assert_eq!(problem, None);
}

#[test]
fn a_lone_compressed_file_has_one_member_unless_its_end_is_missing() {
    let mut bench = Bench::new();
    bench.write("notes.txt", &b"word ".repeat(50_000));
    if bench.make("gzip", &["-k", "notes.txt"]).is_none() {
        return;
    }
    assert_eq!(bench.unpack("notes.txt.gz"), (vec![("notes.txt.gz!notes.txt".to_owned(), Ok(250_000))], None));
    let whole = std::fs::read(bench.folder.path().join("notes.txt.gz")).unwrap();
    bench.write("cut.txt.gz", &whole[..whole.len() - 20]);
    let (rows, _) = bench.unpack("cut.txt.gz");
    assert_eq!(rows, [("cut.txt.gz!cut.txt".to_owned(), Err(ProblemCode::NotRead))]);
    // What a helper unpacks is believed only when the helper has ended well.
    if bench.make("xz", &["-k", "notes.txt"]).is_none() {
        return;
    }
    assert_eq!(bench.unpack("notes.txt.xz"), (vec![("notes.txt.xz!notes.txt".to_owned(), Ok(250_000))], None));
    let whole = std::fs::read(bench.folder.path().join("notes.txt.xz")).unwrap();
    bench.write("cut.txt.xz", &whole[..whole.len() - 20]);
    let (rows, problem) = bench.unpack("cut.txt.xz");
    assert_eq!(rows, [("cut.txt.xz!cut.txt".to_owned(), Err(ProblemCode::NotRead))]);
    assert_eq!(problem.unwrap().code, ProblemCode::ArchiveDamaged);
}

#[test]
fn a_bomb_is_stopped_and_what_was_within_the_limit_is_kept() {
    let limits = ArchiveLimits { ratio_max: 10, bytes_free_of_ratio: 10 << 20, ..ArchiveLimits::default() };
    let mut bench = Bench::with(|settings| settings.archive_limits = limits);
    bench.write("a-small", b"kept");
    // Four times what is allowed. Packing more as 7z takes longer than all that is tested here, a minute on a busy machine.
    std::fs::File::create(bench.folder.path().join("b-zeros")).unwrap().set_len(40 << 20).unwrap();
    for (name, arguments) in [
        ("bomb.zip", &["-cf", "bomb.zip", "--format=zip", "a-small", "b-zeros"][..]),
        ("bomb.tgz", &["-czf", "bomb.tgz", "a-small", "b-zeros"]),
        ("bomb.7z", &["-cf", "bomb.7z", "--format=7zip", "a-small", "b-zeros"]),
    ] {
        if bench.make("bsdtar", arguments).is_none() {
            return;
        }
        let (rows, problem) = bench.unpack(name);
        assert_eq!(rows.first(), Some(&(format!("{name}!a-small"), Ok(4))), "{name}");
        assert!(rows[1..].iter().all(|(_, became)| *became == Err(ProblemCode::ArchiveLimit)), "{name}: {rows:?}");
        assert_eq!(problem.unwrap().code, ProblemCode::ArchiveLimit, "{name}");
    }
}

#[test]
fn breaking_off_in_the_middle_leaves_the_examiner_whole() {
    let mut bench = Bench::new();
    for n in 0..20 {
        bench.write(&format!("{n}.png"), &png(&drawn(n)));
    }
    let names: Vec<String> = (0..20).map(|n| format!("{n}.png")).collect();
    let mut arguments = vec!["-czf", "many.tgz"];
    arguments.extend(names.iter().map(String::as_str));
    if bench.make("bsdtar", &arguments).is_none() {
        return;
    }
    let examined = bench.examine("many.tgz");
    let held = examined.held.unwrap();
    let mut budget = bench.examiner.budget(&held);
    let mut n = 0;
    let (_, problem) = bench.examiner.members(&held, "application/gzip", b"many.tgz", &mut budget, &mut |_, _, _| {
        n += 1;
        if n == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((n, problem), (3, None));
    assert!(bench.examine("5.png").file.unwrap().look.is_some());
}

#[test]
fn heic_and_avif_are_looked_at_through_the_helper() {
    let mut bench = Bench::new();
    bench.write("photo.png", &png(&drawn(3)));
    for (name, arguments) in [
        ("photo.heic", &["photo.png", "-q", "90", "-o", "photo.heic"][..]),
        ("photo.avif", &["-A", "photo.png", "-q", "90", "-o", "photo.avif"]),
    ] {
        let made = bench.make("heif-enc", arguments).and_then(|()| bench.make("heif-convert", &[name, "direct.png"]));
        if made.is_none() {
            return;
        }
        let direct = bench.examine("direct.png").file.unwrap().look.unwrap();
        let file = bench.examine(name).file.unwrap();
        assert_eq!((file.problem, file.kind), (None, MediaKind::Picture), "{name}");
        let look = file.look.unwrap();
        assert_eq!((look.pdq, &look.turns), (direct.pdq, &direct.turns), "{name}");
        assert!(look.decoder.starts_with("heif-convert (libheif"), "{}", look.decoder);
        assert_eq!(file.metadata.pixels, Some((SIDE, SIDE)));
    }
    // One that only pretends.
    bench.write("fake.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heicgarbage");
    let file = bench.examine("fake.heic").file.unwrap();
    assert!(file.look.is_none() && file.marks.contains(&Mark::NotDecoded));
    assert_eq!(file.problem.unwrap().code, ProblemCode::NotDecoded);
}

#[test]
fn a_stop_leaves_the_file_in_hand_and_the_examiner_whole() {
    let stop = Arc::new(AtomicBool::new(false));
    let set = |value| stop.store(value, Ordering::Relaxed);
    let mut bench = Bench::with(|settings| settings.stop = Arc::clone(&stop));

    bench.write("long", &vec![7; 5 << 20]);
    let file: OwnedFd = open_root(bench.folder.path()).unwrap().open(b"long").unwrap();
    let mut n_bytes = 0;
    let examined = bench.examiner.examine(Source::Disk(file), b"long", &mut |n| {
        n_bytes = n;
        set(true);
    });
    assert!(examined.file.is_none() && n_bytes < 5 << 20);
    set(false);
    assert!(bench.examine("long").file.is_some());

    for n in 0..3 {
        bench.write(&format!("{n}.txt"), &vec![n; 1 << 20]);
    }
    if bench.make("bsdtar", &["-czf", "some.tgz", "0.txt", "1.txt", "2.txt"]).is_some() {
        let examined = bench.examine("some.tgz");
        let held = examined.held.unwrap();
        for (is_stopped, expected) in [(true, 1), (false, 3)] {
            let mut budget = bench.examiner.budget(&held);
            let mut n = 0;
            bench.examiner.members(&held, "application/gzip", b"some.tgz", &mut budget, &mut |_, _, _| {
                n += 1;
                set(is_stopped);
                ControlFlow::Continue(())
            });
            assert_eq!(n, expected);
            set(false);
        }
    }

    let clip = ["-v", "error", "-f", "lavfi", "-i", "testsrc=duration=8:size=320x240:rate=25", "clip.mp4"];
    if bench.make("ffmpeg", &clip).is_some() {
        let held = bench.examine("clip.mp4").held.unwrap();
        let mut n_heard = 0;
        let cut = bench.examiner.video(&held, FrameChoice::All, &mut |_| {
            n_heard += 1;
            set(true);
        });
        assert_eq!((n_heard, cut.frames.len()), (1, 1));
        set(false);
        let whole = bench.examiner.video(&held, FrameChoice::All, &mut |_| {});
        assert_eq!((whole.problem, whole.frames.len()), (None, 200));
    }
}

#[derive(serde::Deserialize)]
struct Expected {
    path: String,
    width: u32,
    height: u32,
    pdq: String,
    quality: u8,
}

#[test]
fn an_avif_that_is_to_be_turned_mirrored_or_cut_is_hashed_as_pillow_reads_it() {
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let rows: Vec<Expected> = serde_json::from_slice(&std::fs::read(testdata.join("avif.json")).unwrap()).unwrap();
    assert_eq!(rows.len(), 9);
    let mut bench = Bench::new();
    for row in rows {
        bench.write(&row.path, &std::fs::read(testdata.join("avif").join(&row.path)).unwrap());
        let file = bench.examine(&row.path).file.unwrap();
        if file.problem.as_ref().is_some_and(|problem| problem.code == ProblemCode::HelperMissing) {
            eprintln!("skipped: heif-convert is not installed");
            return;
        }
        assert_eq!((file.problem, file.metadata.pixels), (None, Some((row.width, row.height))), "{}", row.path);
        let look = file.look.unwrap();
        // Its colours are a shade off those of Pillow's decoder, its hash is not.
        assert_eq!((look.pdq.hash.to_string(), look.pdq.quality), (row.pdq, row.quality), "{}", row.path);
    }
}

#[test]
fn a_heic_is_turned_as_it_says_for_pillow_reads_none() {
    let mut bench = Bench::new();
    let photo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/photos/cat.jpg");
    bench.write("photo.jpg", &std::fs::read(photo).unwrap());
    let Some(()) = bench.make("heif-enc", &["photo.jpg", "-q", "90", "-o", "photo.heic"]) else { return };
    // A quarter turn, noted in the place of the bit depth, which readers need not know.
    let path = bench.folder.path().join("photo.heic");
    let mut bytes = std::fs::read(&path).unwrap();
    let at = bytes.windows(4).position(|name| name == b"pixi").unwrap();
    bytes[at..at + 8].copy_from_slice(b"irot\x01\0\0\0");
    std::fs::write(&path, &bytes).unwrap();
    let plain = bench.examine("photo.jpg").file.unwrap().look.unwrap();
    let turned = bench.examine("photo.heic").file.unwrap().look.unwrap();
    assert!(turned.pdq.hash.distance(&plain.pdq.hash) > 60, "it is turned");
    let nearest = turned.turns.iter().map(|turn| turn.distance(&plain.pdq.hash)).min().unwrap();
    assert!(nearest <= pdq::DISTANCE_BITS_MAX, "{nearest}: found by its turns");
}

#[test]
fn what_a_worker_died_of_is_not_laid_at_the_next_files_door() {
    let mut bench = Bench::new();
    bench.write("one.png", &png(&drawn(1)));
    assert!(bench.examine("one.png").file.unwrap().look.is_some());
    // The system ends the idle worker, as it does when memory is short.
    let workers: Vec<u32> = children();
    assert!(!workers.is_empty());
    for process_id in workers {
        let _ = Command::new("kill").args(["-9", &process_id.to_string()]).status();
    }
    let file = bench.examine("one.png").file.unwrap();
    assert_eq!(file.problem, None);
    assert!(file.look.is_some());
}

/// The workers that this thread started.
fn children() -> Vec<u32> {
    let path = Path::new("/proc/thread-self/children");
    std::fs::read_to_string(path).unwrap_or_default().split_whitespace().filter_map(|id| id.parse().ok()).collect()
}

#[test]
fn nothing_is_left_in_the_spool() {
    let mut bench = Bench::new();
    bench.write("photo.png", &png(&drawn(0)));
    assert!(bench.examine("photo.png").file.is_some());
    let Bench { spool, examiner, .. } = bench;
    drop(examiner);
    assert_eq!(std::fs::read_dir(spool.path()).unwrap().count(), 0);
}

#[test]
fn walking_and_examining_touches_nothing_beneath_the_exhibit() {
    let bench = Bench::new();
    bench.write("photo.png", &png(&drawn(0)));
    bench.write("-rf", b"text");
    std::fs::create_dir(bench.folder.path().join("folder")).unwrap();
    bench.write("folder/\u{202e}x", b"more");
    std::os::unix::fs::symlink("photo.png", bench.folder.path().join("link")).unwrap();
    bench.make("bsdtar", &["-czf", "some.tgz", "photo.png", "folder"]);
    bench.make("bsdtar", &["-cf", "some.7z", "--format=7zip", "folder"]);
    bench.make("heif-enc", &["photo.png", "-o", "photo.heic"]);
    let before = open_root(bench.folder.path()).unwrap().manifest();
    let log = bench.spool.path().join("log");
    let traced = Command::new("strace")
        .args(["-f", "-y", "-qq", "-s", "4096", "-o"])
        .arg(&log)
        .args(["-e", "trace=%file,%desc,ftruncate,fallocate"])
        .arg(PROGRAM)
        .arg("examine-folder")
        .arg(bench.folder.path())
        .arg(bench.spool.path())
        .output();
    let Ok(output) = traced else {
        eprintln!("skipped: strace is not installed");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(
        String::from_utf8_lossy(&output.stdout).lines().count() >= 6,
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    let log = std::fs::read(&log).unwrap();
    let log = String::from_utf8_lossy(&log);
    let exhibit = bench.folder.path().to_str().unwrap();
    let mut n_reads = 0;
    for line in log.lines().filter(|line| line.contains(exhibit)) {
        let call = line.split_whitespace().nth(1).unwrap_or_default().split('(').next().unwrap_or_default();
        let harmless = [
            "execve",
            "open",
            "openat",
            "openat2",
            "statx",
            "fstat",
            "newfstatat",
            "stat",
            "lstat",
            "read",
            "pread64",
            "readv",
            "getdents64",
            "close",
            "readlinkat",
            "readlink",
            "lseek",
            "fcntl",
            "mmap",
            "ioctl",
            "access",
            "faccessat2",
            "statfs",
            "fstatfs",
            "poll",
            "dup",
            "dup2",
            "dup3",
            "fadvise64",
            "<...",
            "sendmsg",
            "recvmsg",
        ];
        assert!(harmless.contains(&call), "{line}");
        let opens = call.starts_with("open");
        let writes = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND", "O_TMPFILE"];
        assert!(!opens || !writes.iter().any(|flag| line.contains(flag)), "{line}");
        n_reads += usize::from(call == "pread64");
    }
    assert!(n_reads > 4, "the trace did not see the reading");
    assert_eq!(open_root(bench.folder.path()).unwrap().manifest(), before);
}

/// A picture whose columns go from black to red.
fn ramp(width: u32, height: u32) -> Vec<u8> {
    let sample = |n: u32| [(n % width * 255 / width) as u8, 0, 0];
    let samples = (0..width * height).flat_map(sample).collect();
    Preview { width, height, grey: false, samples }.png().unwrap()
}

#[test]
fn a_preview_is_as_small_and_as_grey_as_it_was_asked_and_holds_nothing_of_the_file() {
    let mut bench = Bench::new();
    let mut bytes = ramp(320, 200);
    bytes.extend_from_slice(b"canary behind the end");
    bench.write("a.png", &bytes);
    let examined = bench.examine("a.png");
    let (held, mime) = (examined.held.unwrap(), examined.file.unwrap().mime);
    let grey = bench.examiner.preview(&held, &mime, GREY_PX_MAX, true).unwrap();
    assert_eq!((grey.width, grey.height, grey.grey), (24, 15, true));
    assert!(grey.samples[..24].is_sorted() && grey.samples[0] < grey.samples[23]);
    let colour = bench.examiner.preview(&held, &mime, u16::MAX, false).unwrap();
    assert_eq!((colour.width, colour.height, colour.grey), (320, 200, false), "and no picture grows");
    let made = colour.png().unwrap();
    assert!(!made.windows(6).any(|window| window == b"canary"));
    // What is no picture, or a broken one, has none, and the worker goes on.
    for (name, bytes) in [("b.txt", b"words".to_vec()), ("c.png", ramp(40, 40)[..60].to_vec())] {
        bench.write(name, &bytes);
        let examined = bench.examine(name);
        let (held, mime) = (examined.held.unwrap(), examined.file.unwrap().mime);
        let none = bench.examiner.preview(&held, &mime, GREY_PX_MAX, true);
        assert_eq!(none.unwrap_err().code, ProblemCode::NotDecoded, "{name}");
    }
    bench.write("d.png", &ramp(30, 60));
    let examined = bench.examine("d.png");
    let held = examined.held.unwrap();
    assert_eq!(bench.examiner.preview(&held, "image/png", GREY_PX_MAX, true).unwrap().height, 24);
}
