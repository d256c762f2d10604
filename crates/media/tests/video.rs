//! Videos made by ffmpeg's own test pictures, whole, cut short and in disguise.

#![expect(clippy::unwrap_used, reason = "a test that cannot set its stage has failed")]

use std::process::Command;

use casework::file::{Frame, Mark};
use casework::problem::ProblemCode;
use fingerprint::pdq::{self, RgbView};
use media::examiner::{Examiner, Settings};
use media::hold::Held;
use media::video::{FrameChoice, VideoFindings};

const WIDTH: u32 = 162;
const HEIGHT: u32 = 122;

struct Studio {
    folder: tempfile::TempDir,
    examiner: Examiner,
}

impl Studio {
    fn open() -> Studio {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings::new(env!("CARGO_BIN_EXE_media-test-worker"), folder.path());
        Studio { examiner: Examiner::start(&settings).unwrap(), folder }
    }

    /// Five seconds of ten frames each.
    fn clip(&self, name: &str, arguments: &[&str]) -> Vec<u8> {
        let picture = format!("testsrc2=size={WIDTH}x{HEIGHT}:rate=10:duration=5");
        self.make(name, &[&["-f", "lavfi", "-i", &picture, "-pix_fmt", "yuv420p"], arguments].concat())
    }

    fn make(&self, name: &str, arguments: &[&str]) -> Vec<u8> {
        let path = self.folder.path().join(name);
        let made = Command::new("ffmpeg").args(["-nostdin", "-v", "error", "-y"]).args(arguments).arg(&path).status();
        assert!(made.expect("ffmpeg is installed").success(), "{name}");
        std::fs::read(path).unwrap()
    }

    fn video(&mut self, bytes: &[u8], choice: FrameChoice) -> VideoFindings {
        self.examiner.video(&Held::of_bytes(bytes).unwrap(), choice, &mut |_| {})
    }

    /// The looks of all frames, decoded here and now without the cage.
    fn looks(&self, name: &str) -> Vec<fingerprint::PdqHash> {
        let filter = format!("scale={WIDTH}:{HEIGHT}:flags=area");
        let raw = Command::new("ffmpeg")
            .args(["-nostdin", "-v", "error", "-i"])
            .arg(self.folder.path().join(name))
            .args(["-vf", &filter, "-fps_mode", "passthrough", "-pix_fmt", "rgb24", "-f", "rawvideo", "-"])
            .output()
            .unwrap();
        let frames = raw.stdout.chunks_exact((3 * WIDTH * HEIGHT) as usize);
        frames.map(|rgb| pdq::hash(RgbView::new(WIDTH, HEIGHT, rgb).unwrap())).collect()
    }
}

fn check_whole(name: &str, codec: &str, key_frames: &[u64], arguments: &[&str]) {
    let mut studio = Studio::open();
    let bytes = studio.clip(name, arguments);
    let looks = studio.looks(name);
    assert_eq!(looks.len(), 50, "{name}");
    let frame = |number: u64| Frame { number, at_ms: number * 100, pdq: looks[number as usize] };

    let all = studio.video(&bytes, FrameChoice::All);
    assert_eq!(all.problem, None, "{name}");
    assert_eq!(all.frames, (0..50).map(frame).collect::<Vec<_>>(), "{name}");
    assert!(all.marks.is_empty());
    assert_eq!(all.metadata.codec.as_deref(), Some(codec));
    assert_eq!(all.metadata.pixels, Some((WIDTH, HEIGHT)));
    assert_eq!(all.metadata.length_ms, Some(5000));
    assert!(all.frames_made_by.as_deref().is_some_and(|by| by.starts_with("pdq-1 (ffmpeg ") && by.ends_with(", all)")));

    let a_second = studio.video(&bytes, FrameChoice::EverySecond);
    assert_eq!(a_second.frames, (0..50).step_by(10).map(frame).collect::<Vec<_>>(), "{name}");
    assert!(a_second.marks.contains(&Mark::FramesSampled));

    let keys = studio.video(&bytes, FrameChoice::KeyFrames);
    assert_eq!(keys.frames, key_frames.iter().copied().map(frame).collect::<Vec<_>>(), "{name}");
    assert_eq!(keys.problem, None);
}

#[test]
fn h264_in_mp4() {
    check_whole("a.mp4", "h264", &[0, 12, 24, 36, 48], &["-c:v", "libx264", "-g", "12", "-sc_threshold", "0"]);
}

