//! Which database is this folder's: its own file, or one of a server. The folder remembers it, and both bear the same mark, so
//! that neither is ever used with another's. Opens none.

use std::path::{Path, PathBuf};

use ledger::folder::CHECKPOINT;
use store::{Engine, Store, Where};

use crate::chance;
use crate::error::Error;
use crate::folder::{NodeFolder, write_whole};

const TITLE: &str = "sanad-database 1";
/// How the folder calls the database in itself.
const IN_FOLDER: &str = "sanad.db";

/// Why a folder and a database do not belong together. Addresses are shown without user and password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTogether {
    /// The folder's records are on a server, and none was named. React: name it.
    #[error("the folder's records are in {at}, and no database was named")]
    Elsewhere {
        /// Where.
        at: String,
    },
    /// The folder has its records in itself, and a server was named. React: name none, or move them by backup and restore.
    #[error("the folder keeps its records in itself, and {named} was named")]
    InFolder {
        /// What was named.
        named: String,
    },
    /// The database belongs to another folder. React: name the right one of the two.
    #[error("the database {at} belongs to another folder")]
    OfAnother {
        /// Which database.
        at: String,
    },
    /// The folder's database is not there any more, or was emptied. React: put it back, or restore a backup.
    #[error("the database {at} of this folder is gone")]
    Gone {
        /// Where it was.
        at: String,
    },
}

/// What the folder remembers of its database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remembered {
    /// What stands in both.
    pub(crate) mark: String,
    /// The server's address as it is shown; [`IN_FOLDER`] for the file.
    at: String,
}

impl Remembered {
    fn path(folder: &Path) -> PathBuf {
        folder.join("database")
    }

    /// What stands in the folder; none in one that was never used with this version of the program.
    fn read(folder: &Path) -> Result<Option<Remembered>, Error> {
        let path = Remembered::path(folder);
        let failed =
            |source| Error::Disk { doing: "reading which database is the folder's", path: path.clone(), source };
        let text = match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            read => read.map_err(failed)?,
        };
        let mut lines = text.lines();
        let read = (lines.next() == Some(TITLE)).then_some(()).and_then(|()| {
            let mark = lines.next()?.strip_prefix("mark ")?.to_owned();
            let at = lines.next()?.strip_prefix("at ")?.to_owned();
            Some(Remembered { mark, at })
        });
        let wrong = || failed(std::io::Error::new(std::io::ErrorKind::InvalidData, "not what this program wrote"));
        read.ok_or_else(wrong).map(Some)
    }

    /// Writes it down: whole or not at all.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), Error> {
        let path = Remembered::path(folder);
        let text = format!("{TITLE}\nmark {}\nat {}\n", self.mark, self.at);
        write_whole(&path, text.as_bytes()).map_err(|source| Error::Disk {
            doing: "writing down which database is the folder's",
            path,
            source,
        })
    }

    /// A mark that no other folder has, for the database at this place.
    pub(crate) fn new(at: &Where) -> Result<Remembered, Error> {
        let bytes = chance::bytes::<16>()?;
        Remembered::with_mark(bytes.iter().map(|byte| format!("{byte:02x}")).collect(), at)
    }

    /// A mark that was made before.
    pub(crate) fn with_mark(mark: String, at: &Where) -> Result<Remembered, Error> {
        Ok(Remembered { mark, at: shown(at)? })
    }
}

/// How a database is called in the folder and before people.
pub(crate) fn shown(at: &Where) -> Result<String, Error> {
    match at.engine() {
        Engine::Sqlite => Ok(IN_FOLDER.to_owned()),
        Engine::Postgres => Ok(at.shown()?),
    }
}

/// Where the database is: at the address that was named, else in the folder.
///
/// # Errors
/// [`NotTogether`] where the folder knows better.
pub(crate) fn place(folder: &NodeFolder, named: Option<&str>) -> Result<Where, Error> {
    let remembered = Remembered::read(folder.path())?;
    let file = folder.database();
    let in_folder = remembered.as_ref().is_some_and(|known| known.at == IN_FOLDER);
    let Some(named) = named else {
        return match remembered {
            Some(Remembered { at, .. }) if !in_folder => Err(NotTogether::Elsewhere { at }.into()),
            Some(_) if !file.exists() => Err(gone(&file)),
            None if !file.exists() && has_signed(folder) => Err(gone(&file)),
            _ => Ok(Where::File(file)),
        };
    };
    let at = Where::from_text(named);
    if at.engine() != Engine::Postgres {
        let what = "it is no address of the form postgres://user@host/name".to_owned();
        return Err(Error::Storage(store::Error::Unfit { what }));
    }
    if in_folder || file.exists() {
        return Err(NotTogether::InFolder { named: shown(&at)? }.into());
    }
    Ok(at)
}

