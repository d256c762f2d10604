//! A tarball that installs without internet: program, man pages, completions, licences, bill of materials, checksums.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{licences, vendored};

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
    // The tarball holds what an installation holds, so that it can be read without being installed.
    crate::run("sh", &["scripts/install.sh", &folder.to_string_lossy(), &program.to_string_lossy()])?;
    let installer = crate::root().join("scripts/install.sh");
    std::fs::copy(&installer, folder.join("install.sh")).context("copying install.sh")?;
    let papers = folder.join("share/doc/sanad");
    let dependencies = licences::dependencies()?;
    std::fs::write(papers.join("THIRD-PARTY-LICENCES-FULL.txt"), licences::full_texts(&dependencies)?)?;
    let bill = licences::bill_of_materials(&dependencies, &vendored::packages()?, version);
    std::fs::write(papers.join("sbom.cdx.json"), serde_json::to_vec_pretty(&bill)?)?;
    shell(&folder, "find . -type f ! -name SHA256SUMS -print0 | LC_ALL=C sort -z | xargs -0 sha256sum > SHA256SUMS")?;
    // Sorted, without owner or time: two builds of one commit give one tarball.
    let tar = format!(
        "tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@${{SOURCE_DATE_EPOCH:-0}} -czf {name}.tar.gz {name} \
         && sha256sum {name}.tar.gz > {name}.tar.gz.sha256 && cat {name}.tar.gz.sha256"
    );
    shell(&crate::root().join("dist"), &tar)?;
    // What a stranger will do with it, done once here.
    let install = format!(
        "rm -rf check && mkdir check && tar -xzf {name}.tar.gz -C check && check/{name}/install.sh check/prefix \
         && check/prefix/bin/sanad --version && rm -rf check"
    );
    shell(&crate::root().join("dist"), &install)
}

fn shell(folder: &Path, line: &str) -> Result<()> {
    let status = Command::new("sh").args(["-ec", line]).current_dir(folder).status().context("starting sh")?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}
