//! What is linked with a record, over a few steps: for the drawing of it and for the table beside the drawing.

use std::collections::{BTreeMap, BTreeSet};

use casework::graph::PathAnswer;
use casework::id::{LinkId, RecordId};
use casework::link::Link;

use crate::error::Error;
use crate::link::LinkView;
use crate::open::Node;
use crate::principal::{Action, Principal};
use crate::record_page::{Around, named_by};

/// Records in one drawing, at most: more cannot be read.
const DRAWN_MAX: usize = 120;

/// What is linked with a record over a few steps, as far as the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedView {
    /// Around which record.
    pub of: RecordId,
    /// How many steps away each record is that is shown, the first record itself included.
    pub records: BTreeMap<RecordId, u32>,
    /// The links between them, and a line about each record.
    pub around: Around,
    /// Whether there is more than is shown.
    pub has_more: bool,
}

/// The shortest way between two records, and a line about each record on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathPage {
    /// From which.
    pub from: RecordId,
    /// To which.
    pub to: RecordId,
    /// What was found.
    pub answer: PathAnswer,
    /// A line about each record on the way.
    pub around: Around,
}

impl Node {
    /// What is linked with a record over so many steps, one to three, with the evidence on each link.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn linked_with(&self, who: &Principal, of: RecordId, n_steps: u32) -> Result<LinkedView, Error> {
        let action = Action::ShowLinks;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            self.must_see(caller, of).await?;
            let mut records = BTreeMap::from([(of, 0)]);
            let mut links: BTreeMap<LinkId, LinkView> = BTreeMap::new();
            let (mut ring, mut has_more) = (vec![of], false);
            for step in 1..=n_steps.clamp(1, 3) {
                let stored: Vec<Link> = self.store.links_of_all(&ring).await?;
                let mut next = BTreeSet::new();
                for link in self.link_views(caller, &stored).await? {
                    for end in [link.from, link.to] {
                        if records.contains_key(&end) {
                            continue;
                        }
                        if records.len() >= DRAWN_MAX {
                            has_more = true;
                            continue;
                        }
                        records.insert(end, step);
                        next.insert(end);
                    }
                    if records.contains_key(&link.from) && records.contains_key(&link.to) {
                        links.insert(link.id, link);
                    }
                }
                ring = next.into_iter().collect();
                if ring.is_empty() {
                    break;
                }
            }
            let links: Vec<LinkView> = links.into_values().collect();
            let mut asked = named_by(&links);
            asked.insert(of);
            let named = self.named(who, asked).await?;
            let around = self.around_these(caller, links, Vec::new(), &named).await?;
            let entry = self.entry(who, action.verb()).about("record", of.to_string());
            self.store.record_alone(around.noted_in(entry)).await?;
            Ok(LinkedView { of, records, around, has_more })
        })
        .await
    }

    /// The shortest way between two records with a line about each record on it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a record that the caller may not see.
    pub async fn path_page(&self, who: &Principal, from: RecordId, to: RecordId) -> Result<PathPage, Error> {
        let action = Action::ShowLinks;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let answer = self.path_between(caller, from, to).await?;
            let mut asked = BTreeSet::from([from, to]);
            if let PathAnswer::Found { steps } = &answer {
                for step in steps {
                    asked.extend([step.over.from, step.over.to]);
                    asked.extend(step.over.evidence.iter().filter_map(casework::link::Evidence::record));
                }
            }
            let named = self.named(who, asked).await?;
            let around = self.around_these(caller, Vec::new(), Vec::new(), &named).await?;
            let entry = self.entry(who, action.verb());
            let entry = entry.about("path", vec![from.to_string(), to.to_string()]);
            self.store.record_alone(around.noted_in(entry)).await?;
            Ok(PathPage { from, to, answer, around })
        })
        .await
    }
}
