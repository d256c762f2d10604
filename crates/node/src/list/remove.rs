//! Forgetting a list: its entries and segments go, its name stays for what was said with it.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::list::folder_of;
use crate::log::{Event, LogId};
use crate::open::Node;
use crate::principal::{Action, Principal};

impl Node {
    /// Forgets all versions of the list of this name; their ids.
    pub async fn remove_list(&self, who: &Principal, name: &str) -> Result<Vec<String>, Error> {
        self.permitted(who, Action::RemoveList, async {
            let name = self.list_called(name).await?.terms.name;
            let mut tx = self.store.begin().await?;
            let second = self.need_second_person(&mut tx, who, Action::RemoveList, &name, BTreeMap::new()).await?;
            let ids = tx.remove_list(&name).await?;
            let entry = self.entry(who, Action::RemoveList.verb()).about("lists", ids.clone());
            tx.commit(entry.about("second_person", second.fact())).await?;
            let _ = self.let_go().await?;
            for id in &ids {
                // After the commit: segments without a row are rubbish, a row without segments would be a lie.
                let folder = folder_of(&self.folder, id);
                if folder.exists() {
                    std::fs::remove_dir_all(&folder).map_err(|source| Error::Disk {
                        doing: "removing the segments of a list",
                        path: folder,
                        source,
                    })?;
                }
                self.log.note(&Event::ListRemoved { list: LogId::of(id) });
            }
            Ok(ids)
        })
        .await
    }
}
