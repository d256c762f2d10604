//! Files that promise more than they hold: each is refused by name, at once, and in little memory.
#![expect(clippy::unwrap_used, reason = "a helper of a test may stop the test")]

use std::path::Path;

use casework::problem::ProblemCode;
use media::findings::Findings;
use media::kind;
use media::picture::{self, Limits};

const SIDE: u16 = 65_535;

fn drawn(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pictures").join(name)).unwrap()
}

/// Examines within the default limits.
fn examine(bytes: &[u8]) -> Findings {
    picture::examine(bytes, kind::recognise(bytes).0, &Limits::default())
}

fn check_refused(bytes: &[u8], mime: &str) {
    let findings = examine(bytes);
    assert_eq!(findings.mime, mime);
    let problem = findings.problem.unwrap();
    assert_eq!(problem.code, ProblemCode::OverLimit, "{mime}: {}", problem.detail);
    assert!(findings.look.is_none());
}

fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
    bytes[at..at + value.len()].copy_from_slice(value);
}

fn find(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).position(|found| found == part).unwrap()
}

/// PNG's checksum (ISO/IEC 15948, annex D).
fn crc(bytes: &[u8]) -> [u8; 4] {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
    };
    (!bytes.iter().fold(u32::MAX, step)).to_be_bytes()
}

#[test]
fn headers_of_65535_by_65535_are_refused_before_anything_is_reserved() {
    let wide = SIDE.to_be_bytes();
    let wide_little = SIDE.to_le_bytes();

    let mut jpeg = drawn("jpeg-RGB.jpg");
    let frame = find(&jpeg, b"\xff\xc0");
    put(&mut jpeg, frame + 5, &[wide, wide].concat());
    check_refused(&jpeg, "image/jpeg");

    let mut progressive = drawn("jpeg-progressive.jpg");
    let frame = find(&progressive, b"\xff\xc2");
    put(&mut progressive, frame + 5, &[wide, wide].concat());
    check_refused(&progressive, "image/jpeg");

    let mut png = drawn("png-RGB.png");
    put(&mut png, 16, &[[0, 0], wide, [0, 0], wide].concat());
    let sum = crc(&png[12..29]);
    put(&mut png, 29, &sum);
    check_refused(&png, "image/png");

    let mut gif = drawn("gif-P.gif");
    put(&mut gif, 6, &[wide_little, wide_little].concat());
    check_refused(&gif, "image/gif");

    let mut bmp = drawn("bmp-RGB.bmp");
    put(&mut bmp, 18, &[wide_little, [0, 0], wide_little, [0, 0]].concat());
    check_refused(&bmp, "image/bmp");

    let mut runs = drawn("bmp-rle8.bmp");
    put(&mut runs, 18, &[wide_little, [0, 0], wide_little, [0, 0]].concat());
    check_refused(&runs, "image/bmp");

    let mut webp = drawn("webp-lossy-alpha.webp");
    assert_eq!(&webp[12..16], b"VP8X");
    put(&mut webp, 24, &[0xfe, 0xff, 0, 0xfe, 0xff, 0]);
    check_refused(&webp, "image/webp");

    let mut tiff = drawn("tiff-RGB.tif");
    // Width, height, rows in a strip: as long or short numbers, whichever Pillow wrote.
    for tag in [256u16, 257, 278] {
        let entry = (8..tiff.len()).find(|at| {
            tiff[*at..].starts_with(&tag.to_le_bytes()) && matches!(tiff[at + 2..at + 8], [3 | 4, 0, 1, 0, 0, 0])
        });
        put(&mut tiff, entry.unwrap() + 8, &wide_little);
    }
    check_refused(&tiff, "image/tiff");

    // Not small; height of 18 bits; as wide as high; metadata and transforms default (ISO/IEC 18181-1, annex D).
    let bits = (2u32 << 1) | ((u32::from(SIDE) - 1) << 3) | (1 << 21) | (1 << 24) | (1 << 25);
    let jxl = [&b"\xff\x0a"[..], &bits.to_le_bytes(), &[0; 60]].concat();
    // Whether its size or its empty frame is found out first is the decoder's business.
    let findings = examine(&jxl);
    assert!(matches!(findings.problem.unwrap().code, ProblemCode::OverLimit | ProblemCode::NotDecoded));
    assert!(findings.look.is_none());

    assert!(memory_peak_kib() < 400 * 1024, "{} KiB", memory_peak_kib());
}