#[test]
fn whatever_the_colours_are_called_looks_are_those_of_ffmpegs_own_rgb() {
    let mut studio = Studio::open();
    let h264 = ["-c:v", "libx264", "-g", "10"];
    for (name, colours) in [
        ("bt709.mp4", &["-colorspace", "bt709"][..]),
        ("bt601.mp4", &["-colorspace", "smpte170m", "-color_range", "tv"]),
        ("wide.mp4", &["-pix_fmt", "yuvj420p"]),
        ("wide709.mp4", &["-pix_fmt", "yuvj420p", "-colorspace", "bt709"]),
        ("bt2020.mp4", &["-colorspace", "bt2020nc"]),
        ("full.mp4", &["-pix_fmt", "yuv444p"]),
        ("deep.mkv", &["-pix_fmt", "yuv420p10le"]),
    ] {
        let bytes = studio.clip(name, &[&h264[..], colours].concat());
        let found = studio.video(&bytes, FrameChoice::EverySecond);
        assert_eq!(found.problem, None, "{name}");
        let looks: Vec<_> = studio.looks(name).into_iter().step_by(10).collect();
        assert_eq!(found.frames.iter().map(|frame| frame.pdq).collect::<Vec<_>>(), looks, "{name}");
    }
}

#[test]
fn mpeg4_in_avi() {
    check_whole("a.avi", "mpeg4", &[0, 20, 40], &["-c:v", "mpeg4", "-g", "20", "-sc_threshold", "1000000000"]);
}

#[test]
fn vp9_in_webm_whose_decoder_skips_nothing() {
    check_whole("a.webm", "vp9", &[0, 20, 40], &["-c:v", "libvpx-vp9", "-g", "20", "-cpu-used", "8"]);
}

#[test]
fn gif() {
    let mut studio = Studio::open();
    let bytes = studio.clip("a.gif", &[]);
    let all = studio.video(&bytes, FrameChoice::All);
    assert_eq!(all.metadata.codec.as_deref(), Some("gif"));
    assert_eq!(all.frames.iter().map(|frame| frame.pdq).collect::<Vec<_>>(), studio.looks("a.gif"));
    assert_eq!(
        all.frames.iter().map(|frame| frame.at_ms).collect::<Vec<_>>(),
        (0..50).map(|n| n * 100).collect::<Vec<_>>()
    );
}

#[test]
fn what_a_phone_wrote_is_read_and_a_rotation_is_not_applied() {
    let mut studio = Studio::open();
    studio.clip("flat.mp4", &["-c:v", "mpeg4"]);
    let flat = studio.folder.path().join("flat.mp4");
    let location = "location=+52.5164+013.3777/";
    let bytes = studio.make(
        "phone.mp4",
        &["-i", flat.to_str().unwrap(), "-c", "copy", "-metadata", location, "-metadata:s:v", "rotate=90"],
    );
    let found = studio.video(&bytes, FrameChoice::All);
    assert_eq!(found.metadata.pixels, Some((WIDTH, HEIGHT)));
    assert_eq!(found.frames.iter().map(|frame| frame.pdq).collect::<Vec<_>>(), studio.looks("flat.mp4"));
    assert_eq!(found.metadata.position.map(|at| (at.latitude_e7, at.longitude_e7)), Some((525_164_000, 133_777_000)));
    assert!(found.marks.contains(&Mark::GpsPresent));
}

#[test]
fn what_is_cut_short_gives_what_was_there() {
    let mut studio = Studio::open();
    let mp4 = studio.clip("a.mp4", &["-c:v", "libx264", "-g", "5", "-movflags", "+faststart"]);
    let webm = studio.clip("a.webm", &["-c:v", "libvpx", "-g", "5", "-cpu-used", "8"]);
    for (name, bytes) in [("mp4", &mp4), ("webm", &webm)] {
        let whole = studio.video(bytes, FrameChoice::All).frames;
        let cut = studio.video(&bytes[..bytes.len() * 6 / 10], FrameChoice::All);
        let n = cut.frames.len();
        assert!((10..45).contains(&n), "{name}: {n}");
        // The frame that was cut in two may be shown torn.
        assert_eq!(cut.frames[..n - 2], whole[..n - 2], "{name}");
        assert_eq!(cut.problem.map(|problem| problem.code), Some(ProblemCode::Truncated), "{name}");
        assert!(cut.marks.contains(&Mark::Truncated), "{name}");
    }
    // Without its index at the end nothing can be had of this one.
    let late = studio.clip("late.mp4", &["-c:v", "mpeg4"]);
    let cut = studio.video(&late[..late.len() / 2], FrameChoice::KeyFrames);
    let problem = cut.problem.unwrap();
    assert_eq!((problem.code, cut.frames.len()), (ProblemCode::NotDecoded, 0));
    assert!(cut.marks.contains(&Mark::NotDecoded));
    let again = studio.video(&late[..late.len() / 2], FrameChoice::KeyFrames).problem.unwrap();
    assert_eq!(problem, again, "the same words every time");
    assert!(!problem.detail.contains("0x") && !problem.detail.contains("/proc"), "{}", problem.detail);
}

