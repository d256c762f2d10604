//! Exhibits that the node remembers: seeing them, forgetting one.

pub mod files;

use std::collections::BTreeMap;

use casework::exhibit::Exhibit;
use store::ExhibitSize;

use crate::error::Error;
use crate::log::{Event, LogId};
use crate::open::Node;
use crate::principal::{Action, Principal};

/// An exhibit and how much is remembered of it.
#[derive(Debug, Clone)]
pub struct ExhibitView {
    /// The exhibit.
    pub exhibit: Exhibit,
    /// How much.
    pub size: ExhibitSize,
}

impl Node {
    /// All exhibits, by id.
    pub async fn exhibits(&self, who: &Principal) -> Result<Vec<Exhibit>, Error> {
        self.permitted(who, Action::ShowExhibits, async {
            let exhibits = self.store.exhibits().await?;
            self.store.record_alone(self.entry(who, Action::ShowExhibits.verb())).await?;
            Ok(exhibits)
        })
        .await
    }

    /// One exhibit, by its id or its number.
    pub async fn show_exhibit(&self, who: &Principal, name: &str) -> Result<ExhibitView, Error> {
        self.permitted(who, Action::ShowExhibits, async {
            let exhibit = self.exhibit_called(name).await?;
            let size = self.store.exhibit_size(&exhibit.id).await?;
            self.store
                .record_alone(self.entry(who, Action::ShowExhibits.verb()).about("exhibit", exhibit.id.as_str()))
                .await?;
            Ok(ExhibitView { exhibit, size })
        })
        .await
    }

    /// Forgets an exhibit: its places, its matches, and the files that no other exhibit holds. The ledger keeps that it
    /// was there.
    pub async fn remove_exhibit(&self, who: &Principal, name: &str) -> Result<Exhibit, Error> {
        self.permitted(who, Action::RemoveExhibit, async {
            let exhibit = self.exhibit_called(name).await?;
            let mut tx = self.store.begin().await?;
            let action = Action::RemoveExhibit;
            let second = self.need_second_person(&mut tx, who, action, &exhibit.id, BTreeMap::new()).await?;
            tx.remove_exhibit(&exhibit.id).await?;
            let jobs = self.forget_in_jobs(&mut tx, &exhibit.id).await?;
            let entry = self.entry(who, action.verb()).about("exhibit", exhibit.id.as_str());
            tx.commit(entry.about("second_person", second.fact())).await?;
            self.remove_job_reports(&jobs)?;
            // What was removed must not linger in the write-ahead log.
            let _ = self.let_go().await?;
            self.log.note(&Event::ExhibitRemoved { exhibit: LogId::of(&exhibit.id) });
            Ok(exhibit)
        })
        .await
    }

    async fn exhibit_called(&self, name: &str) -> Result<Exhibit, Error> {
        let exhibits = self.store.exhibits().await?;
        exhibits
            .into_iter()
            .find(|exhibit| exhibit.id == name || exhibit.custody.number.as_deref() == Some(name))
            .ok_or_else(|| Error::NotFound { what: "exhibit", name: name.to_owned() })
    }
}
