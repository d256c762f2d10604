//! Seeing what lists there are, and which of a list's rows were refused.

use casework::handling::Tlp;
use casework::list::ListVersion;
use casework::list_handling::ListHandling;
use store::RefusedRow;

use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};

/// The current version of a list, and its colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptList {
    /// The version.
    pub version: ListVersion,
    /// How far what its owner says of an entry goes, as a colour of TLP 2.0. What is restricted besides, and who said so, is
    /// asked for by name ([`Node::show_list_handling`]).
    pub tlp: Tlp,
}

impl Node {
    /// The current version of every list, by name.
    pub async fn lists(&self, who: &Principal) -> Result<Vec<KeptList>, Error> {
        self.permitted(who, Action::ShowLists, async {
            let lists = self.kept_lists().await?;
            let tx = self.store.begin().await?;
            tx.commit(self.entry(who, Action::ShowLists.verb())).await?;
            Ok(lists)
        })
        .await
    }

    /// One list's current version and its refused rows.
    pub async fn show_list(&self, who: &Principal, name: &str) -> Result<(KeptList, Vec<RefusedRow>), Error> {
        self.permitted(who, Action::ShowLists, async {
            let version = self.list_called(name).await?;
            let refused = self.store.refused_rows(&version.id).await?;
            let tx = self.store.begin().await?;
            tx.commit(self.entry(who, Action::ShowLists.verb()).about("list", version.id.as_str())).await?;
            let tlp = self.colour_of(&version.terms.name).await?;
            Ok((KeptList { version, tlp }, refused))
        })
        .await
    }

    /// The current version of every list with its colour: part of verbs that permit and record it.
    pub(super) async fn kept_lists(&self) -> Result<Vec<KeptList>, Error> {
        let mut handlings = self.store.list_handlings().await?;
        let lists = self.store.current_lists().await?.into_iter();
        let lists = lists.map(|version| {
            let handling = handlings.remove(&version.terms.name).unwrap_or_else(ListHandling::usual);
            KeptList { version, tlp: handling.handling.marking.tlp() }
        });
        Ok(lists.collect())
    }

    /// The colour of the list of this name.
    pub(super) async fn colour_of(&self, list: &str) -> Result<Tlp, Error> {
        let handling = self.store.list_handlings().await?.remove(list).unwrap_or_else(ListHandling::usual);
        Ok(handling.handling.marking.tlp())
    }

    pub(crate) async fn list_called(&self, name: &str) -> Result<ListVersion, Error> {
        let lists = self.store.current_lists().await?;
        lists
            .into_iter()
            .find(|list| list.terms.name == name || list.id == name)
            .ok_or_else(|| Error::NotFound { what: "list", name: name.to_owned() })
    }
}