#[test]
fn a_list_of_other_files_gives_no_frame_whatever_it_is_called() {
    let mut studio = Studio::open();
    studio.clip("other.ts", &["-c:v", "mpeg2video"]);
    let other = studio.folder.path().join("other.ts");
    let other = other.to_str().unwrap();
    let m3u8 = format!("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{other}\n#EXT-X-ENDLIST\n");
    let ffconcat = format!("ffconcat version 1.0\nfile '{other}'\n");
    let indented = format!("\n  {ffconcat}");
    for text in [m3u8, ffconcat, indented] {
        // Without the cage it would be opened: the list of containers alone must keep it out.
        for uncaged in [false, true] {
            let settings = Settings::new(env!("CARGO_BIN_EXE_media-test-worker"), studio.folder.path());
            studio.examiner = Examiner::start(&Settings { uncaged, ..settings }).unwrap();
            for choice in [FrameChoice::KeyFrames, FrameChoice::EverySecond, FrameChoice::All] {
                let found = studio.video(text.as_bytes(), choice);
                assert_eq!(found.frames, []);
                assert_eq!(found.problem.unwrap().code, ProblemCode::RefusedContainer, "{text}");
            }
        }
    }
}

#[test]
fn what_is_no_video_is_said_to_be_none() {
    let mut studio = Studio::open();
    let sound = studio.make("sound.mka", &["-f", "lavfi", "-i", "sine=duration=1", "-c:a", "pcm_s16le"]);
    for bytes in [&b""[..], b"no video", &[0; 4096], &sound] {
        let found = studio.video(bytes, FrameChoice::KeyFrames);
        assert_eq!(found.frames, []);
        assert_eq!(found.problem.unwrap().code, ProblemCode::NotDecoded);
    }
    // The examiner is as good as before.
    let bytes = studio.clip("a.avi", &["-c:v", "mpeg4"]);
    assert!(!studio.video(&bytes, FrameChoice::KeyFrames).frames.is_empty());
}

/// Twenty seconds, long enough for packets to be left out: a frame a second is then what all frames say it is.
fn check_thinned(name: &str, is_thinned: bool, filter: &str, arguments: &[&str]) {
    let mut studio = Studio::open();
    let picture =
        format!("testsrc2=size=320x240:rate=25:duration=20,noise=alls=9:allf=t:all_seed=3,format=yuv420p{filter}");
    let input = ["-f", "lavfi", "-i", &picture];
    let bytes = studio.make(name, &[&input[..], arguments].concat());
    check_thinned_bytes(&mut studio, name, is_thinned, &bytes);
}

fn check_thinned_bytes(studio: &mut Studio, name: &str, is_thinned: bool, bytes: &[u8]) {
    let all = studio.video(bytes, FrameChoice::All);
    assert!(!all.is_thinned && all.frames.len() > 100, "{name}");
    let second = studio.video(bytes, FrameChoice::EverySecond);
    assert_eq!(second.problem, None, "{name}");
    let step = second.frames[1].number;
    let expected: Vec<Frame> = all.frames.into_iter().step_by(step as usize).collect();
    assert_eq!(second.frames, expected, "{name}");
    assert_eq!(second.is_thinned, is_thinned, "{name}");
}

