//! A series: pictures and videos that belong together, the unit of victim identification.
//!
//! A series is a view over links: who is a member and which series are one follows from the links that stand. Nothing
//! here moves or removes a file; whatever a merge or a split did can be taken back.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::file::FileId;
use crate::id::{LinkId, RecordId, SeriesId, UnitId};
use crate::link::{Assertion, Confidence, Evidence, Link, LinkKind, LinkRefusal};
use crate::link_kind::Noun;
use crate::protected::Protected;
use crate::record::Record;
use crate::stack::Stack;
use crate::who::Said;

/// A series as it was opened. What is in it is said by links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// Its id.
    pub id: SeriesId,
    /// What people call it; it often names a child.
    pub name: Protected,
    /// The unit that owns it.
    pub owner: UnitId,
    /// Who opened it.
    pub opened: Said,
}

/// A name that a series has somewhere else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// The series that was meant when the name was noted; a merge does not change that.
    pub series: SeriesId,
    /// The name.
    pub name: Protected,
    /// Who calls it so.
    pub source: AliasSource,
    /// Who noted it.
    pub said: Said,
}

/// Who calls a series by an alias. Written as `{"of": "list", "name": "…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum AliasSource {
    /// A unit of this node.
    Unit {
        /// Which.
        unit: UnitId,
    },
    /// A partner, as this node names it.
    Partner {
        /// Which.
        name: String,
    },
    /// A list's owner.
    List {
        /// The list's name.
        name: String,
    },
}

/// What a stack proposes: nothing holds until a person accepts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The picture that the others look like.
    pub representative: FileId,
    /// Files that are in no series yet.
    pub unsorted: Vec<FileId>,
    /// Series that files of the stack are in, as they stand after merges, with those files.
    pub already_in: BTreeMap<SeriesId, Vec<FileId>>,
}

/// What this stack proposes, seen beside the series that there are.
pub fn propose(stack: &Stack, book: &SeriesBook) -> Proposal {
    let mut proposal =
        Proposal { representative: stack.representative, unsorted: Vec::new(), already_in: BTreeMap::new() };
    for file in &stack.members {
        let series = book.series_of(*file);
        if series.is_empty() {
            proposal.unsorted.push(*file);
        }
        for series in series {
            proposal.already_in.entry(series).or_default().push(*file);
        }
    }
    proposal
}

/// The wish to make a file a member of a series.
pub fn membership(file: FileId, series: SeriesId, confidence: Confidence, evidence: Vec<Evidence>) -> Assertion {
    Assertion { from: RecordId::File(file), to: series.into(), kind: LinkKind::BelongsToSeries, confidence, evidence }
}

/// That two series turned out to be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesMerge {
    /// The series that gives its name.
    pub keep: SeriesId,
    /// The series that is found to be the same.
    pub absorb: SeriesId,
    /// How surely.
    pub confidence: Confidence,
    /// On what.
    pub evidence: Vec<Evidence>,
}

/// Why series were not merged or split, and what must happen instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum SeriesRefusal {
    /// Choose another.
    #[error("a series cannot be merged with itself")]
    WithItself,
    /// Merge the series that it was merged into, or take that merge back.
    #[error("{absorb} was merged into {into} already: merge {into}, or take that merge back")]
    AbsorbedAlready {
        /// The series that was asked for.
        absorb: SeriesId,
        /// The one it is part of.
        into: SeriesId,
    },
    /// They are one already; to change which name is kept, take the merge back first.
    #[error("{keep} was merged into {absorb} already: they would absorb each other")]
    WouldCycle {
        /// The series to be kept.
        keep: SeriesId,
        /// The series to be absorbed.
        absorb: SeriesId,
    },
    /// Name files.
    #[error("a split needs at least one file")]
    NothingToSplit,
    /// Take the file out of the list.
    #[error("{file} is not in this series")]
    NotInSeries {
        /// Which.
        file: FileId,
    },
    /// Name a series that is no part of this one.
    #[error("{into} is part of the series that is split")]
    IntoItself {
        /// Which.
        into: SeriesId,
    },
    /// Undo the later change first.
    #[error("{link} was taken back meanwhile: undo what came later first")]
    ChangedSince {
        /// Which.
        link: LinkId,
    },
    /// See the link's own refusal.
    #[error(transparent)]
    Link(#[from] LinkRefusal),
}

