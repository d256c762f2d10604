//! The folders from which somebody who is not at the machine may have exhibits and lists taken: named by whoever keeps the
//! node, and nothing outside them is looked at, let alone spoken of.

use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use casework::job::JobRefusal;
use media::walk::{Root, WalkError, open_beneath, open_root_beneath};
use rustix::fs::{Mode, OFlags};

use crate::error::Error;
use crate::open::Node;

/// Something that lies beneath one of the folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beneath {
    /// The folder, without symbolic links.
    folder: PathBuf,
    /// What lies in it, names with `/` between.
    name: String,
}

impl Beneath {
    /// Where it is, to be shown and remembered; it is opened by [`Beneath::open_root`].
    pub fn path(&self) -> PathBuf {
        self.folder.join(&self.name)
    }

    /// Opens it as an exhibit.
    pub(crate) fn open_root(&self) -> Result<Root, WalkError> {
        let failed = |source| WalkError::NotOpened { path: self.path(), source };
        let folder = open_folder(&self.folder).map_err(failed)?;
        open_root_beneath(folder.as_fd(), self.name.as_bytes())
    }

    /// Opens it as a file of the unit's own. As long as this is open, [`path_of`] names it.
    pub(crate) fn open_file(&self) -> Result<OwnedFd, Error> {
        let folder = open_folder(&self.folder).map_err(|_| Error::refused(JobRefusal::NotInIntake))?;
        open_beneath(folder.as_fd(), self.name.as_bytes()).map_err(|_| Error::refused(JobRefusal::NotInIntake))
    }
}

/// A name by which this process reads what it holds open, whatever became of the name that it was opened by.
pub(crate) fn path_of(file: &OwnedFd) -> PathBuf {
    use std::os::fd::AsRawFd as _;
    PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()))
}

fn open_folder(folder: &Path) -> std::io::Result<OwnedFd> {
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    Ok(rustix::fs::open(folder, flags, Mode::empty())?)
}

impl Node {
    /// The same node, which takes exhibits and lists from these folders when somebody asks by the API.
    ///
    /// # Errors
    /// When one is not there or no folder, and when the node's own folder lies in one, or one in it.
    pub fn taking_from(mut self, folders: &[PathBuf]) -> Result<Node, Error> {
        for folder in folders {
            let failed = |source| Error::ExhibitNotOpened { path: folder.clone(), source };
            let whole = folder.canonicalize().map_err(failed)?;
            open_folder(&whole).map_err(failed)?;
            self.folder.refuse_inside(&whole)?;
            self.intake_folders.push(whole);
        }
        Ok(self)
    }

    /// A file of an exhibit, where it lies beneath one of the folders: opened as every name beneath them is, by no link.
    pub(crate) fn open_mounted(&self, path: &Path) -> Option<OwnedFd> {
        self.intake_folders.iter().find_map(|folder| {
            let name = path.strip_prefix(folder).ok()?;
            let folder = open_folder(folder).ok()?;
            open_beneath(folder.as_fd(), name.as_os_str().as_bytes()).ok()
        })
    }

    /// Whether an exhibit lies beneath one of the folders, or is one. Of what lies elsewhere nothing is asked.
    pub(crate) fn has_mounted(&self, root: &Path) -> bool {
        self.intake_folders.iter().any(|folder| {
            let Ok(name) = root.strip_prefix(folder) else { return false };
            let opened = open_folder(folder);
            let is_there = |opened: OwnedFd| open_root_beneath(opened.as_fd(), name.as_os_str().as_bytes()).is_ok();
            if name.as_os_str().is_empty() { opened.is_ok() } else { opened.is_ok_and(is_there) }
        })
    }

    /// What is meant by a path that somebody asked for.
    ///
    /// # Errors
    /// [`JobRefusal`]: the path alone decides whether it is fit; of what is not beneath the folders nothing is said.
    pub(crate) fn beneath_intake(&self, path: &str) -> Result<Beneath, Error> {
        let refused = |refusal: JobRefusal| Err(Error::refused(refusal));
        if self.intake_folders.is_empty() {
            return refused(JobRefusal::NoIntake);
        }
        let climbs = |name: &str| name.is_empty() || name == "." || name == ".." || name.contains('\0');
        if path.split('/').any(climbs) {
            return refused(JobRefusal::PathUnfit);
        }
        // Of several that hold the name the one named first: whoever keeps the node has put them into that order.
        for folder in &self.intake_folders {
            let found = Beneath { folder: folder.clone(), name: path.to_owned() };
            if found.open_root().is_ok() {
                return Ok(found);
            }
        }
        refused(JobRefusal::NotInIntake)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::sign_in::tests::World;

    async fn node() -> (tempfile::TempDir, Node) {
        let World { folder, node, .. } = World::new().await;
        (folder, node)
    }

    #[tokio::test]
    async fn nothing_outside_is_taken_or_told_of() {
        let place = tempfile::tempdir().unwrap();
        let (intake, outside) = (place.path().join("intake"), place.path().join("outside"));
        for folder in [&intake, &outside, &intake.join("phone")] {
            std::fs::create_dir(folder).unwrap();
        }
        std::fs::write(outside.join("there"), "x").unwrap();
        std::fs::write(intake.join("phone/a.jpg"), "x").unwrap();
        symlink(&outside, intake.join("link")).unwrap();
        symlink(outside.join("there"), intake.join("phone/link.jpg")).unwrap();
        let (_folder, node) = node().await;
        let code = |node: &Node, path: &str| match node.beneath_intake(path) {
            Ok(found) => found.name,
            Err(Error::Refused(refusal)) => refusal.code(),
            Err(other) => panic!("{other}"),
        };
        assert_eq!(code(&node, "phone"), "job-no-intake");
        let node = node.taking_from(std::slice::from_ref(&intake)).unwrap();
        for taken in ["phone", "phone/a.jpg"] {
            assert_eq!(code(&node, taken), taken);
        }
        let outside = outside.join("there").to_str().unwrap().to_owned();
        for unfit in ["../outside", "/etc", "", "phone/", "phone//a.jpg", "./phone", "phone/../phone", &outside] {
            assert_eq!(code(&node, unfit), "job-path-unfit", "{unfit}");
        }
        // What is there and what is not are told apart beneath the folder alone.
        for hidden in ["link", "link/there", "link/not-there", "phone/link.jpg", "nothing", "phone/a.jpg/b"] {
            assert_eq!(code(&node, hidden), "job-not-in-intake", "{hidden}");
        }
    }

    #[tokio::test]
    async fn the_nodes_own_folder_is_no_source() {
        let (folder, node) = node().await;
        let own = node.folder().path().to_owned();
        let node = node.taking_from(&[own.join("keys")]).err().expect("its keys are nobody's list");
        assert_eq!(node.code(), "inside-exhibit");
        let (_other, node) = self::node().await;
        drop(folder);
        assert!(node.taking_from(&[PathBuf::from("/nowhere at all")]).is_err());
    }
}