/// The most memory that this process ever held. Other tests run beside this one, so the bound is a loose one.
fn memory_peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_jpeg_of_thousands_of_empty_scans_is_refused() {
    let progressive = drawn("jpeg-progressive.jpg");
    let scan = find(&progressive, b"\xff\xda");
    let header = &progressive[scan..scan + 2 + usize::from(progressive[scan + 3])];
    let mut bomb = progressive[..scan].to_vec();
    (0..5_000).for_each(|_| bomb.extend_from_slice(header));
    bomb.extend_from_slice(b"\xff\xd9");
    check_refused(&bomb, "image/jpeg");
}

#[test]
fn an_animation_of_very_many_frames_on_a_large_canvas_is_sampled_in_bounded_time() {
    let one = drawn("gif-animated.gif");
    // Header and tables; then one frame of one pixel, many times, on a canvas of 3,000 by 3,000.
    let mut bomb = one[..6].to_vec();
    bomb.extend([3_000u16.to_le_bytes(), 3_000u16.to_le_bytes()].concat());
    bomb.extend([0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
    for _ in 0..20_000 {
        bomb.extend(b"\x21\xf9\x04\x0c\x01\0\0\0");
        bomb.extend(b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0");
    }
    bomb.push(0x3b);
    let limits = Limits { animation_pixels_max: 1 << 26, ..Limits::default() };
    let findings = picture::examine(&bomb, "image/gif", &limits);
    assert_eq!(findings.frames.len(), (1 << 26) / 9_000_000);
    assert!(findings.marks.contains(&casework::file::Mark::FramesSampled));
}

#[test]
fn directories_that_point_at_themselves_come_to_an_end() {
    // One entry (width), then itself as the next directory.
    let mut tiff = b"II\x2a\0\x08\0\0\0\x01\0\0\x01\x03\0\x01\0\0\0\x05\0\0\0\x08\0\0\0".to_vec();
    assert_eq!(examine(&tiff).problem.unwrap().code, ProblemCode::NotDecoded);
    // Its Exif directory is itself.
    put(&mut tiff, 10, &[0x69, 0x87, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0]);
    assert_eq!(examine(&tiff).problem.unwrap().code, ProblemCode::NotDecoded);
    // A picture that is whole, with a thumbnail directory of 65,535 entries that are not there.
    let mut jpeg = drawn("thumbnail-same.jpg");
    let block = find(&jpeg, b"MM\0\x2a");
    let second = usize::from(jpeg[block + 25]);
    put(&mut jpeg, block + second, &[0xff, 0xff]);
    assert!(examine(&jpeg).look.is_some());
}

#[test]
fn every_bent_byte_of_every_format_is_survived() {
    let limits = Limits { pixels_max: 1 << 20, animation_pixels_max: 1 << 21, ..Limits::default() };
    for name in [
        "jpeg-progressive.jpg",
        "png-P4-interlaced.png",
        "gif-transparent.gif",
        "webp-lossy-alpha.webp",
        "bmp-rle4.bmp",
        "tiff-tiff_lzw.tif",
        "tiff-P.tif",
        "jxl-lossy.jxl",
        "webp-lossless.webp",
    ] {
        let whole = drawn(name);
        let (mime, _) = kind::recognise(&whole);
        for at in (0..whole.len()).step_by((whole.len() / 150).max(1)).chain(0..40) {
            let mut bent = whole.clone();
            bent[at] ^= 1 << (at % 8);
            let findings = picture::examine(&bent, mime, &limits);
            assert!(findings.look.is_some() || findings.problem.is_some(), "{name}, byte {at}");
            let crashed = findings.problem.is_some_and(|problem| problem.code == ProblemCode::DecoderCrashed);
            assert!(!crashed, "{name}, byte {at}");
            picture::examine(&whole[..at], mime, &limits);
        }
    }
}