/// The link that merges two series, if these links allow it.
pub fn merge(id: LinkId, ask: SeriesMerge, said: Said, book: &SeriesBook) -> Result<Link, SeriesRefusal> {
    let SeriesMerge { keep, absorb, confidence, evidence } = ask;
    if keep == absorb {
        return Err(SeriesRefusal::WithItself);
    }
    if book.kept_name(keep) == absorb {
        return Err(SeriesRefusal::WouldCycle { keep, absorb });
    }
    // One name for each: a series that were absorbed twice would have two.
    if let Some(into) = book.absorbed_into(absorb) {
        return Err(SeriesRefusal::AbsorbedAlready { absorb, into });
    }
    let (from, to, kind) = (absorb.into(), keep.into(), LinkKind::SameSeries);
    Ok(Link::assert(id, Assertion { from, to, kind, confidence, evidence }, said)?)
}

/// Links asserted and taken back together by one decision, so that it can be undone as one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkChange {
    /// Links as they were asserted.
    pub asserted: Vec<Link>,
    /// Links as they were taken back.
    pub taken_back: Vec<Link>,
}

/// Moves files of a series, and of all that was merged into it, to another series: each membership is taken back, and one
/// is asserted anew that leans on those. `next_id` gives ids that nothing has yet.
pub fn split(
    from: SeriesId,
    files: &BTreeSet<FileId>,
    into: SeriesId,
    said: Said,
    book: &SeriesBook,
    mut next_id: impl FnMut() -> LinkId,
) -> Result<LinkChange, SeriesRefusal> {
    let view = book.view(from);
    if files.is_empty() {
        return Err(SeriesRefusal::NothingToSplit);
    }
    if view.series.contains(&into) {
        return Err(SeriesRefusal::IntoItself { into });
    }
    let mut change = LinkChange::default();
    for file in files {
        let memberships = view.files.get(file).ok_or(SeriesRefusal::NotInSeries { file: *file })?;
        let surest = memberships.iter().map(|link| link.asserted().confidence).min();
        let evidence = memberships.iter().map(|link| Evidence::Link { link: link.id() }).collect();
        let asserted = membership(*file, into, surest.unwrap_or(Confidence::Guess), evidence);
        change.asserted.push(Link::assert(next_id(), asserted, said.clone())?);
        for link in memberships {
            change.taken_back.push(link.clone().take_back(said.clone())?);
        }
    }
    Ok(change)
}

/// Undoes a merge, a split, an un-merge or an undoing: what was asserted is taken back, what was taken back is asserted
/// anew under new ids. Refused when somebody changed the same links since.
pub fn undo(
    change: &LinkChange,
    said: Said,
    book: &SeriesBook,
    mut next_id: impl FnMut() -> LinkId,
) -> Result<LinkChange, SeriesRefusal> {
    let mut undone = LinkChange::default();
    for link in &change.asserted {
        let standing = book.links.get(&link.id()).ok_or(SeriesRefusal::ChangedSince { link: link.id() })?;
        undone.taken_back.push(standing.clone().take_back(said.clone())?);
    }
    let left = book.links.values().filter(|link| undone.taken_back.iter().all(|gone| gone.id() != link.id()));
    let left = SeriesBook::of(&left.cloned().collect::<Vec<_>>());
    for link in &change.taken_back {
        let asserted = link.asserted().clone();
        undone.asserted.push(match (asserted.kind, asserted.to, asserted.from) {
            (LinkKind::SameSeries, RecordId::Series(keep), RecordId::Series(absorb)) => {
                let Assertion { confidence, evidence, .. } = asserted;
                merge(next_id(), SeriesMerge { keep, absorb, confidence, evidence }, said.clone(), &left)?
            }
            _ => Link::assert(next_id(), asserted, said.clone())?,
        });
    }
    Ok(undone)
}

/// All memberships and merges that stand, ready to be asked.
#[derive(Debug, Clone, Default)]
pub struct SeriesBook {
    links: BTreeMap<LinkId, Link>,
    /// Which series each was merged into. Links of other nodes may bring several for one; the smallest id of a link holds.
    into: BTreeMap<SeriesId, SeriesId>,
    /// The members of each component, by the series that gives the name.
    components: BTreeMap<SeriesId, BTreeSet<SeriesId>>,
    kept: BTreeMap<SeriesId, SeriesId>,
}

/// A series as it is seen after all merges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeriesView {
    /// The series that gives the name.
    pub kept: SeriesId,
    /// All series that are one, that one included.
    pub series: BTreeSet<SeriesId>,
    /// Each file, once, with every membership that makes it one.
    pub files: BTreeMap<FileId, Vec<Link>>,
}

impl SeriesView {
    /// The names partners use for any of these series, each with its source.
    pub fn aliases<'a>(&'a self, aliases: &'a [Alias]) -> impl Iterator<Item = &'a Alias> {
        aliases.iter().filter(|alias| self.series.contains(&alias.series))
    }
}

