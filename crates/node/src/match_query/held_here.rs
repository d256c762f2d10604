//! What this node's own people say of things that somebody asks about: gradings of files that are held here, for those who
//! may see them, and nothing at all of a file that the asker grades blind.

use std::collections::{BTreeMap, BTreeSet};

use casework::file::{File, FileId};
use casework::grading::{Visible, visible_to};
use casework::id::RecordId;
use casework::list::HashKind;
use casework::matching::Match;
use casework::role::Role;
use fingerprint::pdq;
use store::Tx;

use super::shown::HeldGradings;
use crate::error::Error;
use crate::grading::StandingView;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// Of things by their numbers in the question.
#[derive(Default)]
pub(super) struct HeldHere {
    /// Things of which the asker is told nothing.
    pub(super) withheld: BTreeSet<usize>,
    /// How gradings stand; none where the asker may not see any.
    pub(super) gradings: Option<BTreeMap<usize, Vec<HeldGradings>>>,
    /// The files whose gradings are shown: for the ledger.
    pub(super) shown: Vec<String>,
}

impl Node {
    /// What is held here of the things that match. Whoever is shown a grading grades that file blind no more.
    pub(super) async fn held_gradings(
        &self,
        who: &Principal,
        tx: Option<&mut Tx>,
        things: &[File],
        claims: &[Vec<Match>],
    ) -> Result<HeldHere, Error> {
        let Principal::User(caller) = who else { return Ok(HeldHere::default()) };
        if caller.roles == BTreeSet::from([Role::Matcher]) {
            // A machine that matches uploads grades nothing and sees no gradings, and asks most often.
            return Ok(HeldHere::default());
        }
        // Whether lists know the thing or not: that something is withheld must not tell that they do.
        let mut held = HeldHere { withheld: self.graded_blind(caller, things).await?, ..HeldHere::default() };
        let Some(tx) = tx else {
            held.gradings = self.permit(who, Action::ShowGradings).is_ok().then(BTreeMap::new);
            return Ok(held);
        };
        if self.permit(who, Action::ShowGradings).is_err() {
            return Ok(held);
        }
        let matched = things.iter().zip(claims).enumerate().filter(|(_, (_, claims))| !claims.is_empty());
        let open = self.store.open_blinds(caller.actor.user).await?;
        let mut table = None;
        let mut gradings: BTreeMap<usize, Vec<HeldGradings>> = BTreeMap::new();
        for (number, (thing, _)) in matched.filter(|(number, _)| !held.withheld.contains(number)) {
            let files = self.files_of(thing).await?;
            let seen = self.visible(caller, files.into_iter().map(RecordId::File)).await?;
            for file in seen {
                let RecordId::File(file) = file else { continue };
                let opinions = tx.opinions(file).await?;
                let Visible::Everything(all) = visible_to(caller.actor.user, &opinions, &open) else { continue };
                // That of the queues; read when something matches, which most asks do not.
                let table = match &table {
                    Some(table) => table,
                    None => table.insert(self.table_compared_in(tx).await?),
                };
                let standing = StandingView::of(casework::standing::standing(all, table));
                if all.gradings.iter().any(|grading| !grading.by.is(caller.actor.user)) {
                    tx.note_gradings_shown(caller.actor.user, file).await?;
                }
                held.shown.push(file.to_string());
                gradings.entry(number).or_default().push(HeldGradings {
                    file,
                    state: standing.state,
                    n_counted: standing.n_counted,
                    n_wanted: standing.n_wanted,
                    category: standing.category,
                    scheme: standing.table.scheme.clone(),
                    table: standing.table,
                    is_for_court: standing.is_for_court,
                });
            }
        }
        held.gradings = Some(gradings);
        Ok(held)
    }

    /// Things that are, by a digest or by their look, files that the caller grades blind: lists say what others think.
    async fn graded_blind(&self, caller: &Caller, things: &[File]) -> Result<BTreeSet<usize>, Error> {
        let mut hidden = Vec::new();
        for file in self.hidden_by_blind(caller).await? {
            hidden.extend(self.store.file(&file).await?.map(|(facts, _)| facts));
        }
        let is_hidden = |thing: &File| hidden.iter().any(|hidden| is_same(hidden, thing));
        Ok(things.iter().enumerate().filter(|(_, thing)| is_hidden(thing)).map(|(number, _)| number).collect())
    }

    /// The files held here that have a digest of this thing.
    async fn files_of(&self, thing: &File) -> Result<BTreeSet<FileId>, Error> {
        let digests = [
            (HashKind::Sha256, thing.digests.sha256.map(|digest| digest.0.to_vec())),
            (HashKind::Sha1, thing.digests.sha1.map(|digest| digest.0.to_vec())),
            (HashKind::Md5, thing.digests.md5.map(|digest| digest.0.to_vec())),
        ];
        let mut files = BTreeSet::new();
        for (kind, digest) in digests {
            if let Some(digest) = digest {
                files.extend(self.store.files_with(kind, &digest).await?);
            }
        }
        Ok(files)
    }
}

fn is_same(held: &File, thing: &File) -> bool {
    fn agree<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
        one.zip(other).is_some_and(|(one, other)| one == other)
    }
    let looks = held.look.as_ref().zip(thing.look.as_ref());
    let looks_alike = looks.is_some_and(|(held, asked)| {
        // As far as any list may reach, so that no neighbour's hash tells it either.
        let turns = held.turns.iter().chain([&held.pdq.hash]);
        turns.into_iter().any(|turn| turn.distance(&asked.pdq.hash) <= pdq::DISTANCE_BITS_MAX)
    });
    agree(held.digests.sha256, thing.digests.sha256)
        || agree(held.digests.sha1, thing.digests.sha1)
        || agree(held.digests.md5, thing.digests.md5)
        || looks_alike
}
