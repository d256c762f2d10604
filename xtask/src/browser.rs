//! The pages in a real browser: the tests in `browser/`, and pictures of the pages. What they check is written there.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::ci::OIDC;

/// `browser [FILE…]`: the tests, or those in the files named, which stand in `browser/tests`.
pub(crate) fn run(names: &[String]) -> Result<()> {
    let mut args = vec!["--test".into(), "--test-reporter=spec".into()];
    // Each file is named: versions of node differ in what they take a folder for.
    args.extend(test_files(names)?.into_iter().map(PathBuf::into_os_string));
    node(&args)
}

/// `screenshots [FOLDER [PAGE…]]`.
pub(crate) fn screenshots(arguments: &[String]) -> Result<()> {
    let folder = match arguments.first() {
        Some(folder) => folder.into(),
        None => crate::root().join("target/screenshots").into_os_string(),
    };
    let mut args = vec!["browser/screenshots.mjs".into(), folder];
    args.extend(arguments.iter().skip(1).map(OsString::from));
    node(&args)
}

/// Runs node on the program as it is now. What it prints goes where ours goes.
fn node(args: &[OsString]) -> Result<()> {
    if !crate::root().join("browser/node_modules/playwright-core").exists() {
        bail!("the browser tests' modules are not there: run `sh scripts/install-tools.sh test`");
    }
    // The same as the step of `ci` before it, which leaves nothing to do.
    crate::run("cargo", &["build", "--workspace", "--locked", "--features", OIDC])?;
    let metadata = crate::cargo_metadata()?;
    let target = metadata["target_directory"].as_str().context("cargo metadata names no target folder")?;
    let status = crate::command("node")
        .args(args)
        .env("SANAD", PathBuf::from(target).join("debug/sanad"))
        .status()
        .context("starting node")?;
    if !status.success() {
        bail!("the browser ended with {status}");
    }
    Ok(())
}

fn test_files(names: &[String]) -> Result<Vec<PathBuf>> {
    let folder = crate::root().join("browser/tests");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&folder).context("listing browser/tests")? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let is_asked = names.is_empty() || names.iter().any(|asked| name.starts_with(asked.as_str()));
        if name.ends_with(".test.mjs") && is_asked {
            found.push(path);
        }
    }
    if found.is_empty() {
        bail!("no such file in browser/tests: {}", names.join(" "));
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_how_their_names_begin() {
        let check = |names: &[&str], n_files: usize| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            let found = test_files(&names).map(|files| files.len());
            assert_eq!(found.unwrap_or_default(), n_files, "{names:?}");
        };
        check(&["api"], 1);
        check(&["harness", "api"], 2);
        check(&["nothing"], 0);
        assert!(test_files(&[]).unwrap().len() >= 2);
    }
}