#[test]
fn what_no_chosen_frame_needs_is_left_out_and_the_frames_are_the_same() {
    let fast = ["-c:v", "libx264", "-preset", "veryfast", "-g"];
    check_thinned("a.mp4", true, "", &[&fast[..], &["60"]].concat());
    check_thinned("b.mkv", true, "", &[&fast[..], &["37", "-bf", "3", "-b_strategy", "0"]].concat());
    check_thinned("c.mov", true, "", &["-c:v", "libx264", "-preset", "ultrafast", "-g", "250"]);
    check_thinned("d.mp4", true, ",fps=30000/1001", &[&fast[..], &["45"]].concat());
    check_thinned(
        "e.mp4",
        true,
        "",
        &["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "keyint=40:log-level=0:open-gop=0"],
    );
    // Decoders never forget everything: only what nothing refers to is left out.
    check_thinned("f.mp4", true, "", &[&fast[..], &["60", "-x264-params", "open-gop=1:scenecut=0"]].concat());
    // Sound that begins before the picture or after it.
    let sound = ["-f", "lavfi", "-i", "sine=duration=20"];
    let early = [&["-itsoffset", "-0.52"][..], &sound, &fast, &["60"]].concat();
    let late = [&["-itsoffset", "0.52"][..], &sound, &fast, &["60"]].concat();
    check_thinned("g.mp4", true, "", &early);
    check_thinned("h.mkv", true, "", &early);
    check_thinned("i.mp4", true, "", &late);
    check_thinned("j.mkv", true, "", &late);
}

#[test]
fn a_video_that_is_not_as_plain_is_decoded_whole() {
    let fast = ["-c:v", "libx264", "-preset", "veryfast", "-g"];
    check_thinned("a.ts", false, "", &[&fast[..], &["60"]].concat());
    check_thinned("b.mp4", false, "", &[&fast[..], &["60", "-flags", "+ildct+ilme"]].concat());
    check_thinned("c.mp4", false, "", &["-c:v", "mpeg4", "-g", "60"]);
    // A phone's frames come when they come.
    check_thinned("d.mp4", false, ",select='gt(random(0),0.2)'", &[&fast[..], &["60", "-fps_mode", "vfr"]].concat());
    // Cut off in the middle: the container complains, and the rest is told as before.
    let mut studio = Studio::open();
    let picture = "testsrc2=size=320x240:rate=25:duration=40,format=yuv420p";
    let start = ["-f", "lavfi", "-i", picture, "-movflags", "+faststart"];
    let bytes = studio.make("cut.mp4", &[&start[..], &fast, &["60"]].concat());
    let cut = &bytes[..bytes.len() * 7 / 10];
    let (all, second) = (studio.video(cut, FrameChoice::All), studio.video(cut, FrameChoice::EverySecond));
    assert_eq!(second.frames, all.frames.into_iter().step_by(25).collect::<Vec<_>>());
    assert_eq!((second.problem, second.is_thinned), (all.problem, false));
}

#[test]
fn what_was_cut_off_without_encoding_it_anew_is_not_chosen() {
    let mut studio = Studio::open();
    let picture = "testsrc2=size=320x240:rate=25:duration=20";
    let h264 = ["-c:v", "libx264", "-preset", "veryfast", "-g", "60", "-bf", "2"];
    studio.make("whole.mp4", &[&["-f", "lavfi", "-i", picture, "-pix_fmt", "yuv420p"][..], &h264].concat());
    let whole = studio.folder.path().join("whole.mp4").to_string_lossy().into_owned();
    for (start, length) in [("3.3", "15"), ("4.8", "14.1"), ("0", "14.02")] {
        let bytes = studio.make("cut.mp4", &["-ss", start, "-t", length, "-i", &whole, "-c", "copy"]);
        let all = studio.video(&bytes, FrameChoice::All);
        let second = studio.video(&bytes, FrameChoice::EverySecond);
        let expected: Vec<Frame> = all.frames.into_iter().step_by(25).collect();
        assert_eq!(second.frames, expected, "{start} {length}");
    }
}

#[test]
fn a_video_made_small_is_stills_from_all_along_it() {
    let mut studio = Studio::open();
    // Two seconds of each: red, green, blue.
    let colours = ["red", "lime", "blue"].map(|name| format!("color={name}:size=320x180:rate=10:duration=2"));
    let inputs: Vec<&str> = colours.iter().flat_map(|colour| ["-f", "lavfi", "-i", colour.as_str()]).collect();
    let joined = ["-filter_complex", "[0][1][2]concat=n=3", "-c:v", "libx264", "-pix_fmt", "yuv420p"];
    let bytes = studio.make("colours.mp4", &[inputs.as_slice(), &joined].concat());
    let held = Held::of_bytes(&bytes).unwrap();
    let sheet = studio.examiner.video_preview(&held, 640, false).unwrap();
    assert!((sheet.width, sheet.height, sheet.grey) == (3 * 213, 2 * 120, false) || sheet.height == 120, "{sheet:?}");
    let strongest = |column: u32| {
        let at = 3 * (60 * sheet.width + column * 213 + 100) as usize;
        let sample = &sheet.samples[at..at + 3];
        (0..3).max_by_key(|channel| sample[*channel]).unwrap()
    };
    assert_eq!([0, 1, 2].map(strongest), [0, 1, 2]);
    let grey = studio.examiner.video_preview(&held, 24, true).unwrap();
    assert_eq!((grey.width, grey.grey), (24, true));
    assert!(grey.height <= 14 && grey.samples.len() == (grey.width * grey.height) as usize);
    // What is no video has none, and neither does the beginning of one.
    for bytes in [b"no video at all".as_slice(), &bytes[..300]] {
        let none = studio.examiner.video_preview(&Held::of_bytes(bytes).unwrap(), 640, false);
        assert!(none.is_err());
    }
}
