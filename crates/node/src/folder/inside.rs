//! Whether what would be written lies below what is examined: by name, by inode, and through bind mounts. It touches
//! nothing.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::{FolderError, disk, mount};

/// Refuses to write at `written`, which need not exist yet, when that is `exhibit` or lies below it.
pub fn refuse_inside(written: &Path, exhibit: &Path) -> Result<(), FolderError> {
    let outer = exhibit.canonicalize().map_err(disk("finding the exhibit", exhibit))?;
    let refused = || FolderError::InsideExhibit { written: written.to_owned(), exhibit: exhibit.to_owned() };
    for inner in real_paths(written).map_err(disk("finding where to write", written))? {
        if is_inside(&inner, &outer).map_err(disk("comparing two places", &inner))? {
            return Err(refused());
        }
    }
    Ok(())
}

fn is_inside(inner: &Path, outer: &Path) -> std::io::Result<bool> {
    if inner.starts_with(outer) {
        return Ok(true);
    }
    let facts = fs::metadata(outer)?;
    for ancestor in inner.ancestors() {
        match fs::metadata(ancestor) {
            Ok(found) if (found.dev(), found.ino()) == (facts.dev(), facts.ino()) => return Ok(true),
            Err(wrong) if wrong.kind() != std::io::ErrorKind::NotFound => return Err(wrong),
            _ => {}
        }
    }
    // A part of the exhibit can be mounted elsewhere: then names and inodes of ancestors differ, the place on the
    // device does not.
    let there = inner.ancestors().find(|ancestor| ancestor.exists()).unwrap_or(inner);
    Ok(match (mount::place_on_device(there), mount::place_on_device(outer)) {
        (Some((inner_device, inner)), Some((outer_device, outer))) => {
            inner_device == outer_device && inner.starts_with(outer)
        }
        _ => false,
    })
}

/// The path without symbolic links: of what is there, and of the name itself, which a rename would replace.
fn real_paths(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    let path = std::path::absolute(path)?;
    let mut real = Vec::new();
    if let Ok(whole) = path.canonicalize() {
        real.push(whole);
    }
    let Some(folder) = path.parent() else { return Ok(real) };
    let there = folder.ancestors().find(|ancestor| ancestor.exists()).unwrap_or(Path::new("/"));
    let rest = path.strip_prefix(there).map_err(std::io::Error::other)?;
    if rest.components().any(|part| part == std::path::Component::ParentDir) {
        return Err(std::io::Error::new(std::io::ErrorKind::NotFound, "a folder on the way does not exist"));
    }
    real.push(there.canonicalize()?.join(rest));
    Ok(real)
}
