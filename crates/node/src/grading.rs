//! Gradings: forming an opinion without seeing others', handing it in, seeing what graders say, objecting, settling. What
//! several opinions come to is computed by [`casework::standing`], each time.

use std::collections::BTreeSet;

use casework::category::MappingTable;
use casework::dispute::{dispute, settle};
use casework::facts::Partner;
use casework::file::FileId;
use casework::grading::{
    Grader, Grading, Independence, Opinions, Viewing, Visible, independence, open_blind, visible_to,
};
use casework::id::{GradingId, RecordId};
use store::{BeforeBlind, Tx};

pub use self::shown::{
    BlindAsk, BlindView, CountedOpinion, DisagreementView, DisputeAsk, DisputedView, GradeAsk, GradingView,
    GradingsPage, GradingsView, PartnerGradeAsk, SettleAsk, StandingView, TakeBackGrading, UncountedOpinion,
};
use crate::casebook::{ListAsk, Listed, new_id, no_such};
use crate::error::Error;
use crate::news::NewsBody;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

mod shown;

/// The scheme by which graders are compared and queues are made.
pub const SCHEME: &str = "interpol-baseline";
/// Files of one sitting.
const SITTING_FILES_MAX: usize = 1_000;
/// Files whose state is computed anew in one change, when the table has changed.
const RECOMPUTED_AT_ONCE: u32 = 500;
/// Files on one page of the queue.
const PAGE_FILES: u32 = 50;
const PAGE_FILES_MAX: u32 = 200;

impl Node {
    /// Hides from the caller what others say of these files and their copies, until they have graded them all.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a file that the caller may not see; [`Error::Refused`] when they were shown another's
    /// opinion of one before.
    pub async fn open_blind(&self, who: &Principal, ask: BlindAsk) -> Result<BlindView, Error> {
        self.permitted(who, Action::OpenBlind, async {
            let caller = who.caller(Action::OpenBlind)?;
            if ask.files.len() > SITTING_FILES_MAX {
                return Err(Error::TooMany { what: "files", n_max: SITTING_FILES_MAX as u64 });
            }
            self.must_see_files(caller, &ask.files).await?;
            let before = self.store.before_blind(&ask.files, caller.actor.user).await?;
            self.sit_blind(who, caller, ask.files, before).await
        })
        .await
    }

    /// The same of files that the caller is known to see: part of verbs that permit it.
    pub(crate) async fn sit_blind(
        &self,
        who: &Principal,
        caller: &Caller,
        files: BTreeSet<FileId>,
        before: BeforeBlind,
    ) -> Result<BlindView, Error> {
        let BeforeBlind { copies, was_shown, .. } = before;
        let all: BTreeSet<FileId> = files.union(&copies).copied().collect();
        let n_files = files.len() as u64;
        let open = open_blind(caller.actor, files, was_shown, self.now()).map_err(Error::refused)?;
        let sitting = new_id(GradingId::new)?;
        let mut tx = self.store.begin().await?;
        tx.open_blind(sitting, &open).await?;
        tx.hide_copies(sitting, &open, &copies).await?;
        let entry = self.entry(who, Action::OpenBlind.verb()).about("sitting", sitting.to_string());
        tx.commit(entry.about("n_files", n_files)).await?;
        Ok(BlindView { files: all, since_us: open.since.0 })
    }

