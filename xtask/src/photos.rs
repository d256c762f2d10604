//! Brings photos on which altered copies are measured: wallpapers of named Debian packages. They are not kept in git.
//!
//! `photos [--dir DIR]` downloads each package with `apt-get download`, unpacks it without installing it, and writes
//! every picture with ffmpeg as a JPEG of at most 1,024 pixels a side below DIR (`target/photos`), a folder a package.
//! Quarters of large pictures count as pictures of their own.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

/// Those on which fills, detection and views were chosen, and those on which figures are reported.
const PACKAGES: &[(&str, &str)] = &[
    ("mate-backgrounds", "chosen-on"),
    ("gnome-backgrounds", "chosen-on"),
    ("plasma-workspace-wallpapers", "fresh"),
    ("ukui-wallpapers", "fresh"),
    ("lomiri-wallpapers-16.04", "fresh"),
    ("lomiri-wallpapers-20.04", "fresh"),
];

/// Long side of what is written.
const SIDE_PX: u32 = 1024;

/// From this long side on a picture's quarters count as pictures.
const SIDE_OF_QUARTERED_PX: u32 = 1900;

/// Smaller files are thumbnails, and links that a tar wrote as files.
const FILE_BYTES_MIN: u64 = 40_000;

/// `photos [--dir DIR]`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let given = arguments.iter().position(|argument| argument == "--dir").and_then(|at| arguments.get(at + 1));
    let dir = given.map_or_else(|| crate::root().join("target/photos"), PathBuf::from);
    let mut n_written = 0;
    for (package, kind) in PACKAGES {
        let unpacked = unpack(&dir.join("packages"), package)?;
        let to = dir.join(kind).join(package);
        std::fs::create_dir_all(&to).with_context(|| format!("making {}", to.display()))?;
        for picture in pictures_below(&unpacked)? {
            n_written += write(&picture, &to)?;
        }
    }
    println!("{n_written} pictures in {}", dir.display());
    Ok(())
}

/// Downloads and unpacks a package, unless that was done before.
fn unpack(packages: &Path, package: &str) -> Result<PathBuf> {
    let unpacked = packages.join(package);
    if unpacked.is_dir() {
        return Ok(unpacked);
    }
    std::fs::create_dir_all(packages).with_context(|| format!("making {}", packages.display()))?;
    let status = Command::new("apt-get").args(["download", package]).current_dir(packages).status();
    if !status.context("starting apt-get")?.success() {
        bail!("apt-get download {package} failed");
    }
    let name = format!("{package}_");
    let deb = std::fs::read_dir(packages)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(&name)))
        .with_context(|| format!("apt-get left no file of {package}"))?;
    crate::run("dpkg-deb", &["-x", &deb.to_string_lossy(), &unpacked.to_string_lossy()])?;
    Ok(unpacked)
}

/// The pictures of a folder and what is below it. Where a folder holds one picture in many sizes, the largest file.
fn pictures_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut here = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        let is_picture =
            path.extension().is_some_and(|extension| ["jpg", "png", "webp"].iter().any(|e| extension == *e));
        if kind.is_dir() {
            found.extend(pictures_below(&path)?);
        } else if kind.is_file() && is_picture && entry.metadata()?.len() >= FILE_BYTES_MIN {
            here.push((entry.metadata()?.len(), path));
        }
    }
    let is_one_in_many_sizes = folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("images"));
    here.sort();
    if is_one_in_many_sizes {
        here.drain(..here.len().saturating_sub(1));
    }
    found.extend(here.into_iter().map(|(_, path)| path).filter(|path| path.file_stem() != Some("screenshot".as_ref())));
    found.sort();
    Ok(found)
}

/// Writes a picture and, if it is large, its quarters; how many.
fn write(picture: &Path, to: &Path) -> Result<usize> {
    let side_px = long_side_px(picture)?;
    let mut crops = vec![("", "null")];
    if side_px >= SIDE_OF_QUARTERED_PX {
        crops.extend([
            ("-a", "crop=iw/2:ih/2:0:0"),
            ("-b", "crop=iw/2:ih/2:iw/2:0"),
            ("-c", "crop=iw/2:ih/2:0:ih/2"),
            ("-d", "crop=iw/2:ih/2:iw/2:ih/2"),
        ]);
    }
    // Wallpapers of one package may have the same file name; their folder tells them apart.
    let above = picture.ancestors().nth(3).and_then(Path::file_name).unwrap_or_default().to_string_lossy();
    let folder = picture.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
    let stem = picture.file_stem().unwrap_or_default().to_string_lossy();
    for (suffix, crop) in &crops {
        let file = to.join(format!("{above}-{folder}-{stem}{suffix}.jpg").replace(' ', "_"));
        let fit =
            format!("scale='min({SIDE_PX},iw)':'min({SIDE_PX},ih)':force_original_aspect_ratio=decrease:flags=area");
        let filter = format!("{crop},{fit},format=yuvj444p");
        let (from, file) = (picture.to_string_lossy(), file.to_string_lossy());
        let all =
            ["-nostdin", "-loglevel", "error", "-y", "-i", &from, "-vf", &filter, "-q:v", "2", "-frames:v", "1", &file];
        crate::run("ffmpeg", &all)?;
    }
    Ok(crops.len())
}

fn long_side_px(picture: &Path) -> Result<u32> {
    let fields = ["-v", "error", "-select_streams", "v", "-show_entries", "stream=width,height", "-of", "csv=p=0"];
    let output = Command::new("ffprobe").args(fields).arg(picture).output().context("starting ffprobe")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let sides = text.trim().split(',').filter_map(|side| side.parse().ok());
    sides.max().with_context(|| format!("ffprobe says no size of {}", picture.display()))
}
