//! Names, EXIF texts, archive members and list words that are made to hurt whoever reads them, through every output.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::PathBuf;

use serde_json::Value;

use crate::making::{Camera, jpeg_with_exif, tar_of, zip_of};
use crate::world::{World, photo, records};

/// Every name holds this word, so that a masked name can be looked for.
const CANARY: &[u8] = b"canaryname";

const EVIL: [&[u8]; 10] = [
    b"<script>alert(1)<script>canaryname.jpg",
    b"=cmd()|canaryname.jpg",
    b"+canaryname.jpg",
    b"@canaryname.jpg",
    b"\tcanaryname.jpg",
    b"\rcanaryname.jpg",
    b"\x1b]0;canaryname\x07.jpg",
    "canaryname\u{202E}gpj.exe".as_bytes(),
    b"canaryname\ntwolines.jpg",
    "canaryname\u{2028}\u{85}\u{9b}31m\u{200b}.jpg".as_bytes(),
];
const BROKEN: [&[u8]; 2] = [b"canaryname-\xFF.jpg", b"canaryname-\xFE.jpg"];
const TEXT: &str =
    "<script>alert(1)</script>\u{1b}]0;owned\u{7}\u{202E}\u{2067}gpj\n=cmd()\r\n\"'--></style><img src=x onerror=a()>";

/// An exhibit under a hostile folder name, and a list of hostile words. All places on disk and in archives.
fn hostile_world() -> (World, PathBuf, PathBuf, usize) {
    let world = World::new();
    let exhibit = world.path(OsStr::from_bytes(b"=canaryname \x1b]0;x\x07<script>\xFF"));
    fs::create_dir(&exhibit).unwrap();
    let camera = Camera {
        make: TEXT.as_bytes(),
        model: b"=cmd()\x1b]0;owned\x07",
        software: b"\xFF\xFE<script>",
        serial: "\u{202E}1".as_bytes(),
        taken: b"<script>\x1b[2J",
        position: None,
    };
    let picture = jpeg_with_exif(&photo("moon.jpg"), &camera);
    let put = |name: &[u8], bytes: &[u8]| fs::write(exhibit.join(OsStr::from_bytes(name)), bytes).unwrap();
    for name in EVIL.into_iter().chain(BROKEN) {
        put(name, &picture);
    }
    // Broken, so that decoders speak of it.
    put(b"canaryname\x1b[31mbroken.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\x1b]0;x");
    let members: Vec<(&[u8], &[u8])> = EVIL.into_iter().chain(BROKEN).map(|name| (name, picture.as_slice())).collect();
    put(b"canaryname.zip", &zip_of(&members));
    put(b"canaryname.tar", &tar_of(&members));
    std::os::unix::fs::symlink(OsStr::from_bytes(b"/canaryname\x1b]0;\n<script>\xFF"), exhibit.join("canaryname-link"))
        .unwrap();
    let n_places = members.len() * 3 + 4;

    let digests = fingerprint::Digests::of(&picture);
    let quoted = TEXT.replace('"', "\"\"");
    let rows = format!(
        "id,sha256,category,comments\n\"{quoted}\",{},\"{quoted}\",\"{quoted}\"\n\"{quoted}\",\"{quoted}\",1,\n",
        digests.sha256.unwrap()
    );
    let list = world.put_beside("words.csv", rows);
    (world, exhibit, list, n_places)
}

/// Fails when a text that a program or a person reads holds something that cannot be seen. Lines may end.
#[track_caller]
fn check_seen(what: &str, text: &str) {
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        // These two isolates are ours; of other people's letters none is left.
        let unseen =
            line.chars().find(|letter| words::is_unseen(*letter) && !matches!(letter, '\u{2068}'..='\u{2069}'));
        assert_eq!(unseen, None, "{what}: {line:?}");
        assert!(!line.starts_with("twolines"), "{what}: a name broke the line");
    }
}

fn list_argument(list: &std::path::Path) -> OsString {
    let mut text = list.as_os_str().to_owned();
    text.push(",name=<script>\u{1b}]0;x\u{7}\u{202E}=cmd(),owner=<script>\u{1b}[31m");
    text
}

fn triage(world: &World, exhibit: &std::path::Path, list: &std::path::Path, more: &[&str]) -> crate::world::Done {
    let mut args: Vec<OsString> = vec!["triage".into(), exhibit.into(), "--list".into(), list_argument(list)];
    args.extend(more.iter().map(OsString::from));
    for text in ["--authority", "--exhibit-number", "--seal", "--examiner"] {
        args.extend([text.into(), TEXT.into()]);
    }
    world.sanad(args)
}

