//! The documents beside the code: what they name is there, and what is there they name. Judges no sentence.
#![expect(clippy::unwrap_used, reason = "a helper of a test may stop the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use casework::file::Mark;
use casework::list::Purpose;
use formats::csv_list::Column;
use formats::list_spec::Field;
use formats::report::ReportFormat;
use sanad::config::SPECS;
use sanad::exit::Exit;
use words::{Lang, Words};

/// Photos in the repository weigh less than this.
const PHOTOS_BYTES_MAX: u64 = 8 << 20;

/// The only licences under which a photo may lie here.
const PHOTO_LICENCES: [&str; 4] = ["CC0-1.0", "CC-BY-2.0", "CC-BY-SA-4.0", "public domain"];

/// Folders that hold what was built or made, and no document of ours.
const FOLDERS_MADE: [&str; 4] = ["target", "dist", "demo", "node_modules"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn every_photo_is_attributed() {
    let table = read("samples/ATTRIBUTION.csv");
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("file,title,author,source,licence,sha256"));
    // Titles and authors may be quoted and hold commas; the name before them and the two fields after them may not.
    let attributed: BTreeMap<String, (&str, &str)> = lines
        .map(|line| {
            let (rest, sha256) = line.rsplit_once(',').unwrap();
            let (rest, licence) = rest.rsplit_once(',').unwrap();
            (rest.split(',').next().unwrap().to_owned(), (licence, sha256))
        })
        .collect();
    let mut found = BTreeMap::new();
    let mut n_bytes = 0;
    for entry in fs::read_dir(root().join("samples/photos")).unwrap() {
        let entry = entry.unwrap();
        let bytes = fs::read(entry.path()).unwrap();
        n_bytes += bytes.len() as u64;
        let sha256 = fingerprint::Digests::of(&bytes).sha256.unwrap().to_string();
        found.insert(entry.file_name().into_string().unwrap(), sha256);
    }
    let named: BTreeMap<String, String> =
        attributed.iter().map(|(name, (_, sha256))| (name.clone(), (*sha256).to_owned())).collect();
    assert_eq!(found, named, "samples/photos and samples/ATTRIBUTION.csv disagree");
    let third_party = read("THIRD-PARTY");
    for (name, (licence, _)) in attributed {
        assert!(PHOTO_LICENCES.contains(&licence), "{name}: {licence} is not a licence we take photos under");
        assert!(third_party.contains(licence), "THIRD-PARTY does not speak of {licence}");
    }
    assert!(n_bytes < PHOTOS_BYTES_MAX, "the photos weigh {n_bytes} bytes");
}

/// The rows of the table of arrows in a text: room, and what it may import.
fn arrows_told(architecture: &str) -> BTreeMap<String, BTreeSet<String>> {
    let of_row = |line: &str| {
        let mut cells = line.strip_prefix("| `")?.split('|');
        let room = cells.next()?.trim().strip_suffix('`')?.to_owned();
        let imports = cells.next()?.split(',').map(|name| name.trim().trim_matches('`').to_owned());
        Some((room, imports.filter(|name| name != "nothing").collect()))
    };
    let table = architecture.split("## Arrows").nth(1).unwrap_or_default();
    let table = table.split("\n## ").next().unwrap_or_default();
    table.lines().filter_map(of_row).collect()
}

#[test]
fn the_map_names_every_room_and_its_arrows() {
    let architecture = read("ARCHITECTURE.md");
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let room = entry.unwrap().file_name().into_string().unwrap();
        let named = format!("`{room}`");
        assert!(architecture.contains(&named), "ARCHITECTURE.md does not name the room {room}");
    }
    let tidy = read("xtask/src/tidy.rs");
    let table = tidy.split("const ARROWS").nth(1).unwrap().split("];\n").next().unwrap();
    let checked: BTreeMap<String, BTreeSet<String>> = table
        .split("(\"")
        .skip(1)
        .map(|arrow| {
            // What stands between quotation marks: the room, then what it may import.
            let mut quoted = arrow.split('"').step_by(2).map(str::to_owned);
            let room = quoted.next().unwrap();
            (room, quoted.collect())
        })
        .collect();
    assert!(checked.len() > 10, "the table of arrows was not read: {checked:?}");
    assert_eq!(arrows_told(&architecture), checked, "ARCHITECTURE.md and xtask/src/tidy.rs disagree about arrows");
}

