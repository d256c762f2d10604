//! Pixels and hashes against Pillow 13 and pdqhash 0.2.8: on the pictures drawn by `testdata/make_pictures.py`, and on
//! the peer's own regression pictures where their archive is at hand.
#![expect(clippy::unwrap_used, reason = "a helper of a test may stop the test")]

use std::path::{Path, PathBuf};
use std::process::Command;

use casework::file::Mark;
use casework::problem::ProblemCode;
use media::findings::Findings;
use media::kind;
use media::picture::{self, Limits};
use sha2::Digest as _;

#[derive(serde::Deserialize)]
struct Expected {
    path: String,
    width: u32,
    height: u32,
    pixels: String,
    pdq: String,
    quality: u8,
    #[serde(default)]
    frames: Vec<String>,
}

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata")
}

fn expected(name: &str) -> Vec<Expected> {
    serde_json::from_slice(&std::fs::read(testdata().join(name)).unwrap()).unwrap()
}

fn drawn(name: &str) -> Vec<u8> {
    std::fs::read(testdata().join("pictures").join(name)).unwrap()
}

fn examine(bytes: &[u8]) -> Findings {
    let (mime, _) = kind::recognise(bytes);
    picture::examine(bytes, mime, &Limits::default())
}

/// Decoders of lossy data that are no relatives of Pillow's: their pixels are a shade off, their hashes are not.
const PIXELS_A_SHADE_OFF: &[&str] = &["jxl-lossy.jxl"];

fn compare(row: &Expected, bytes: &[u8], faults: &mut Vec<String>) {
    let (mime, _) = kind::recognise(bytes);
    let decoded = match picture::decode(bytes, mime, &Limits::default()) {
        Ok(decoded) => decoded,
        Err(error) => return faults.push(format!("{}: {error}", row.path)),
    };
    let pixels = &decoded.pixels;
    if (pixels.width, pixels.height) != (row.width, row.height) {
        return faults.push(format!("{}: {} x {}", row.path, pixels.width, pixels.height));
    }
    let digest: String = sha2::Sha256::digest(&pixels.rgb).iter().map(|byte| format!("{byte:02x}")).collect();
    let off = PIXELS_A_SHADE_OFF.contains(&row.path.as_str());
    if (digest == row.pixels) == off {
        faults.push(format!("{}: pixels {}", row.path, if off { "agree now" } else { "differ" }));
    }
    let look = picture::look_of(pixels, decoded.decoder);
    if (look.pdq.hash.to_string(), look.pdq.quality) != (row.pdq.clone(), row.quality) {
        let distance = row.pdq.parse().map(|hash| look.pdq.hash.distance(&hash));
        faults.push(format!("{}: distance {distance:?}, quality {} for {}", row.path, look.pdq.quality, row.quality));
    }
    // Row by row, where a run does that, or from whole pixels: one look, and one size.
    let seen = picture::examine(bytes, mime, &Limits::default());
    if (seen.look.as_ref(), seen.metadata.pixels) != (Some(&look), Some((row.width, row.height))) {
        faults.push(format!("{}: a run sees {:?} of {:?}", row.path, seen.look, seen.metadata.pixels));
    }
    if let Some(words) = decoded.cut_short {
        faults.push(format!("{}: cut short: {words}", row.path));
    }
    let frames: Vec<String> = decoded.frames.iter().map(|frame| frame.pdq.hash.to_string()).collect();
    if frames != row.frames {
        faults.push(format!("{}: frames {frames:?} for {:?}", row.path, row.frames));
    }
}

