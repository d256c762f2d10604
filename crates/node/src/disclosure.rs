//! What a case's disclosure pack says: what was matched, how, by which versions of which lists, what was decided about it, and
//! what was not examined. It judges nothing, and holds no picture.

use std::collections::{BTreeMap, BTreeSet};

use casework::case::Case;
use casework::exhibit::Exhibit;
use casework::file::FileId;
use casework::id::{CaseId, RecordId};
use casework::list::ListVersion;
use casework::problem::ProblemCode;
use store::{House, RunState};

use crate::case_file::CaseView;
use crate::error::Error;
use crate::match_decision::ClaimView;
use crate::open::Node;
use crate::principal::{Action, Principal};
use crate::record_page::Around;

/// Files whose matches one pack names.
const FILES_MAX: usize = 2_000;

/// What a case's disclosure pack says, as far as the reader may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct DisclosureView {
    /// The case.
    pub case: CaseView,
    /// Who the colleagues and units are.
    pub around: Around,
    /// How many files stand in the case.
    pub n_files: u64,
    /// The matches of its files, by file and list; none of a file that the reader grades blind.
    pub claims: Vec<ClaimView>,
    /// Files of the case that match no entry of the lists asked.
    pub n_unmatched: u64,
    /// Whether matches are missing: the reader may not see any, grades some of the files blind, or there are more than a pack
    /// names.
    pub is_incomplete: bool,
    /// The exhibits of the case, with how each was examined.
    pub exhibits: Vec<ExhibitDisclosed>,
    /// The versions of lists by which they were examined.
    pub lists: Vec<ListVersion>,
    /// The version of this program that says so.
    pub version: &'static str,
}

/// An exhibit, and how it was examined.
#[derive(Debug, Clone, PartialEq)]
pub struct ExhibitDisclosed {
    /// The exhibit.
    pub exhibit: Exhibit,
    /// Each time it was examined, the first time first.
    pub runs: Vec<RunDisclosed>,
    /// What of it was not examined or not wholly read, by reason.
    pub not_examined: BTreeMap<ProblemCode, u64>,
}

/// One time that an exhibit was examined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunDisclosed {
    /// Its number.
    pub id: String,
    /// When it began, in microseconds since 1970.
    pub begun_at_us: i64,
    /// When it ended.
    pub ended_at_us: Option<i64>,
    /// `finished`, `stopped`, `failed` or `open`.
    pub state: &'static str,
    /// By which versions of lists.
    pub lists: Vec<String>,
}

impl Node {
    /// What a case's disclosure pack says.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn disclosure(&self, who: &Principal, id: CaseId) -> Result<DisclosureView, Error> {
        let action = Action::ShowCase;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let held = self.load::<Case>(who, action, id).await?;
            let records = self.store.records_of_case(id).await?;
            let visible = self.visible(caller, records).await?;
            let mut files: Vec<FileId> = Vec::new();
            let mut exhibit_ids = BTreeSet::new();
            for record in &visible {
                match record {
                    RecordId::File(file) => files.push(*file),
                    RecordId::Exhibit(exhibit) => {
                        exhibit_ids.insert(exhibit.to_string());
                    }
                    _ => {}
                }
            }
            let house = self.store.house(self.now()).await?;
            let n_files = files.len() as u64;
            let (mut claims, mut n_unmatched, mut is_incomplete) = (Vec::new(), 0, !files.is_empty());
            if self.may(who, Action::ShowMatches) {
                let hidden = self.hidden_by_blind(caller).await?;
                files.retain(|file| !hidden.contains(file));
                is_incomplete = files.len() as u64 != n_files || files.len() > FILES_MAX;
                files.truncate(FILES_MAX);
                claims = self.claims_that_stand(who, &house, &files, &self.store.claimed(&files).await?).await?;
                let matched: BTreeSet<FileId> = claims.iter().map(|claim| claim.file).collect();
                n_unmatched = (files.len() - matched.len()) as u64;
            }
            let mut exhibits = Vec::new();
            let mut list_ids: BTreeSet<String> = BTreeSet::new();
            if self.may(who, Action::ShowExhibits) && !exhibit_ids.is_empty() {
                let runs = self.store.runs().await?;
                let ids = Vec::from_iter(exhibit_ids.iter().cloned());
                let mut problems = self.store.problems_of(&ids).await?;
                let mut examined = self.store.exhibits_examined(&ids).await?;
                examined.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
                for (exhibit, _) in examined {
                    let of_it = runs.iter().filter(|run| run.opening.exhibits.contains(&exhibit.id));
                    let runs: Vec<RunDisclosed> = of_it.map(RunDisclosed::of).collect();
                    list_ids.extend(runs.iter().flat_map(|run| run.lists.iter().cloned()));
                    let not_examined = problems.remove(&exhibit.id).unwrap_or_default();
                    exhibits.push(ExhibitDisclosed { exhibit, runs, not_examined });
                }
            }
            let House { lists, units, users, .. } = house;
            let lists = lists.into_iter().map(|stored| stored.version).filter(|list| list_ids.contains(&list.id));
            let around = self.around_with(caller, Vec::new(), Vec::new(), &[], (units, users))?;
            let named: Vec<String> = claims.iter().map(|claim| claim.file.to_string()).collect();
            let entry = self.entry(who, action.verb()).about("record", id.to_string());
            let entry = entry.about("page", "disclosure").about("files", named);
            self.store.record_alone(entry.about("exhibits", Vec::from_iter(exhibit_ids))).await?;
            let case = CaseView::of(&held, caller, Vec::new(), visible.into_iter().collect());
            Ok(DisclosureView {
                case,
                around,
                n_files,
                claims,
                n_unmatched,
                is_incomplete,
                exhibits,
                lists: lists.collect(),
                version: env!("CARGO_PKG_VERSION"),
            })
        })
        .await
    }
}

impl RunDisclosed {
    fn of(run: &store::Run) -> RunDisclosed {
        RunDisclosed {
            id: run.id.to_string(),
            begun_at_us: run.opening.at_us,
            ended_at_us: run.closed_at_us,
            state: RunState::code(run.state),
            lists: run.opening.lists.clone(),
        }
    }
}
