//! Videos and lists: from when to when a clip shows a listed picture, a listed video, or a piece of one.

use std::path::Path;

use serde_json::{Value, json};

use crate::exhibits::{alter_clip, alter_photo, copy_photo, make_slides, photo};
use crate::program::{Desk, Told, text};

const SLIDES: [&str; 6] = ["cat.jpg", "coffee.jpg", "icecold.jpg", "temple.jpg", "altai.jpg", "kay.jpg"];

/// What `sanad fingerprint` prints of a clip, as a list.
fn list_of(desk: &Desk, clip: &Path, frames: &str, name: &str) {
    let line = &desk.json(&["fingerprint", "--video", frames, text(clip)])[0];
    desk.write(name, format!("{line}\n"));
}

/// An exhibit of copies of a clip that is listed, of a still of it and of a clip that has nothing to do with it.
fn desk() -> Desk {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    std::fs::create_dir(&exhibit).unwrap();
    let clip = desk.path("listed.mp4");
    make_slides(&SLIDES, &clip);
    list_of(&desk, &clip, "second", "videos.jsonl");
    let cut = ["-ss", "2.5", "-t", "2.4", "-vf", "scale=240:180", "-r", "10", "-crf", "30", "-g", "9"];
    alter_clip(&clip, &cut, &exhibit.join("cut.mp4"));
    let joined = "[0]split[a][b];[a]trim=4:6,setpts=PTS-STARTPTS[c];[b]trim=0:2,setpts=PTS-STARTPTS[d];[c][d]concat";
    alter_clip(&clip, &["-filter_complex", joined, "-crf", "28"], &exhibit.join("joined.mkv"));
    make_slides(&["shell.jpg", "flower.jpg"], &exhibit.join("other.mp4"));
    alter_photo("temple.jpg", "scale=200:150", &exhibit.join("still.png"));
    copy_photo("flower.jpg", &exhibit.join("flower.jpg"));
    desk
}

fn triage(desk: &Desk, list: &str, frames: &str) -> Told {
    let list = desk.path(list);
    desk.triage(&desk.path("exhibit"), &["--list", text(&list), "--video", frames, "--search", "plain"])
}

fn only_claim<'t>(told: &'t Told, path: &str) -> &'t Value {
    let claims = told.row(path)["matches"].as_array().unwrap();
    let [claim] = claims.as_slice() else { panic!("{path}: {claims:?}") };
    claim
}

fn range(ours: Option<(u64, u64)>, entry: Option<(u64, u64)>, frames: u64) -> Value {
    let span = |(from_ms, to_ms)| json!({ "from_ms": from_ms, "to_ms": to_ms });
    match (ours.map(span), entry.map(span)) {
        (Some(ours), Some(entry)) => json!({ "ours": ours, "entry": entry, "frames": frames }),
        (Some(ours), None) => json!({ "ours": ours, "frames": frames }),
        (_, entry) => json!({ "entry": entry, "frames": frames }),
    }
}