#[test]
fn no_report_carries_it_on() {
    let (world, exhibit, list, n_places) = hostile_world();
    let reports: Vec<String> = crate::world::ENDINGS
        .iter()
        .flat_map(|ending| ["--report".to_owned(), world.path(format!("r{ending}")).to_str().unwrap().to_owned()])
        .collect();
    let mut args: Vec<&str> = reports.iter().map(String::as_str).collect();
    args.push("--show-names");
    let done = triage(&world, &exhibit, &list, &args).ended(0);
    check_seen("terminal", done.text());
    check_seen("standard error", &done.err_text());
    let text = |ending: &str| String::from_utf8(fs::read(world.path(format!("r{ending}"))).unwrap()).unwrap();
    for ending in crate::world::ENDINGS {
        check_seen(ending, &text(ending));
        assert!(ending == ".html" || !text(ending).contains(['\u{2068}', '\u{2069}']), "{ending}");
    }

    let page = text(".html").to_lowercase();
    assert!(page.contains("canaryname") && page.contains("default-src 'none'"));
    for tag in ["<script", "<img", "onerror=a()>", "</style><"] {
        assert!(!page.contains(tag), "{tag}");
    }

    for line in csv_cells(&text(".csv")) {
        for cell in line {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        }
    }

    let files = records(&text(".jsonl"), "file");
    assert_eq!(files.len(), n_places);
    let places: BTreeSet<String> = files
        .iter()
        .map(|row| format!("{} {} {} {}", row["path"], row["path_b64"], row["inside"], row["inside_b64"]))
        .collect();
    assert_eq!(places.len(), n_places, "two names that differ only in invalid bytes are two rows");
    assert_eq!(
        csv_cells(&text(".csv")).iter().filter(|line| line.first().is_some_and(|cell| cell == "file")).count(),
        n_places
    );
    assert!(files.iter().any(|row| row["metadata"]["make"].as_str().is_some_and(|make| make.contains("<script>"))));
    let known = files.iter().filter(|row| row["outcome"] == "known").count();
    assert_eq!(known, 3 * (EVIL.len() + BROKEN.len()));

    let case: Value = serde_json::from_str(&text(".vics.json")).unwrap();
    let places: usize = case["value"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|case| case["Media"].as_array().unwrap())
        .map(|media| media["MediaFiles"].as_array().unwrap().len())
        .sum();
    assert!(places >= known, "{places} of {known}");
    serde_json::from_str::<Value>(&text(".vics-hashset.json")).unwrap();
    let graph: Value = serde_json::from_str(&text(".case.jsonld")).unwrap();
    let ids: Vec<&str> = graph["@graph"].as_array().unwrap().iter().map(|node| node["@id"].as_str().unwrap()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    let n_files = ids.iter().filter(|id| id.starts_with("kb:file-")).count();
    assert!(n_files >= n_places - 1, "{n_files} of {n_places}");
}

/// RFC 4180, for what our own writer writes.
fn csv_cells(text: &str) -> Vec<Vec<String>> {
    let (mut lines, mut line, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(letter) = letters.next() {
        match (quoted, letter) {
            (true, '"') if letters.peek() == Some(&'"') => cell.extend(letters.next()),
            (_, '"') => quoted = !quoted,
            (false, ',') => line.push(std::mem::take(&mut cell)),
            (false, '\r') => {}
            (false, '\n') => {
                line.push(std::mem::take(&mut cell));
                lines.push(std::mem::take(&mut line));
            }
            (_, letter) => cell.push(letter),
        }
    }
    lines
}

#[test]
fn names_are_masked_until_asked_for() {
    let (world, exhibit, list, _) = hostile_world();
    let page = world.path("r.html");
    let page_text = page.to_str().unwrap();
    let done = triage(&world, &exhibit, &list, &["--report", page_text]).ended(0);
    let canary = std::str::from_utf8(CANARY).unwrap();
    assert!(!done.text().contains(canary), "{}", done.text());
    assert!(!done.err_text().contains(canary), "{}", done.err_text());
    assert!(!fs::read_to_string(&page).unwrap().contains(canary));
    let file = exhibit.join(OsStr::from_bytes(EVIL[0]));
    let found = world.sanad([OsStr::new("find"), file.as_os_str()]).ended(0);
    assert!(!found.text().contains(canary), "{}", found.text());
    let found = world.sanad([OsStr::new("find"), file.as_os_str(), OsStr::new("--show-names")]).ended(0);
    assert!(found.text().contains(canary), "{}", found.text());
    for args in [&["exhibit", "list"][..], &["exhibit", "show", "--"]] {
        let mut args: Vec<OsString> = args.iter().map(OsString::from).collect();
        if args.len() == 3 {
            args = vec!["exhibit".into(), "show".into(), TEXT.into()];
        }
        let shown = world.sanad(&args).ended(0);
        assert!(!shown.text().contains(canary), "{}", shown.text());
        check_seen("exhibit", shown.text());
    }
}

#[test]
fn every_other_command_shows_it_as_escapes() {
    let (world, exhibit, list, _) = hostile_world();
    triage(&world, &exhibit, &list, &["--json"]).ended(0);
    let mut two_names = BTreeSet::new();
    for name in EVIL.into_iter().chain(BROKEN) {
        let file = exhibit.join(OsStr::from_bytes(name));
        for json in [true, false] {
            let mut args: Vec<OsString> = vec!["find".into(), file.clone().into(), "--show-names".into()];
            args.extend(json.then(|| "--json".into()));
            let found = world.sanad(args).ended(0);
            check_seen("find", found.text());
            check_seen("find", &found.err_text());
            assert_eq!(found.text().contains("\\u202e"), json, "list words");
            if json {
                let line = found.lines().remove(0);
                assert_eq!(line["outcome"], "known");
                two_names.insert(format!("{}{}", line["asked"], line["asked_b64"]));
            }
        }
    }
    assert_eq!(two_names.len(), EVIL.len() + BROKEN.len());
    let printed = world.sanad([OsStr::new("fingerprint"), exhibit.as_os_str()]).ended(0);
    check_seen("fingerprint", printed.text());
    check_seen("fingerprint", &printed.err_text());
    let names: BTreeSet<String> = printed
        .lines()
        .iter()
        .map(|line| format!("{}{}{}{}", line["path"], line["path_b64"], line["inside"], line["inside_b64"]))
        .collect();
    assert_eq!(names.len(), printed.lines().len());
    let lists = world.sanad(["list", "show", "--json"]).ended(0).lines().remove(0);
    let name = lists["lists"][0]["name"].as_str().unwrap().to_owned();
    assert!(name.contains('\u{202E}'));
    let nothing = world.path(OsStr::from_bytes(b"no\x1b]0;x\x07\xFE\n<script>"));
    let nothing = nothing.as_os_str();
    for (args, code) in [
        (vec![OsStr::new("list"), OsStr::new("show")], 0),
        (vec![OsStr::new("list"), OsStr::new("show"), OsStr::new(&name)], 0),
        (vec![OsStr::new("list"), OsStr::new("show"), OsStr::new(&name), OsStr::new("--json")], 0),
        (vec![OsStr::new("exhibit"), OsStr::new("list"), OsStr::new("--json")], 0),
        (vec![OsStr::new("exhibit"), OsStr::new("list"), OsStr::new("--show-names")], 0),
        (vec![OsStr::new("triage"), nothing], 3),
        (vec![OsStr::new("find"), nothing], 2),
        (vec![OsStr::new("list"), OsStr::new("import"), nothing], 3),
        (vec![OsStr::new("list"), OsStr::new("show"), nothing], 2),
        (vec![OsStr::new("exhibit"), OsStr::new("show"), nothing], 2),
        (vec![OsStr::new("verify"), nothing], 1),
        (vec![OsStr::new("fingerprint"), nothing], 3),
        (vec![nothing], 2),
        (vec![OsStr::new("triage"), OsStr::new("x"), OsStr::new("--report"), nothing], 2),
        (vec![OsStr::new("config"), OsStr::new("show"), OsStr::new("--config"), nothing], 2),
    ] {
        let done = world.sanad(&args);
        check_seen(&format!("{args:?}"), done.text());
        check_seen(&format!("{args:?}"), &done.err_text());
        assert_eq!(done.code, Some(code), "{args:?}: {}", done.err_text());
    }
}

#[test]
fn a_terminal_is_sent_only_our_own_escapes() {
    let (world, exhibit, list, _) = hostile_world();
    let mut asked: Vec<OsString> =
        vec!["triage".into(), exhibit.clone().into(), "--list".into(), list_argument(&list), "--show-names".into()];
    // What custody lacks would be asked for, and nobody sits at this terminal.
    asked.extend(["--authority", "A", "--exhibit-number", "1", "--seal", "S", "--examiner", "E"].map(OsString::from));
    let mut arguments: Vec<Vec<OsString>> =
        vec![asked, vec!["list".into(), "show".into()], vec!["exhibit".into(), "list".into(), "--show-names".into()]];
    let evil = exhibit.join(OsString::from_vec(EVIL[6].to_vec()));
    arguments.push(vec!["find".into(), evil.into(), "--show-names".into()]);
    for args in arguments {
        let Some(done) = world.sanad_at_a_terminal(&args) else {
            eprintln!("skipped: there is no `script` to make a terminal with");
            return;
        };
        assert_eq!(done.code, Some(0), "{}", String::from_utf8_lossy(&done.out));
        let text = String::from_utf8(done.out).unwrap();
        assert!(text.contains("\x1b["), "it thinks that this is no terminal");
        for (at, _) in text.match_indices('\x1b') {
            let rest = &text[at + 1..];
            let ours = rest.strip_prefix('[').is_some_and(|rest| {
                rest.trim_start_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, ';' | '?'))
                    .starts_with(['m', 'K', 'A', 'B', 'G', 'J', 'l', 'h'])
            });
            assert!(ours, "{:?}", &rest[..rest.len().min(20)]);
        }
        for forbidden in ['\u{7}', '\u{202E}', '\u{9b}', '\u{85}', '\u{2028}', '\u{200b}'] {
            assert!(!text.contains(forbidden), "{forbidden:?} by {args:?}");
        }
        assert!(!text.contains("\x1b[2J") && !text.contains("\x1b]"));
    }
}
