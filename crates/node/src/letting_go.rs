//! Letting go of what was removed: that it lingers in no log of the database, or that somebody is told that it does.

use store::LetGo;

use crate::error::Error;
use crate::log::Event;
use crate::open::Node;

impl Node {
    /// After what was removed: empties the database's log. Whether it could not be, because somebody reads an older moment, a
    /// backup for one; it is tried again when that ends, and by `doctor`.
    pub(crate) async fn let_go(&self) -> Result<LetGo, Error> {
        let let_go = self.store.checkpoint().await?;
        if let_go == LetGo::Lingers {
            self.log.note(&Event::Lingers);
        }
        Ok(let_go)
    }
}
