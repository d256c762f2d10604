//! Files and lists that are made to take all memory, all time or another place than their own: a clear line for each,
//! bounded time, and everything beside them is examined as ever.

use std::fs;

use serde_json::Value;

use crate::making::{tar_of, zip_deflated, zip_of, zip_overlapping};
use crate::world::{World, photo, records};

/// Puts an ordinary picture beside what is in the exhibit, triages, and checks that the picture was found as ever.
fn rows_of(world: &World) -> Vec<Value> {
    world.put(b"zzz-ordinary.jpg", &photo("moon.jpg"));
    let (done, reports) = world.triage("report", &["--json"]);
    let rows = records(&reports[".jsonl"], "file");
    let ordinary = rows.iter().find(|row| row["path"] == "zzz-ordinary.jpg").unwrap();
    assert!(ordinary["pdq"]["quality"].as_u64().unwrap() >= 50 && ordinary["problem"].is_null());
    let bytes = &done.lines()[0]["summary"]["bytes"];
    let sum: u64 = ["read", "skipped", "unreadable"].iter().map(|part| bytes[part].as_u64().unwrap()).sum();
    assert_eq!(bytes["total"], sum);
    rows
}

fn problem<'r>(rows: &'r [Value], path: &str) -> Option<&'r str> {
    let row = rows.iter().find(|row| row["path"] == path && row["inside"].is_null());
    row.unwrap_or_else(|| panic!("{path} has no row"))["problem"]["code"].as_str()
}

#[test]
fn archives_that_unpack_to_too_much_are_cut_and_said() {
    let world = World::new();
    let mut nested = zip_deflated(&[(b"zeros", &vec![0; 32 << 20])]);
    for _ in 0..3 {
        let names = [b"0.zip", b"1.zip", b"2.zip", b"3.zip", b"4.zip", b"5.zip", b"6.zip", b"7.zip"];
        nested = zip_deflated(&names.map(|name| (name.as_slice(), nested.as_slice())));
    }
    assert!(nested.len() < 10_000, "17 GB in {} bytes", nested.len());
    world.put(b"nested.zip", &nested);
    world.put(b"overlapping.zip", &zip_overlapping(60_000, 4 << 20));
    let mut russian = b"innermost".to_vec();
    for _ in 0..200 {
        russian = zip_of(&[(b"doll.zip", &russian)]);
    }
    world.put(b"dolls.zip", &russian);
    let rows = rows_of(&world);
    for bomb in ["nested.zip", "overlapping.zip", "dolls.zip"] {
        let codes: Vec<&str> =
            rows.iter().filter(|row| row["path"] == bomb).filter_map(|row| row["problem"]["code"].as_str()).collect();
        let said = |code: &&str| ["archive-limit", "archive-damaged", "over-limit"].contains(code);
        assert!(codes.iter().any(said), "{bomb}: {:?}", codes.first());
    }
}

#[test]
fn pictures_that_promise_too_much_are_refused_at_once() {
    let world = World::new();
    let side = 65_535u16;
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = b"IHDR".to_vec();
    header.extend_from_slice(&u32::from(side).to_be_bytes());
    header.extend_from_slice(&u32::from(side).to_be_bytes());
    header.extend_from_slice(&[8, 2, 0, 0, 0]);
    png.extend_from_slice(&13u32.to_be_bytes());
    png.extend_from_slice(&header);
    png.extend_from_slice(&crc32fast::hash(&header).to_be_bytes());
    png.extend_from_slice(b"\0\0\0\x04IDAT\0\0\0\0\0\0\0\0");
    world.put(b"a.png", &png);
    let mut jpeg = photo("moon.jpg");
    let frame = jpeg.windows(2).position(|pair| pair[0] == 0xFF && matches!(pair[1], 0xC0 | 0xC2)).unwrap();
    jpeg[frame + 5..frame + 9].fill(0xFF);
    world.put(b"a.jpg", &jpeg);
    let mut gif = b"GIF89a".to_vec();
    gif.extend_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF, 0xF0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF]);
    gif.extend_from_slice(b"\x2C\0\0\0\0\xFF\xFF\xFF\xFF\0\x02\x02\x44\x01\0\x3B");
    world.put(b"a.gif", &gif);
    let mut bmp = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    bmp.extend_from_slice(&u32::from(side).to_le_bytes());
    bmp.extend_from_slice(&u32::from(side).to_le_bytes());
    bmp.extend_from_slice(&[1, 0, 24, 0]);
    bmp.resize(54 + 100, 0);
    world.put(b"a.bmp", &bmp);
    let mut tiff = b"II*\0\x08\0\0\0\x09\0".to_vec();
    for (tag, kind, value) in [
        (256u16, 3u16, u32::from(side)),
        (257, 3, u32::from(side)),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 8),
        (277, 3, 1),
        (278, 4, u32::from(side)),
        (279, 4, 100),
    ] {
        tiff.extend_from_slice(&tag.to_le_bytes());
        tiff.extend_from_slice(&kind.to_le_bytes());
        tiff.extend_from_slice(&1u32.to_le_bytes());
        tiff.extend_from_slice(&value.to_le_bytes());
    }
    tiff.extend_from_slice(&[0; 4]);
    world.put(b"a.tif", &tiff);
    // VP8X promises a canvas of 16,384 by 16,384, the most that WebP can say in a frame (RFC 9649, 2.7 and 3.1).
    let webp = b"RIFF\x2a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xFF\x3F\0\xFF\x3F\0VP8 \x0c\0\0\0\0\0\0\x9d\x01\x2a\xFF\x3F\xFF\x3F\0\0";
    world.put(b"a.webp", webp);
    let rows = rows_of(&world);
    for name in ["a.png", "a.jpg", "a.gif", "a.bmp", "a.tif", "a.webp"] {
        let row = rows.iter().find(|row| row["path"] == name).unwrap();
        let code = problem(&rows, name);
        assert!(matches!(code, Some("over-limit" | "not-decoded" | "truncated")), "{row:#}");
        assert!(row["sha256"].is_string() && row["kind"] == "picture" && row["outcome"] == "new", "{row:#}");
    }
}