impl SeriesBook {
    /// The book of these links; those that were taken back, or say something else, are passed over.
    pub fn of(links: &[Link]) -> SeriesBook {
        let mut book = SeriesBook::default();
        for link in links.iter().filter(|link| link.stands()) {
            if matches!(link.asserted().kind, LinkKind::BelongsToSeries | LinkKind::SameSeries) {
                book.links.insert(link.id(), link.clone());
            }
        }
        let mut merges = Vec::new();
        let mut all = BTreeSet::new();
        for link in book.links.values() {
            match (link.asserted().from, link.asserted().to) {
                (RecordId::Series(absorb), RecordId::Series(keep)) => {
                    merges.push((absorb, keep));
                    all.extend([absorb, keep]);
                }
                (_, RecordId::Series(series)) => {
                    all.insert(series);
                }
                _ => {}
            }
        }
        let mut merged_with: BTreeMap<SeriesId, Vec<SeriesId>> = BTreeMap::new();
        for (absorb, keep) in merges {
            book.into.entry(absorb).or_insert(keep);
            merged_with.entry(absorb).or_default().push(keep);
            merged_with.entry(keep).or_default().push(absorb);
        }
        for series in &all {
            if !book.kept.contains_key(series) {
                let component = component_of(*series, &merged_with);
                // Links of other nodes may form a ring, in which none was never absorbed: the smallest id names it.
                let never_absorbed = component.iter().find(|member| !book.into.contains_key(member));
                let kept = never_absorbed.or(component.first()).copied().unwrap_or(*series);
                book.kept.extend(component.iter().map(|member| (*member, kept)));
                book.components.insert(kept, component);
            }
        }
        book
    }

    /// The series that gives its name to this one.
    pub fn kept_name(&self, series: SeriesId) -> SeriesId {
        self.kept.get(&series).copied().unwrap_or(series)
    }

    /// The series that this one was merged into, one step on.
    pub fn absorbed_into(&self, series: SeriesId) -> Option<SeriesId> {
        self.into.get(&series).copied()
    }

    /// This series and all that are one with it.
    pub fn view(&self, series: SeriesId) -> SeriesView {
        let kept = self.kept_name(series);
        let series = self.components.get(&kept).cloned().unwrap_or_else(|| BTreeSet::from([kept]));
        let mut files: BTreeMap<FileId, Vec<Link>> = BTreeMap::new();
        for link in self.links.values() {
            if let (RecordId::File(file), RecordId::Series(of)) = (link.asserted().from, link.asserted().to)
                && series.contains(&of)
            {
                files.entry(file).or_default().push(link.clone());
            }
        }
        SeriesView { kept, series, files }
    }

    /// Every file that is in a series, with the series, by the names that are kept.
    pub fn members(&self) -> BTreeMap<FileId, BTreeSet<SeriesId>> {
        let mut members: BTreeMap<FileId, BTreeSet<SeriesId>> = BTreeMap::new();
        for link in self.links.values() {
            if let (RecordId::File(file), RecordId::Series(series)) = (link.asserted().from, link.asserted().to) {
                members.entry(file).or_default().insert(self.kept_name(series));
            }
        }
        members
    }

    /// The series that a file is in, by the names that are kept.
    pub fn series_of(&self, file: FileId) -> BTreeSet<SeriesId> {
        let of_file = self.links.values().filter(|link| link.asserted().from == RecordId::File(file));
        of_file
            .filter_map(|link| match link.asserted().to {
                RecordId::Series(series) => Some(self.kept_name(series)),
                _ => None,
            })
            .collect()
    }
}

fn component_of(series: SeriesId, merged_with: &BTreeMap<SeriesId, Vec<SeriesId>>) -> BTreeSet<SeriesId> {
    let mut component = BTreeSet::from([series]);
    let mut waiting = vec![series];
    while let Some(next) = waiting.pop() {
        for other in merged_with.get(&next).into_iter().flatten() {
            if component.insert(*other) {
                waiting.push(*other);
            }
        }
    }
    component
}

impl Record for Series {
    type Id = SeriesId;
    const NOUN: Noun = Noun::Series;

    fn id(&self) -> SeriesId {
        self.id
    }

    fn owner(&self) -> UnitId {
        self.owner
    }

    fn state_code(&self) -> &'static str {
        "open"
    }

    fn texts(&self) -> Vec<&Protected> {
        vec![&self.name]
    }
}

#[cfg(test)]
mod tests;
