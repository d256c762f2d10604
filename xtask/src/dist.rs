//! A tarball that installs without internet: program, man pages, completions, licences, bill of materials, checksums.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::licences;

/// Builds the `dist` profile and packs `dist/sanad-<version>-<architecture>-linux.tar.gz`.
pub(crate) fn run() -> Result<()> {
    crate::run("cargo", &["build", "--profile", "dist", "--locked", "--bin", "sanad"])?;
    let version = env!("CARGO_PKG_VERSION");
    let name = format!("sanad-{version}-{}-linux", std::env::consts::ARCH);
    let folder = crate::root().join("dist").join(&name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).context("emptying the folder of the last tarball")?;
    }
    std::fs::create_dir_all(&folder).context("making the tarball's folder")?;
    let program = crate::root().join("target/dist/sanad");
    let copy = |from: &Path, to: &str| {
        std::fs::copy(from, folder.join(to)).with_context(|| format!("copying {}", from.display())).map(drop)
    };
    copy(&program, "sanad")?;
    for file in ["LICENSE", "README.md", "CHANGELOG.md", "THIRD-PARTY-LICENCES.md", "scripts/install.sh"] {
        copy(&crate::root().join(file), file.rsplit('/').next().unwrap_or(file))?;
    }
    crate::run(&program.to_string_lossy(), &["documents", &folder.join("share").to_string_lossy()])?;
    let dependencies = licences::dependencies()?;
    std::fs::write(folder.join("THIRD-PARTY-LICENCES-FULL.txt"), licences::full_texts(&dependencies)?)?;
    let bill = licences::bill_of_materials(&dependencies, version);
    std::fs::write(folder.join("sbom.cdx.json"), serde_json::to_vec_pretty(&bill)?)?;
    shell(&folder, "find . -type f ! -name SHA256SUMS -print0 | LC_ALL=C sort -z | xargs -0 sha256sum > SHA256SUMS")?;
    // Sorted, without owner or time: two builds of one commit give one tarball.
    let tar = format!(
        "tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@${{SOURCE_DATE_EPOCH:-0}} -czf {name}.tar.gz {name} \
         && sha256sum {name}.tar.gz > {name}.tar.gz.sha256 && cat {name}.tar.gz.sha256"
    );
    shell(&crate::root().join("dist"), &tar)
}

fn shell(folder: &Path, line: &str) -> Result<()> {
    let status = Command::new("sh").args(["-ec", line]).current_dir(folder).status().context("starting sh")?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}