#[test]
fn names_that_lead_elsewhere_and_links_in_a_circle_stay_names() {
    let world = World::new();
    let members: [(&[u8], &[u8]); 5] = [
        (b"../../escaped.txt", b"one"),
        (b"/escaped.txt", b"two"),
        (b"..\\..\\escaped.txt", b"three"),
        (b"a/../../../escaped.txt", b"four"),
        (b"./a//b/./c.txt", b"five"),
    ];
    world.put(b"names.zip", &zip_of(&members));
    world.put(b"names.tar", &tar_of(&members));
    let exhibit = world.exhibit();
    std::os::unix::fs::symlink("two", exhibit.join("one")).unwrap();
    std::os::unix::fs::symlink("one", exhibit.join("two")).unwrap();
    std::os::unix::fs::symlink(".", exhibit.join("here")).unwrap();
    std::os::unix::fs::symlink("..", exhibit.join("up")).unwrap();
    let rows = rows_of(&world);
    for link in ["one", "two", "here", "up"] {
        assert_eq!(problem(&rows, link), Some("symbolic-link"));
    }
    for archive in ["names.zip", "names.tar"] {
        let inside: Vec<&Value> =
            rows.iter().filter(|row| row["path"] == archive && !row["inside"].is_null()).collect();
        assert_eq!(inside.len(), members.len(), "{archive}");
        for (name, bytes) in members {
            let digest = fingerprint::Digests::of(bytes).sha256.unwrap().to_string();
            let row = inside.iter().find(|row| row["sha256"] == digest.as_str()).unwrap();
            assert_eq!(row["inside"][0], std::str::from_utf8(name).unwrap());
        }
    }
    assert_eq!(rows.len(), 4 + 2 + 2 * members.len() + 1);
    let mut everywhere = vec![world.path("."), exhibit];
    everywhere.extend([std::env::temp_dir(), "/".into()]);
    assert!(everywhere.iter().all(|folder| !folder.join("escaped.txt").exists()));
}

#[test]
fn playlists_dressed_as_video_yield_no_frames() {
    let world = World::new();
    let secret = world.put_beside("secret.jpg", photo("cat.jpg"));
    let secret = secret.to_str().unwrap();
    world.put(
        b"hls.mp4",
        format!("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{secret}\n#EXT-X-ENDLIST\n").as_bytes(),
    );
    world.put(b"concat.mp4", format!("ffconcat version 1.0\nfile '{secret}'\n").as_bytes());
    world.put(b"remote.mp4", b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n");
    world.put(b"dash.mp4", b"<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"></MPD>");
    let rows = rows_of(&world);
    for name in ["hls.mp4", "concat.mp4", "remote.mp4", "dash.mp4"] {
        let row = rows.iter().find(|row| row["path"] == name).unwrap();
        assert!(row["frames"].is_null() && row["pdq"].is_null(), "{row:#}");
        let said = row["problem"]["code"] == "refused-container" || row["marks"].to_string().contains("extension-lies");
        assert!(said, "{row:#}");
    }
}

#[test]
fn hostile_lists_are_refused_with_a_line() {
    let world = World::new();
    world.put(b"a.txt", b"words");
    let mut deep = "[".repeat(100_000);
    deep.push_str(&"]".repeat(100_000));
    let mut entities = "<?xml version=\"1.0\"?><!DOCTYPE q [<!ENTITY a0 \"ha\">".to_owned();
    for n in 1..30 {
        entities.push_str(&format!("<!ENTITY a{n} \"&a{};&a{};\">", n - 1, n - 1));
    }
    entities.push_str("]><queueStatus>&a29;</queueStatus>");
    let good = "id,md5\n1,0123456789abcdef0123456789abcdef\n";
    for (name, text) in
        [("deep.json", deep.as_str()), ("open.json", &"[{\"a\":".repeat(100_000)), ("bomb.xml", &entities)]
    {
        world.put_beside(name, text);
        let done = world.sanad(["triage", "exhibit", "--list", name]);
        assert_eq!(done.code, Some(3), "{name}: {}", done.err_text());
        let said = done.err_text();
        assert!(said.contains(name) && said.lines().count() <= 3, "{said}");
        // A list that is refused takes nothing with it: the good one beside it is imported all the same next time.
        world.put_beside("good.csv", good);
        world.sanad(["triage", "exhibit", "--list", "good.csv"]).ended(0);
    }
    // One row of a usable list is hostile; the other is used.
    let row = format!("{{\"MediaID\":1,\"Category\":1,\"MD5\":\"0123456789ABCDEF0123456789ABCDEF\",\"Tags\":{deep}}}");
    let usable = "{\"MediaID\":2,\"Category\":1,\"MD5\":\"1123456789ABCDEF0123456789ABCDEF\"}";
    let vics = format!(
        "{{\"@odata.context\":\"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media\",\"value\":[{row},{usable}]}}"
    );
    fs::write(world.path("rows.json"), vics).unwrap();
    let line = world.sanad(["list", "import", "rows.json", "--json"]).ended(0).lines().remove(0);
    assert_eq!((&line["list"]["n_rows"], &line["list"]["n_refused"]), (&1.into(), &1.into()), "{line:#}");
}
