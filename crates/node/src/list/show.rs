//! Seeing what lists there are, and which of a list's rows were refused.

use casework::list::ListVersion;
use store::RefusedRow;

use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};

impl Node {
    /// The current version of every list, by name.
    pub async fn lists(&self, who: &Principal) -> Result<Vec<ListVersion>, Error> {
        self.permitted(who, Action::ShowLists, async {
            let lists = self.store.current_lists().await?;
            let tx = self.store.begin().await?;
            tx.commit(self.entry(who, Action::ShowLists.verb())).await?;
            Ok(lists)
        })
        .await
    }

    /// One list's current version and its refused rows.
    pub async fn show_list(&self, who: &Principal, name: &str) -> Result<(ListVersion, Vec<RefusedRow>), Error> {
        self.permitted(who, Action::ShowLists, async {
            let version = self.list_called(name).await?;
            let refused = self.store.refused_rows(&version.id).await?;
            let tx = self.store.begin().await?;
            tx.commit(self.entry(who, Action::ShowLists.verb()).about("list", version.id.as_str())).await?;
            Ok((version, refused))
        })
        .await
    }

    pub(crate) async fn list_called(&self, name: &str) -> Result<ListVersion, Error> {
        let lists = self.store.current_lists().await?;
        lists
            .into_iter()
            .find(|list| list.terms.name == name || list.id == name)
            .ok_or_else(|| Error::NotFound { what: "list", name: name.to_owned() })
    }
}
