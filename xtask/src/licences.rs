//! Whose code is inside: a table of every dependency that reaches the binary, of what the pages have of others, and a
//! software bill of materials.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::vendored::{self, Vendored};

/// The table's file.
const TABLE: &str = "THIRD-PARTY-LICENCES.md";

/// One dependency.
pub(crate) struct Dependency {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its SPDX expression, or the name of its licence file.
    pub licence: String,
    /// The folder its sources stand in.
    pub folder: std::path::PathBuf,
}

/// Writes the table; with `--check` compares it with what is committed.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let path = crate::root().join(TABLE);
    let table = table(&dependencies()?, &vendored::packages()?);
    if arguments.iter().any(|argument| argument == "--check") {
        let committed = std::fs::read_to_string(&path).with_context(|| format!("reading {TABLE}"))?;
        if committed != table {
            bail!("{TABLE} is out of date: run `cargo xtask licences` and commit it");
        }
        return Ok(());
    }
    std::fs::write(&path, table).with_context(|| format!("writing {TABLE}"))
}

/// Every crate that is compiled into `sanad`, its build scripts' and tests' own dependencies left out.
pub(crate) fn dependencies() -> Result<Vec<Dependency>> {
    let metadata = crate::cargo_metadata()?;
    let packages: BTreeMap<&str, &Value> =
        array(&metadata["packages"])?.iter().filter_map(|package| Some((package["id"].as_str()?, package))).collect();
    let nodes: BTreeMap<&str, &Value> =
        array(&metadata["resolve"]["nodes"])?.iter().filter_map(|node| Some((node["id"].as_str()?, node))).collect();
    let program = packages
        .iter()
        .find(|(_, package)| package["name"] == "sanad" && package["source"].is_null())
        .map(|(id, _)| *id)
        .context("no package sanad")?;
    let mut reached = BTreeSet::new();
    let mut next = vec![program];
    while let Some(id) = next.pop() {
        if !reached.insert(id) {
            continue;
        }
        for import in array(&nodes[id]["deps"])? {
            let compiled_in = array(&import["dep_kinds"])?.iter().any(|kind| kind["kind"].is_null());
            if let (true, Some(id)) = (compiled_in, import["pkg"].as_str()) {
                next.push(id);
            }
        }
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut found: Vec<Dependency> = reached
        .into_iter()
        .map(|id| packages[id])
        .filter(|package| !package["source"].is_null())
        .map(|package| Dependency {
            name: text(&package["name"]),
            version: text(&package["version"]),
            licence: package["license"].as_str().unwrap_or("see its licence file").to_owned(),
            folder: std::path::Path::new(package["manifest_path"].as_str().unwrap_or_default())
                .parent()
                .unwrap_or(std::path::Path::new(""))
                .to_owned(),
        })
        .collect();
    found.sort_by(|one, two| (&one.name, &one.version).cmp(&(&two.name, &two.version)));
    Ok(found)
}

fn table(dependencies: &[Dependency], vendored: &[Vendored]) -> String {
    let mut text = String::from(
        "# Third-party licences\n\nEvery crate that is compiled into `sanad`. Written by `cargo xtask licences`; a test keeps it true.\nThe full texts travel in the tarball that `make dist` makes.\n\n| crate | version | licence |\n|---|---|---|\n",
    );
    for Dependency { name, version, licence, .. } in dependencies {
        text.push_str(&format!("| {name} | {version} | {licence} |\n"));
    }
    text.push_str("\nWhat the pages have of others is in `crates/web/assets/vendor`, file by file in its `VENDOR.lock`.\n\n| package | version | licence |\n|---|---|---|\n");
    for Vendored { package, version, licence, .. } in vendored {
        text.push_str(&format!("| {package} | {version} | {licence} |\n"));
    }
    text
}

/// The full texts of all licence files, one crate after the other, then those of the pages.
pub(crate) fn full_texts(dependencies: &[Dependency]) -> Result<String> {
    let mut text = String::new();
    for Dependency { name, version, licence, folder } in dependencies {
        text.push_str(&format!("{}\n{name} {version}: {licence}\n\n", "=".repeat(78)));
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .with_context(|| format!("listing the sources of {name}"))?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| {
                let file = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_uppercase();
                path.is_file()
                    && ["LICEN", "COPYING", "NOTICE", "UNLICENSE"].iter().any(|start| file.starts_with(start))
            })
            .collect();
        files.sort();
        for file in files {
            text.push_str(&String::from_utf8_lossy(&std::fs::read(&file)?));
            text.push('\n');
        }
    }
    for Vendored { package, version, licence, .. } in vendored::packages()? {
        text.push_str(&format!("{}\n{package} {version}: {licence}\n\n", "=".repeat(78)));
        text.push_str(&vendored::licence_text(&package)?);
        text.push('\n');
    }
    Ok(text)
}

/// A CycloneDX 1.5 bill of materials.
pub(crate) fn bill_of_materials(dependencies: &[Dependency], vendored: &[Vendored], version: &str) -> Value {
    let crates = dependencies.iter().map(|Dependency { name, version, licence, .. }| {
        json!({
            "type": "library", "name": name, "version": version,
            "purl": format!("pkg:cargo/{name}@{version}"),
            "licenses": [{ "expression": licence.replace('/', " OR ") }],
        })
    });
    let packages = vendored.iter().map(|Vendored { package, version, licence, .. }| {
        json!({
            "type": "library", "name": package, "version": version,
            "purl": format!("pkg:npm/{}@{version}", package.replace('@', "%40")),
            "licenses": [{ "expression": licence }],
        })
    });
    let components: Vec<Value> = crates.chain(packages).collect();
    json!({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": { "component": { "type": "application", "name": "sanad", "version": version } },
        "components": components,
    })
}

fn array(value: &Value) -> Result<&Vec<Value>> {
    value.as_array().context("cargo metadata has another shape than expected")
}
