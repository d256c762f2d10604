//! What `scripts/vendor.sh` took from others for the pages: `VENDOR.lock`, and whether the folder is what it says. It
//! fetches nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha384};

/// Where the files lie.
const FOLDER: &str = "crates/web/assets/vendor";
/// Ours, in the same folder: what is taken, and the record of it.
const RECIPE: [&str; 3] = ["VENDOR.lock", "package-lock.json", "package.json"];
/// Where licence texts lie in the folder.
const LICENCES: &str = "licences/";

/// One line of the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Vendored {
    /// The file, in the folder.
    file: String,
    /// `sha384-…`, as the integrity attribute has it.
    integrity: String,
    /// The npm package that it is from.
    pub package: String,
    /// The package's version.
    pub version: String,
    /// Its SPDX expression.
    pub licence: String,
}

/// Every file of the lock.
pub(crate) fn all() -> Result<Vec<Vendored>> {
    let path = folder().join("VENDOR.lock");
    read(&std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?)
}

/// One file of each package, by the package's name.
pub(crate) fn packages() -> Result<Vec<Vendored>> {
    let mut found = BTreeMap::new();
    for vendored in all()? {
        found.entry(vendored.package.clone()).or_insert(vendored);
    }
    Ok(found.into_values().collect())
}

/// The licence texts of a package, one after the other.
pub(crate) fn licence_text(package: &str) -> Result<String> {
    let mut text = String::new();
    for vendored in all()?.iter().filter(|each| each.package == package && each.file.starts_with(LICENCES)) {
        let path = folder().join(&vendored.file);
        text.push_str(&std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?);
    }
    if text.is_empty() {
        bail!("{package} is vendored without the text of its licence");
    }
    Ok(text)
}

/// What the folder holds beside what the lock says, and lock files that name where a machine fetched things.
pub(crate) fn breaches() -> Result<Vec<String>> {
    let mut held = BTreeMap::new();
    for path in files_below(&folder())? {
        let name = path.strip_prefix(folder()).unwrap_or(&path).to_string_lossy().into_owned();
        if !RECIPE.contains(&name.as_str()) {
            held.insert(name, std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?);
        }
    }
    let mut breaches = compare(&all()?, &held);
    for lock in ["crates/web/assets/vendor/package-lock.json", "browser/package-lock.json"] {
        let path = crate::root().join(lock);
        if path.exists() && std::fs::read_to_string(&path)?.contains("\"resolved\"") {
            breaches.push(format!(
                "{lock}: names the registry of one machine; write it with --omit-lockfile-registry-resolved"
            ));
        }
    }
    Ok(breaches)
}

fn compare(lock: &[Vendored], held: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut breaches = Vec::new();
    for Vendored { file, integrity, .. } in lock {
        match held.get(file) {
            None => breaches.push(format!("{FOLDER}/{file}: named in VENDOR.lock and not there")),
            Some(bytes) if integrity_of(bytes) != *integrity => {
                breaches.push(format!("{FOLDER}/{file}: is not what VENDOR.lock says"));
            }
            Some(_) => {}
        }
    }
    let named: BTreeSet<&str> = lock.iter().map(|vendored| vendored.file.as_str()).collect();
    let strange = held.keys().filter(|file| !named.contains(file.as_str()));
    breaches.extend(strange.map(|file| format!("{FOLDER}/{file}: VENDOR.lock does not name it")));
    breaches
}

fn integrity_of(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

fn read(lock: &str) -> Result<Vec<Vendored>> {
    lock.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| match line.split(' ').collect::<Vec<_>>()[..] {
            [file, integrity, package, version, licence] => Ok(Vendored {
                file: file.to_owned(),
                integrity: integrity.to_owned(),
                package: package.to_owned(),
                version: version.to_owned(),
                licence: licence.to_owned(),
            }),
            _ => bail!("VENDOR.lock: a line of another shape: {line}"),
        })
        .collect()
}

fn folder() -> PathBuf {
    crate::root().join(FOLDER)
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files_below(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_a_missing_and_a_strange_file_are_each_named() {
        let digest = integrity_of(b"code");
        assert!(digest.len() == "sha384-".len() + 64, "{digest}");
        let lock = read(&format!("# comment\na.js {digest} a 1.0.0 MIT\nb/c.js {digest} b 2.0.0 ISC\n")).unwrap();
        let check = |held: &[(&str, &[u8])], expected: &[&str]| {
            let held = held.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
            assert_eq!(compare(&lock, &held), expected);
        };
        check(&[("a.js", b"code"), ("b/c.js", b"code")], &[]);
        check(
            &[("a.js", b"cope"), ("d.js", b"code")],
            &[
                "crates/web/assets/vendor/a.js: is not what VENDOR.lock says",
                "crates/web/assets/vendor/b/c.js: named in VENDOR.lock and not there",
                "crates/web/assets/vendor/d.js: VENDOR.lock does not name it",
            ],
        );
        assert!(read("a.js sha384-x a 1.0.0\n").is_err());
    }

    #[test]
    fn every_package_brings_its_licence() {
        for vendored in packages().unwrap() {
            assert!(licence_text(&vendored.package).unwrap().len() > 100, "{}", vendored.package);
        }
        assert!(licence_text("left-pad").is_err());
    }
}
