//! Lists every Fluent file beneath `locales/`, so that a new file is a part of the program without an edit elsewhere.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=locales");
    let locales = Path::new("locales").canonicalize()?;
    let mut listing = String::from("[\n");
    for language in names_in(&locales)? {
        // Cargo looks at a folder's own time only; naming each folder makes a new file within it count.
        println!("cargo:rerun-if-changed=locales/{language}");
        for file in names_in(&locales.join(&language))? {
            if let Some(subject) = file.strip_suffix(".ftl") {
                let path = locales.join(&language).join(&file);
                let _ = writeln!(listing, "    ({language:?}, {subject:?}, include_str!({path:?})),");
            }
        }
    }
    listing.push(']');
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    fs::write(Path::new(&out).join("locales.rs"), listing)
}

fn names_in(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.extend(entry?.file_name().into_string());
    }
    names.sort();
    Ok(names)
}