#[test]
fn a_piece_of_a_listed_video_is_found_and_says_from_when_to_when() {
    let desk = desk();
    let told = triage(&desk, "videos.jsonl", "second");
    assert_eq!([told.outcome("other.mp4"), told.outcome("flower.jpg")], ["new", "new"]);
    for path in ["cut.mp4", "joined.mkv", "still.png"] {
        assert_eq!(told.outcome(path), "near", "{path}");
    }

    // From 2.5 s to 4.9 s of it, smaller and at another rate: a frame a second on both sides, half a second apart.
    let cut = only_claim(&told, "cut.mp4");
    assert_eq!(cut["ranges"], json!([range(Some((0, 2_000)), Some((2_000, 4_000)), 3)]));
    let shares = ["ours_percent", "entry_percent", "entry_frames"].map(|name| cut["agreement"][name].clone());
    assert_eq!(shares, [json!(100.0), json!(50.0), json!(6)]);
    assert!(cut["why"].as_str().unwrap().contains("where: ours=0-2000ms entry=2000-4000ms frames=3"), "{cut}");

    // The end before the beginning.
    let pieces = [range(Some((0, 1_000)), Some((4_000, 5_000)), 2), range(Some((2_000, 3_000)), Some((0, 1_000)), 2)];
    assert_eq!(only_claim(&told, "joined.mkv")["ranges"], json!(pieces));

    let still = only_claim(&told, "still.png");
    assert_eq!(still["ranges"], json!([range(None, Some((3_000, 3_000)), 1)]));
    assert!(still.get("agreement").is_none());

    // The same by key frames, which stand where one photo gives way to the next or nearly so.
    let told = triage(&desk, "videos.jsonl", "key");
    let ranges = &only_claim(&told, "cut.mp4")["ranges"];
    let [one] = ranges.as_array().unwrap().as_slice() else { panic!("{ranges}") };
    assert_eq!((&one["ours"]["from_ms"], &one["entry"]), (&json!(0), &json!({ "from_ms": 2_000, "to_ms": 4_000 })));
    assert_eq!([told.outcome("other.mp4"), told.outcome("joined.mkv")], ["new", "near"]);

    // What is asked again is answered from what is remembered, and the same.
    let again = triage(&desk, "videos.jsonl", "key");
    assert_eq!(again.rows, told.rows);
    assert_eq!(desk.run_record()["exhibits"][0]["n_examined"], 0);
}

#[test]
fn a_listed_picture_is_seen_in_ranges_of_a_clip() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    std::fs::create_dir(&exhibit).unwrap();
    make_slides(&["cat.jpg", "temple.jpg", "temple.jpg", "coffee.jpg", "temple.jpg"], &exhibit.join("clip.mp4"));
    let look = &desk.json(&["fingerprint", text(&photo("temple.jpg"))])[0]["pdq"]["hash"];
    desk.write("looks.csv", format!("id,pdq\nT-1,{}\n", look.as_str().unwrap()));
    let told = triage(&desk, "looks.csv", "second");
    let claim = only_claim(&told, "clip.mp4");
    assert_eq!(claim["ranges"], json!([range(Some((1_000, 2_000)), None, 2), range(Some((4_000, 4_000)), None, 1)]));
}

#[test]
fn what_vpdq_wrote_of_a_video_is_a_list_and_an_exported_list_is_one_again() {
    let desk = desk();
    let clip = desk.path("listed.mp4");
    let line = &desk.json(&["fingerprint", "--video", "second", text(&clip)])[0];
    let frames = line["frames"].as_array().unwrap();
    let seconds = |frame: &Value| frame["at_ms"].as_u64().unwrap() as f64 / 1000.0;
    let text_line = |frame: &Value| {
        let hash = frame["hash"].as_str().unwrap();
        format!("{},{},{hash},{:.3}\n", frame["number"], frame["quality"], seconds(frame))
    };
    desk.write("clip.txt", frames.iter().map(text_line).collect::<String>());
    let element =
        |frame: &Value| format!("{},{},{}", frame["hash"].as_str().unwrap(), frame["quality"], seconds(frame));
    desk.write("clip.json", json!(frames.iter().map(element).collect::<Vec<_>>()).to_string());
    let expected = json!([range(Some((0, 2_000)), Some((2_000, 4_000)), 3)]);
    for list in ["clip.txt", "clip.json"] {
        assert_eq!(only_claim(&triage(&desk, list, "second"), "cut.mp4")["ranges"], expected, "{list}");
    }
    let exported = desk.run(&["list", "export", "clip", "--to", text(&desk.path("exported.jsonl"))]);
    assert_eq!(exported.code, Some(0), "{}", exported.stderr);
    assert_eq!(only_claim(&triage(&desk, "exported.jsonl", "second"), "cut.mp4")["ranges"], expected);
}