fn documents_beneath(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if !name.starts_with('.') && !FOLDERS_MADE.contains(&name.as_str()) {
                documents_beneath(&path, found);
            }
        } else if name.ends_with(".md") {
            found.push(path);
        }
    }
}

/// Targets of inline links that lie in the repository, without their anchors.
fn links_within(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', ' ']).next())
        .filter(|target| !target.contains("://") && !target.starts_with('#') && !target.starts_with("mailto:"))
        .filter_map(|target| target.split('#').next())
}

#[test]
fn every_link_within_leads_somewhere() {
    let mut documents = Vec::new();
    documents_beneath(&root(), &mut documents);
    let mut n_links = 0;
    for document in documents {
        let text = fs::read_to_string(&document).unwrap();
        for link in links_within(&text) {
            n_links += 1;
            let target = document.parent().unwrap().join(link);
            assert!(target.exists(), "{} links to {link}, which is not there", document.display());
        }
    }
    assert!(n_links > 10, "only {n_links} links were seen");
}

#[test]
fn what_is_taken_for_a_link() {
    let text = "[a](docs/a.md) [b](https://x/y) [c](#here) [d](b.md#there \"title\") (none.md)";
    assert_eq!(links_within(text).collect::<Vec<_>>(), ["docs/a.md", "b.md"]);
}

/// Whether a text has a word, not as a part of a longer one.
fn names(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let goes_on = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
        let before = text[..at].chars().next_back().is_some_and(goes_on);
        !before && !text[at + word.len()..].chars().next().is_some_and(goes_on)
    })
}

fn check_command(command: &clap::Command, called: &str, manual: &str) {
    for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
        if let Some(flag) = arg.get_long() {
            assert!(names(manual, &format!("--{flag}")), "docs/manual.md does not name --{flag} of `sanad {called}`");
        }
    }
    for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
        let called = format!("{called} {}", inner.get_name()).trim().to_owned();
        assert!(names(manual, &called), "docs/manual.md does not name the command `{called}`");
        check_command(inner, &called, manual);
    }
}

#[test]
fn the_manual_names_every_command_and_option() {
    let command = sanad::cli::command(&Words::in_language(Lang::English));
    assert!(command.get_subcommands().count() > 5);
    check_command(&command, "", &read("docs/manual.md"));
}

#[test]
fn the_manual_names_every_setting_and_code() {
    let manual = read("docs/manual.md");
    let settings = SPECS.iter().flat_map(|spec| [spec.key, spec.variable]).map(str::to_owned);
    let codes = [
        Mark::ALL.iter().map(|mark| mark.code()).collect::<Vec<_>>(),
        Purpose::ALL.iter().map(|purpose| purpose.code()).collect(),
        Field::ALL.iter().map(|field| field.code()).collect(),
        Column::ALL.iter().map(|column| column.code()).collect(),
        ReportFormat::ALL.iter().map(|format| format.ending()).collect(),
        sanad::config::SHARED.to_vec(),
        sanad::config::AUDIENCES.to_vec(),
    ];
    for word in settings.chain(codes.into_iter().flatten().map(str::to_owned)) {
        assert!(manual.contains(&format!("`{word}`")), "docs/manual.md does not name `{word}`");
    }
    for exit in Exit::ALL {
        assert!(manual.contains(&format!("\n| {} | ", exit.number())), "no exit code {}", exit.number());
    }
}
