//! The house's own checks. The table of arrows is the house: a new arrow is a one-line diff that somebody sees.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// What each room may import. Compared with `cargo metadata`: an import that is not here fails, and so does a line here
/// that nothing uses.
const ARROWS: &[(&str, &[&str])] = &[
    ("words", &[]),
    ("fingerprint", &[]),
    ("index", &["fingerprint"]),
    ("ledger", &[]),
    ("casework", &["fingerprint"]),
    // media gives casework's nouns, so that what is known of a file is written down in one place.
    ("media", &["casework", "fingerprint"]),
    ("formats", &["casework", "fingerprint", "words"]),
    ("store", &["casework", "fingerprint", "ledger"]),
    // The ledger is reached through the store alone: an entry without its change cannot be written.
    ("node", &["casework", "fingerprint", "formats", "index", "ledger", "media", "store", "words"]),
    // Pages and programs ask verbs, and nothing beneath them.
    ("web", &["casework", "node", "words"]),
    // It wires the rest, and turns each room's errors into sentences.
    ("sanad", &["casework", "fingerprint", "formats", "ledger", "media", "node", "store", "web", "words"]),
    ("xtask", &[]),
];

/// Rooms that may be async; everywhere else threads and channels.
const ASYNC_ROOMS: &[&str] = &["store", "node", "web", "sanad"];

/// Rooms that may hold `unsafe`: kernels and memory maps.
const UNSAFE_ROOMS: &[&str] = &["fingerprint", "index"];

/// File names that say nothing about what is inside.
const DRAWERS: &[&str] = &["utils", "util", "common", "helpers", "types", "misc"];

/// Runs every check and prints every breach before failing.
pub(crate) fn run() -> Result<()> {
    let mut breaches = arrows()?;
    for file in rust_files(&crate::root())? {
        let text = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        let shown = file.strip_prefix(crate::root()).unwrap_or(&file);
        breaches.extend(breaches_of_file(shown, &text));
    }
    breaches.extend(crate::vendored::breaches()?);
    if breaches.is_empty() {
        return Ok(());
    }
    breaches.iter().for_each(|breach| eprintln!("tidy: {breach}"));
    bail!("{} breach(es) of the house's rules", breaches.len());
}

fn arrows() -> Result<Vec<String>> {
    let metadata = crate::cargo_metadata()?;
    let packages = metadata["packages"].as_array().context("no packages in cargo metadata")?;
    let ours: BTreeMap<&str, BTreeSet<&str>> = packages
        .iter()
        .filter(|package| package["source"].is_null())
        .filter_map(|package| {
            let imports = package["dependencies"].as_array()?.iter();
            let imports = imports.filter(|import| import["source"].is_null() && import["kind"].is_null());
            Some((package["name"].as_str()?, imports.filter_map(|import| import["name"].as_str()).collect()))
        })
        .collect();
    Ok(compare_arrows(&ours))
}

fn compare_arrows(found: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<String> {
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        ARROWS.iter().map(|(room, imports)| (*room, imports.iter().copied().collect())).collect();
    let mut breaches = Vec::new();
    for (room, imports) in found {
        match allowed.get(room) {
            None => breaches.push(format!("room {room} is not in the table of arrows")),
            Some(table) => {
                let new = imports.difference(table).map(|other| format!("{room} imports {other}: no such arrow"));
                let idle = table.difference(imports).map(|other| format!("arrow {room} → {other} is used by nothing"));
                breaches.extend(new.chain(idle));
            }
        }
    }
    let gone = allowed.keys().filter(|room| !found.contains_key(*room));
    breaches.extend(gone.map(|room| format!("room {room} of the table of arrows does not exist")));
    breaches
}

fn breaches_of_file(path: &Path, text: &str) -> Vec<String> {
    let shown = path.display();
    let mut breaches = Vec::new();
    if !text.starts_with("//!") {
        breaches.push(format!("{shown}: opens without a //! line that says what it owns"));
    }
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    if DRAWERS.contains(&stem) {
        breaches.push(format!("{shown}: a drawer for odds and ends; put each thing beside its noun"));
    }
    let room = path.components().nth(1).and_then(|room| room.as_os_str().to_str()).unwrap_or_default();
    let in_crates = path.starts_with("crates");
    if in_crates && !ASYNC_ROOMS.contains(&room) && words(text).any(|word| word == "async" || word == "tokio") {
        breaches.push(format!("{shown}: async in a room of threads"));
    }
    let speaks_unsafe = text.lines().any(|line| {
        let code = line.split("//").next().unwrap_or_default();
        words(code).any(|word| word == "unsafe")
    });
    if in_crates && !UNSAFE_ROOMS.contains(&room) && speaks_unsafe {
        breaches.push(format!("{shown}: unsafe outside the rooms of kernels"));
    }
    breaches
}

/// The identifiers and words of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split(|letter: char| !letter.is_alphanumeric() && letter != '_'))
}

fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() && name != "target" && name != "node_modules" && !name.starts_with('.') {
            found.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_is_tidy() {
        run().unwrap();
    }

    #[test]
    fn a_new_arrow_and_an_idle_one_are_both_named() {
        let mut found: BTreeMap<&str, BTreeSet<&str>> =
            ARROWS.iter().map(|(room, imports)| (*room, imports.iter().copied().collect())).collect();
        assert!(compare_arrows(&found).is_empty());
        found.get_mut("words").unwrap().insert("store");
        found.get_mut("index").unwrap().remove("fingerprint");
        let breaches = compare_arrows(&found);
        assert_eq!(breaches, ["arrow index → fingerprint is used by nothing", "words imports store: no such arrow"]);
    }

    #[test]
    fn each_breach_of_a_file_is_named() {
        let check = |path: &str, text: &str, n_breaches: usize| {
            assert_eq!(breaches_of_file(Path::new(path), text).len(), n_breaches, "{path}");
        };
        check("crates/media/src/walk.rs", "//! Walks.\n", 0);
        check("crates/media/src/walk.rs", "use std::fs;\n", 1);
        check("crates/media/src/utils.rs", "//! Odds and ends.\n", 1);
        check("crates/media/src/walk.rs", "//! Walks.\npub async fn walk() {}\n", 1);
        check("crates/media/src/walk.rs", "//! Walks.\nfn f() { unsafe { g() } }\n", 1);
        check("crates/index/src/segment.rs", "//! Segments.\nfn f() { unsafe { g() } }\n", 0);
        check("crates/node/src/node.rs", "//! Verbs.\npub async fn find() {}\n", 0);
    }
}
