//! The programs that others wrote and that we are held against: where their Python is, and how it is installed.
//!
//! A peer that is missing is no error: its figures say so.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::race::Runner;

/// Debian packages of the peers that are no Python.
const DEBIAN: &str = "hashdeep sleuthkit postgresql";
/// Debian packages that PyPI's vpdq needs to be built.
const DEBIAN_FOR_VPDQ: &str = "g++ cmake pkg-config python3-dev libavdevice-dev libavfilter-dev libavformat-dev \
                               libavcodec-dev libswresample-dev libswscale-dev libavutil-dev";

/// HMA 1.1.7, of 17 July 2026.
const HMA_COMMIT: &str = "baefb4ed67b6cdc1d4c82dbaef858d50866ac424";

/// Where the peers' Python is.
pub(super) struct Peers {
    python: PathBuf,
}

impl Peers {
    /// The named Python, else the one of [`install`], else the system's.
    pub(super) fn find(named: Option<&str>, scratch: &Path) -> Peers {
        let installed = scratch.join("peers/bin/python");
        let python = match named {
            Some(path) => PathBuf::from(path),
            None if installed.exists() => installed,
            None => PathBuf::from("python3"),
        };
        Peers { python }
    }

    /// A program of `xtask/peers`, which prints JSON lines.
    pub(super) fn of_lines(&self, name: &str, program: &str, arguments: &[String]) -> Runner {
        let program = crate::root().join("xtask/peers").join(program);
        let mut command = vec![self.python.as_os_str().to_owned(), program.into_os_string()];
        command.extend(arguments.iter().map(Into::into));
        Runner::of_lines(name, command).with_variable("PYTHONDONTWRITEBYTECODE", "1")
    }

    /// A program of `xtask/peers` that stays under way.
    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(&self.python);
        let program = crate::root().join("xtask/peers").join(program);
        command.arg(program).env("PYTHONDONTWRITEBYTECODE", "1").env("OMP_NUM_THREADS", "1");
        command
    }

    /// Where HMA lies: it is no package, but a folder of a repository.
    pub(super) fn hma(&self, named: Option<&str>, scratch: &Path) -> PathBuf {
        named.map_or_else(|| scratch.join("peers/hma/hasher-matcher-actioner"), PathBuf::from)
    }

    /// A program that a Python package brought.
    pub(super) fn script(&self, name: &str) -> Option<PathBuf> {
        let beside = self.python.parent().map(|bin| bin.join(name)).filter(|path| path.exists());
        beside.or_else(|| found(name))
    }
}

/// The program of that name on the search path.
pub(super) fn found(program: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths).map(|dir| dir.join(program)).find(|path| path.is_file())
}

/// Makes a Python environment with the peers in `scratch`. What does not install is named, and the rest stands.
pub(super) fn install(scratch: &Path) -> Result<()> {
    let venv = scratch.join("peers");
    std::fs::create_dir_all(scratch).context("making the folder of the benches")?;
    crate::run("python3", &["-m", "venv", &venv.to_string_lossy()])?;
    let list = crate::root().join("xtask/peers/requirements.txt");
    let list = std::fs::read_to_string(&list).with_context(|| format!("reading {}", list.display()))?;
    let mut missing = Vec::new();
    for package in packages_of(&list) {
        let status = Command::new(venv.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check", package])
            .status()
            .context("starting pip")?;
        if !status.success() {
            missing.push(package);
        }
    }
    if let Err(error) = install_hma(&venv.join("hma")) {
        eprintln!("bench: HMA could not be fetched ({error:#}); name a checkout with --hma");
    }
    for package in &missing {
        eprintln!("bench: {package} could not be installed; its figures will say so");
    }
    if missing.iter().any(|package| package.starts_with("vpdq")) {
        eprintln!("bench: vpdq is built from source; on Debian: apt-get install {DEBIAN_FOR_VPDQ}");
    }
    if found("hashdeep").is_none() || found("hfind").is_none() {
        install_of_debian()?;
    }
    Ok(())
}

/// Fetches the folder of HMA at the commit that `docs/hma.md` was written by.
fn install_hma(folder: &Path) -> Result<()> {
    if folder.join("hasher-matcher-actioner").is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let archive = folder.join("archive.tar.gz").to_string_lossy().into_owned();
    let url = format!("https://github.com/facebook/ThreatExchange/archive/{HMA_COMMIT}.tar.gz");
    crate::run("curl", &["--fail", "--silent", "--show-error", "--location", "--output", &archive, &url])?;
    let (into, wanted) = (folder.to_string_lossy(), format!("ThreatExchange-{HMA_COMMIT}/hasher-matcher-actioner"));
    crate::run("tar", &["--extract", "--file", &archive, "--directory", &into, "--strip-components=1", &wanted])
}

/// Who may install packages has them installed; everybody else is told how.
fn install_of_debian() -> Result<()> {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    let is_permitted = is_root && found("apt-get").is_some();
    let is_installed = is_permitted
        && Command::new("apt-get")
            .args(["install", "--yes", "--quiet", "--no-install-recommends"])
            .args(DEBIAN.split(' '))
            .stdout(std::process::Stdio::null())
            .status()
            .context("starting apt-get")?
            .success();
    if !is_installed {
        eprintln!("bench: on Debian: apt-get install {DEBIAN}");
    }
    Ok(())
}

fn packages_of(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_peer_has_its_version() {
        let path = crate::root().join("xtask/peers/requirements.txt");
        let list = std::fs::read_to_string(path).unwrap();
        assert!(packages_of(&list).count() >= 5);
        assert!(packages_of(&list).all(|package| package.contains("==")), "{list}");
    }
}