#[test]
fn every_mode_and_orientation_gives_the_pixels_of_pillow() {
    let rows = expected("pictures.json");
    let mut faults = Vec::new();
    rows.iter().for_each(|row| compare(row, &drawn(&row.path), &mut faults));
    assert!(rows.len() > 80, "{} rows", rows.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_peers_regression_pictures_have_the_peers_hashes() {
    let corpora = std::env::var_os("SANAD_CORPORA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/testdata"), PathBuf::from);
    let archive = corpora.join("pdq-data.tar.gz");
    if !archive.exists() {
        eprintln!("skipped: pdq-data.tar.gz is not in SANAD_CORPORA");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let status = Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(folder.path()).status().unwrap();
    assert!(status.success());
    let mut faults = Vec::new();
    let rows = expected("peer.json");
    for row in &rows {
        compare(row, &std::fs::read(folder.path().join("pdq/data").join(&row.path)).unwrap(), &mut faults);
    }
    assert_eq!(rows.len(), 49);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn metadata_are_kept_as_written_and_a_zone_is_never_made_up() {
    let told = examine(&drawn("exif-told.jpg"));
    let metadata = &told.metadata;
    let taken = metadata.taken.as_ref().unwrap();
    assert_eq!((taken.text.as_str(), taken.offset.as_deref()), ("2021:03:04 05:06:07", Some("+03:00")));
    assert_eq!(metadata.make.as_deref(), Some("Maker"));
    assert_eq!(metadata.model.as_deref(), Some("Model <b>"));
    assert_eq!(metadata.serial.as_deref(), Some("SN-0042"));
    assert_eq!(metadata.software.as_deref(), Some("=cmd()"));
    assert_eq!(metadata.orientation, Some(6));
    assert_eq!(metadata.pixels, Some((192, 128)));
    let position = metadata.position.unwrap();
    // 33° 53' 12.34" north, 7° 0' 59.4" west.
    assert_eq!((position.latitude_e7, position.longitude_e7), (338_867_611, -70_165_000));
    assert!(told.marks.contains(&Mark::GpsPresent));

    let untold = examine(&drawn("exif-no-offset-no-letter.jpg"));
    assert_eq!(untold.metadata.taken.unwrap().offset, None);
    assert_eq!(untold.metadata.position, None);
    assert!(!untold.marks.contains(&Mark::GpsPresent));
}

#[test]
fn a_thumbnail_of_another_picture_is_marked_and_bars_cuts_and_turns_are_not() {
    for (name, differs) in [("same", false), ("bars", false), ("cut", false), ("turned", false), ("other", true)] {
        let findings = examine(&drawn(&format!("thumbnail-{name}.jpg")));
        assert!(findings.thumbnail.is_some(), "{name}");
        assert_eq!(findings.marks.contains(&Mark::ThumbnailDiffers), differs, "{name}");
    }
}

#[test]
fn a_picture_that_ends_early_is_used_as_far_as_it_goes() {
    for name in ["jpeg-RGB.jpg", "jpeg-progressive.jpg", "png-RGB.png", "bmp-RGB.bmp", "tiff-RGB.tif", "gif-P.gif"] {
        let whole = drawn(name);
        let findings = examine(&whole[..whole.len() * 2 / 3]);
        assert!(findings.look.is_some(), "{name}: {:?}", findings.problem);
        assert!(findings.marks.contains(&Mark::Truncated), "{name}");
        assert_eq!(findings.problem.unwrap().code, ProblemCode::Truncated, "{name}");
    }
}

#[test]
fn a_jpeg_that_only_lacks_its_last_marker_is_marked_and_looks_like_the_whole_one() {
    let findings = examine(&drawn("jpeg-without-end.jpg"));
    // Pillow refuses this file: "image file is truncated (62 bytes not processed)".
    assert!(findings.marks.contains(&Mark::Truncated));
    assert_eq!(findings.look, examine(&drawn("jpeg-RGB.jpg")).look);
}

#[test]
fn an_animation_is_sampled_and_says_so() {
    let limits = Limits { frames_sampled_max: 2, ..Limits::default() };
    for name in ["gif-animated.gif", "png-animated.png", "webp-animated.webp"] {
        let bytes = drawn(name);
        let all = examine(&bytes);
        assert!(all.frames.len() >= 4 && !all.marks.contains(&Mark::FramesSampled), "{name}");
        assert!(all.frames.windows(2).all(|pair| pair[0].at_ms < pair[1].at_ms), "{name}");
        assert_eq!(all.frames[0].pdq, all.look.as_ref().unwrap().pdq, "{name}");
        let some = picture::examine(&bytes, kind::recognise(&bytes).0, &limits);
        let ends = [&all.frames[0], all.frames.last().unwrap()].map(Clone::clone);
        assert_eq!(some.frames, ends, "{name}");
        assert!(some.marks.contains(&Mark::FramesSampled), "{name}");
    }
}

#[test]
fn a_picture_with_nothing_in_it_is_not_comparable() {
    let mut bmp = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x40\0\0\0\x40\0\0\0\x01\0\x18\0".to_vec();
    bmp.resize(54, 0);
    bmp.resize(54 + 64 * 64 * 3, 0x80);
    let findings = examine(&bmp);
    assert_eq!(findings.look.unwrap().pdq.quality, 0);
    assert!(findings.marks.contains(&Mark::NotComparable));
}

#[test]
fn decoder_names_carry_the_versions_that_are_linked() {
    let Ok(lock) = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock")) else {
        return;
    };
    for decoder in picture::DECODERS.iter().filter(|name| !name.starts_with("sanad")) {
        let plain = decoder.trim_start_matches("libjpeg-turbo (").trim_end_matches(')');
        let (name, version) = plain.split_once(' ').unwrap();
        assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"")), "{decoder}");
    }
}