    /// Gives up grading these files blind.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn close_blind(&self, who: &Principal, ask: BlindAsk) -> Result<(), Error> {
        self.permitted(who, Action::CloseBlind, async {
            let user = who.caller(Action::CloseBlind)?.actor.user;
            let mut tx = self.store.begin().await?;
            for file in &ask.files {
                tx.close_blind(user, *file).await?;
            }
            let entry = self.entry(who, Action::CloseBlind.verb());
            tx.commit(entry.about("n_files", ask.files.len() as u64)).await?;
            Ok(())
        })
        .await
    }

    /// Hands in an opinion of a file that the caller has looked at. It is blind when nobody else had said anything, or when
    /// it was opened blind before.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a file that the caller may not see.
    pub async fn grade(&self, who: &Principal, ask: GradeAsk) -> Result<GradingView, Error> {
        self.permitted(who, Action::Grade, async {
            let caller = who.caller(Action::Grade)?;
            let user = caller.actor.user;
            self.must_see(caller, RecordId::File(ask.file)).await?;
            let was_shown = self.store.was_shown_gradings(user, &BTreeSet::from([ask.file])).await?;
            let open = self.store.open_blinds(user).await?;
            let mut tx = self.store.begin().await?;
            let opinions = tx.opinions(ask.file).await?;
            let grading = Grading {
                id: new_id(GradingId::new)?,
                file: ask.file,
                facts: ask.facts,
                stated: None,
                verdict: ask.verdict,
                viewing: Viewing::Viewed,
                by: Grader::Person(caller.actor),
                at: self.now(),
                independence: independence(user, &opinions, &open, was_shown),
                of_stack: None,
                taken_back: None,
            };
            tx.add_grading(&grading).await?;
            tx.close_blind(user, ask.file).await?;
            self.note_states(&mut tx, &[ask.file]).await?;
            // The file is not named: while somebody else grades it blind, the ledger must not tell who has.
            tx.commit(self.entry(who, Action::Grade.verb()).about("gradings", vec![grading.id.to_string()])).await?;
            Ok(GradingView::of(&grading))
        })
        .await
    }

    /// Writes down what another organisation says of a file.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a file that the caller may not see.
    pub async fn add_partner_grading(&self, who: &Principal, ask: PartnerGradeAsk) -> Result<GradingView, Error> {
        self.permitted(who, Action::AddPartnerGrading, async {
            let caller = who.caller(Action::AddPartnerGrading)?;
            self.must_see(caller, RecordId::File(ask.file)).await?;
            let independence = if ask.independent { Independence::Blind } else { Independence::Informed };
            let grading = Grading {
                id: new_id(GradingId::new)?,
                file: ask.file,
                facts: ask.facts,
                stated: ask.stated,
                verdict: ask.verdict,
                viewing: Viewing::Viewed,
                by: Grader::Partner(Partner { organisation: ask.organisation, person: ask.person }),
                at: self.now(),
                independence,
                of_stack: None,
                taken_back: None,
            };
            let mut tx = self.store.begin().await?;
            tx.add_grading(&grading).await?;
            self.note_states(&mut tx, &[ask.file]).await?;
            // Whoever writes it down has read it.
            tx.note_gradings_shown(caller.actor.user, ask.file).await?;
            let entry = self.entry(who, Action::AddPartnerGrading.verb());
            tx.commit(entry.about("gradings", vec![grading.id.to_string()])).await?;
            Ok(GradingView::of(&grading))
        })
        .await
    }

    /// Takes a grading of one's own back. It stays in the history.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not the caller's, or was taken back before.
    pub async fn take_back_grading(&self, who: &Principal, ask: TakeBackGrading) -> Result<GradingView, Error> {
        self.permitted(who, Action::TakeBackGrading, async {
            let caller = who.caller(Action::TakeBackGrading)?;
            let missing = || no_such(ask.grading.into());
            let file = self.store.file_of_grading(ask.grading).await?.ok_or_else(missing)?;
            let mut tx = self.store.begin().await?;
            let opinions = tx.opinions(file).await?;
            let held = opinions.live(ask.grading).filter(|grading| grading.by.is(caller.actor.user));
            let mut grading = held.cloned().ok_or_else(missing)?;
            grading.taken_back = Some(self.said(caller, Some(&ask.reason)));
            tx.take_back_grading(&grading).await?;
            self.note_states(&mut tx, &[file]).await?;
            let entry = self.entry(who, Action::TakeBackGrading.verb());
            tx.commit(entry.about("gradings", vec![grading.id.to_string()])).await?;
            Ok(GradingView::of(&grading))
        })
        .await
    }

    /// What graders say of a file, as far as the caller may see it, and what it comes to by each table. Who is shown others'
    /// opinions grades this file blind no more.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a file that the caller may not see.
    pub async fn show_gradings(&self, who: &Principal, file: FileId) -> Result<GradingsView, Error> {
        self.permitted(who, Action::ShowGradings, async {
            let caller = who.caller(Action::ShowGradings)?;
            let user = caller.actor.user;
            self.must_see(caller, RecordId::File(file)).await?;
            let open = self.store.open_blinds(user).await?;
            let tables = self.mapping_tables().await?;
            let mut tx = self.store.begin().await?;
            let opinions = tx.opinions(file).await?;
            let view = match visible_to(user, &opinions, &open) {
                Visible::OwnOnly(own) => GradingsView {
                    file,
                    withheld: true,
                    gradings: own.into_iter().map(GradingView::of).collect(),
                    disputes: Vec::new(),
                    settlements: Vec::new(),
                    standings: Vec::new(),
                },
                Visible::Everything(all) => {
                    let standings = tables.iter().map(|table| casework::standing::standing(all, table));
                    GradingsView {
                        file,
                        withheld: false,
                        standings: standings.map(StandingView::of).collect(),
                        gradings: all.gradings.iter().map(GradingView::of).collect(),
                        disputes: all.disputes.clone(),
                        settlements: all.settlements.clone(),
                    }
                }
            };
            if view.gradings.iter().any(|grading| !grading.by.is(user)) {
                tx.note_gradings_shown(user, file).await?;
            }
            let entry = self.entry(who, Action::ShowGradings.verb()).about("files", vec![file.to_string()]);
            tx.commit(entry).await?;
            Ok(view)
        })
        .await
    }

    /// The same with how the colleagues are called who said it.
    ///
    /// # Errors
    /// As [`Node::show_gradings`].
    pub async fn gradings_page(&self, who: &Principal, file: FileId) -> Result<GradingsPage, Error> {
        let view = self.show_gradings(who, file).await?;
        Ok(GradingsPage { view, colleagues: self.colleagues().await? })
    }

    /// Objects to how a file is graded: it is not confirmed until somebody settles it, and whatever leaned on it is to be
    /// looked at again.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] without a reason, or when nobody has graded the file.
    pub async fn dispute_grading(&self, who: &Principal, ask: DisputeAsk) -> Result<DisputedView, Error> {
        self.permitted(who, Action::DisputeGrading, async {
            let caller = who.caller(Action::DisputeGrading)?;
            self.must_not_be_blind(caller.actor.user, ask.file).await?;
            self.must_see(caller, RecordId::File(ask.file)).await?;
            let leaning = self.all_leaning_on(RecordId::File(ask.file)).await?;
            let mut tx = self.store.begin().await?;
            let mut opinions = tx.opinions(ask.file).await?;
            let by = Grader::Person(caller.actor);
            let disputed = dispute(&opinions, by, self.now(), ask.reason, |id| leaning(id)).map_err(Error::refused)?;
            tx.add_dispute(ask.file, &disputed.dispute).await?;
            for recheck in &disputed.recheck {
                let news = NewsBody::Recheck { leaned_on: recheck.leaned_on };
                self.tell_of_record(&mut tx, recheck.record, &news).await?;
            }
            self.note_states(&mut tx, &[ask.file]).await?;
            tx.note_gradings_shown(caller.actor.user, ask.file).await?;
            let entry = self.entry(who, Action::DisputeGrading.verb());
            tx.commit(entry.about("n_recheck", disputed.recheck.len() as u64)).await?;
            opinions.disputes.push(disputed.dispute);
            let seen = self.visible(caller, disputed.recheck.iter().map(|recheck| recheck.record)).await?;
            let recheck = disputed.recheck.into_iter().filter(|recheck| seen.contains(&recheck.record)).collect();
            Ok(DisputedView { standing: standing_view(&opinions, &self.table_compared().await?), recheck })
        })
        .await
    }

    /// Settles a disagreement and the objections so far: one grading stands, those that differ from it no longer count.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] with a [`casework::dispute::CannotSettle`].
    pub async fn settle_grading(&self, who: &Principal, ask: SettleAsk) -> Result<StandingView, Error> {
        self.permitted(who, Action::SettleGrading, async {
            let caller = who.caller(Action::SettleGrading)?;
            self.must_not_be_blind(caller.actor.user, ask.file).await?;
            self.must_see(caller, RecordId::File(ask.file)).await?;
            let mut tx = self.store.begin().await?;
            let mut opinions = tx.opinions(ask.file).await?;
            let said = self.said(caller, Some(&ask.reason));
            let table = self.table_compared().await?;
            let settlement = settle(&opinions, &table, ask.stands, said).map_err(Error::refused)?;
            tx.add_settlement(ask.file, &settlement).await?;
            self.note_states(&mut tx, &[ask.file]).await?;
            tx.note_gradings_shown(caller.actor.user, ask.file).await?;
            let entry = self.entry(who, Action::SettleGrading.verb());
            tx.commit(entry.about("gradings", vec![ask.stands.to_string()])).await?;
            opinions.settlements.push(settlement);
            Ok(standing_view(&opinions, &table))
        })
        .await
    }

    /// Files in the queue of one of these states, or of all, and since when: those that wait longest first.
    async fn queued(
        &self,
        state: Option<&str>,
        after: Option<(i64, FileId)>,
        n_max: u32,
    ) -> Result<Vec<(i64, FileId)>, Error> {
        let states = match state {
            None => QUEUED,
            Some(state) => match QUEUED.iter().find(|one| **one == state) {
                Some(one) => [*one; 2],
                None => return Ok(Vec::new()),
            },
        };
        Ok(self.store.files_graded(states, after, n_max).await?)
    }

    /// Of these files those that a list of what waits may name to the caller: open to them, not of those `hidden` because they
    /// grade them blind, and nothing that they asked not to be offered.
    pub(crate) async fn files_to_name(
        &self,
        caller: &Caller,
        hidden: &BTreeSet<FileId>,
        files: &BTreeSet<FileId>,
    ) -> Result<BTreeSet<FileId>, Error> {
        let all = Vec::from_iter(files.iter().copied());
        let left_out = self.not_offered(caller, &all).await?;
        let mut open = self.open_files(caller, all).await?;
        open.retain(|file| !hidden.contains(file) && !left_out.contains(file));
        Ok(open)
    }

    /// Files about which graders differ or somebody objects, those that wait longest first; of one state, where `ask` names
    /// one. A page may have fewer than asked for and still not be the last.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn disagreements(&self, who: &Principal, ask: ListAsk) -> Result<Listed<DisagreementView>, Error> {
        self.permitted(who, Action::ShowDisagreements, async {
            let caller = who.caller(Action::ShowDisagreements)?;
            let user = caller.actor.user;
            self.recompute_states(who).await?;
            let n_max = ask.limit.unwrap_or(PAGE_FILES).clamp(1, PAGE_FILES_MAX);
            let after = ask.after.as_deref().map(read_cursor).transpose()?;
            let mut queued = self.queued(ask.state.as_deref(), after, n_max + 1).await?;
            let is_last = queued.len() <= n_max as usize;
            queued.truncate(n_max as usize);
            let next = queued.last().filter(|_| !is_last).map(|(at_us, file)| format!("{at_us}.{file}"));
            let files: Vec<FileId> = queued.iter().map(|(_, file)| *file).collect();
            let left_out = self.not_offered(caller, &files).await?;
            queued.retain(|(_, file)| !left_out.contains(file));
            let seen = self.open_files(caller, queued.iter().map(|(_, file)| *file)).await?;
            let open = self.store.open_blinds(user).await?;
            let table = self.table_compared().await?;
            let mut tx = self.store.begin().await?;
            let mut items = Vec::new();
            for (since_us, file) in queued {
                let opinions = tx.opinions(file).await?;
                let visible = visible_to(user, &opinions, &open);
                // Computed anew: what the queue says is where to look.
                let standing = visible.standing(&table).filter(|_| seen.contains(&file));
                let Some(standing) = standing.map(StandingView::of) else { continue };
                if QUEUED.contains(&standing.state) {
                    tx.note_gradings_shown(user, file).await?;
                    items.push(DisagreementView { file, since_us, standing });
                }
            }
            let shown: Vec<String> = items.iter().map(|item| item.file.to_string()).collect();
            tx.commit(self.entry(who, Action::ShowDisagreements.verb()).about("files", shown)).await?;
            Ok(Listed { items, next })
        })
        .await
    }

    /// Remembers how files stand now, for the queues.
    pub(crate) async fn note_states(&self, tx: &mut Tx, files: &[FileId]) -> Result<MappingTable, Error> {
        let table = self.table_compared_in(tx).await?;
        for file in files {
            let opinions = tx.opinions(*file).await?;
            let state = casework::standing::standing(&opinions, &table).state.code();
            tx.set_grading_state(*file, state, &table.stamp.sha256, self.now()).await?;
        }
        Ok(table)
    }

    /// Computes the states anew that an earlier version of the table gave. Nobody looks at a file again for it.
    pub(crate) async fn recompute_states(&self, who: &Principal) -> Result<(), Error> {
        loop {
            let table = self.table_compared().await?;
            let files = self.store.files_graded_by_another_table(&table.stamp.sha256, RECOMPUTED_AT_ONCE).await?;
            if files.is_empty() {
                return Ok(());
            }
            let mut tx = self.store.begin().await?;
            let table = self.note_states(&mut tx, &files).await?;
            let entry = self.entry(who, "grading-recompute").about("n_files", files.len() as u64);
            tx.commit(entry.about("table", table.stamp.sha256.to_string())).await?;
        }
    }

    /// To somebody who grades a file blind there is nothing to object to or to settle yet, whether there is or not.
    async fn must_not_be_blind(&self, user: casework::id::UserId, file: FileId) -> Result<(), Error> {
        let open = self.store.open_blinds(user).await?;
        if open.iter().any(|open| open.files.contains(&file)) {
            return Err(Error::refused(casework::dispute::CannotDispute::Ungraded));
        }
        Ok(())
    }

    /// What leans on a record directly, for it and for everything that leans on it.
    async fn all_leaning_on(&self, id: RecordId) -> Result<impl Fn(&RecordId) -> Vec<RecordId>, Error> {
        let mut known = std::collections::BTreeMap::new();
        let mut ahead = vec![id];
        while let Some(id) = ahead.pop() {
            // A person or a series leans on many things: what leans on those is theirs to look at.
            let goes_on = matches!(id, RecordId::File(_) | RecordId::Link(_));
            if goes_on && !known.contains_key(&id) {
                let leaning = self.leaning_directly(id).await?;
                ahead.extend(leaning.iter().copied());
                known.insert(id, leaning);
            }
        }
        Ok(move |id: &RecordId| known.get(id).cloned().unwrap_or_default())
    }
}

/// States that wait for somebody to settle them.
pub(crate) const QUEUED: [&str; 2] = ["disagreement", "disputed"];

fn standing_view(opinions: &Opinions, table: &MappingTable) -> StandingView {
    StandingView::of(casework::standing::standing(opinions, table))
}

fn read_cursor(text: &str) -> Result<(i64, FileId), Error> {
    let wrong = || Error::NotACursor { text: text.to_owned() };
    let (at_us, file) = text.split_once('.').ok_or_else(wrong)?;
    Ok((at_us.parse().map_err(|_| wrong())?, file.parse().map_err(|_| wrong())?))
}

#[cfg(test)]
pub(crate) mod tests;