/// Holds the two to each other, and binds those that were never used.
///
/// # Errors
/// [`NotTogether`].
pub(crate) async fn hold_together(folder: &NodeFolder, store: &Store) -> Result<(), Error> {
    let at = store.at();
    let remembered = Remembered::read(folder.path())?;
    let of_another = || shown(at).map(|at| Error::from(NotTogether::OfAnother { at }));
    let bound = store.bound_folder().await?;
    let in_folder = at.engine() == Engine::Sqlite;
    let known = match (remembered, bound) {
        (Some(known), Some(mark)) if known.mark == mark => known,
        (None, Some(mark)) if in_folder => Remembered { mark, at: shown(at)? },
        (_, Some(_)) => return Err(of_another()?),
        (remembered, None) => {
            let is_new = store.ledger_root().await?.size == 0;
            if is_new && has_signed(folder) {
                return Err(NotTogether::Gone { at: shown(at)? }.into());
            }
            if !is_new && !in_folder {
                return Err(of_another()?);
            }
            match remembered {
                Some(known) => known,
                None => Remembered::new(at)?,
            }
        }
    };
    // The folder first: after a kill between the two it has a mark, and an empty database that has none is still its own.
    let now = Remembered { mark: known.mark, at: shown(at)? };
    if Remembered::read(folder.path())?.as_ref() != Some(&now) {
        now.write(folder.path())?;
    }
    if store.bind_folder(&now.mark).await? == now.mark { Ok(()) } else { Err(of_another()?) }
}

/// Whether the folder has signed for entries: then there was a database.
fn has_signed(folder: &NodeFolder) -> bool {
    folder.ledger().join(CHECKPOINT).exists()
}

fn gone(file: &Path) -> Error {
    NotTogether::Gone { at: file.display().to_string() }.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::open::Node;
    use crate::principal::Principal;

    async fn open(path: &Path, database: Option<&str>) -> Result<Node, Error> {
        let folder = NodeFolder::open_at(path).unwrap();
        Node::open_at(folder, database, Clock::by_hand(1), "none".into()).await
    }

    fn not_together(opened: Result<Node, Error>) -> NotTogether {
        match opened.map(drop) {
            Err(Error::NotTogether(why)) => why,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn a_database_that_was_swapped_or_lost_is_noticed() {
        let desk = tempfile::tempdir().unwrap();
        let (one, two) = (desk.path().join("one"), desk.path().join("two"));
        for folder in [&one, &two] {
            let node = open(folder, None).await.unwrap();
            node.show_ledger(&Principal::of_this_process()).await.unwrap();
            let who = Principal::of_this_process();
            node.exhibits(&who).await.unwrap();
            node.store.close().await;
        }
        std::fs::copy(two.join("sanad.db"), one.join("sanad.db")).unwrap();
        assert_eq!(not_together(open(&one, None).await), NotTogether::OfAnother { at: "sanad.db".into() });
        std::fs::remove_file(one.join("sanad.db")).unwrap();
        let gone = not_together(open(&one, None).await);
        assert!(matches!(gone, NotTogether::Gone { .. }), "{gone:?}");
        assert!(!one.join("sanad.db").exists(), "none is made in its place");
        // A folder of an older program has no memory of it, and its own file.
        std::fs::remove_file(two.join("database")).unwrap();
        open(&two, None).await.unwrap();
        assert!(two.join("database").exists());
    }

    #[tokio::test]
    async fn a_server_is_not_named_for_a_folder_that_has_its_own_file() {
        let desk = tempfile::tempdir().unwrap();
        let path = desk.path().join("node");
        drop(open(&path, None).await.unwrap());
        let url = "postgres://sanad:secret@127.0.0.1:1/unit";
        let why = not_together(open(&path, Some(url)).await);
        assert_eq!(why, NotTogether::InFolder { named: "postgres 127.0.0.1 1 unit".into() });
        assert!(matches!(open(&path, Some("unit.db")).await, Err(Error::Storage(store::Error::Unfit { .. }))));
        // One whose records are on a server does not begin anew in its own file.
        let other = desk.path().join("other");
        drop(NodeFolder::open_at(&other).unwrap());
        Remembered::new(&Where::from_text(url)).unwrap().write(&other).unwrap();
        let why = not_together(open(&other, None).await);
        assert_eq!(why, NotTogether::Elsewhere { at: "postgres 127.0.0.1 1 unit".into() });
        assert!(!std::fs::read_to_string(other.join("database")).unwrap().contains("secret"));
    }
}
