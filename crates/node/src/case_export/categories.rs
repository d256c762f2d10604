//! What gradings of an exported case's files come to: each scheme's category, with the table that says so. What a grader
//! must not be shown now leaves with nobody.

use std::collections::BTreeMap;

use casework::file::FileId;
use casework::standing::{Standing, State, standing};
use formats::case_uco::FileCategories;
use store::Tx;

use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};

impl Node {
    /// The categories of these files by each table in force, of those that are graded; none at all for whoever may not see
    /// gradings. Whoever takes others' opinions away with a case grades those files blind no more.
    pub(super) async fn categories_of(
        &self,
        tx: &mut Tx,
        who: &Principal,
        files: &[FileId],
    ) -> Result<Option<BTreeMap<FileId, FileCategories>>, Error> {
        if self.permit(who, Action::ShowGradings).is_err() {
            return Ok(None);
        }
        let user = who.caller(Action::ShowGradings)?.actor.user;
        // The document is read by others than whoever asks for it: anybody's blind grading counts. That it is held back is
        // said of a file that nobody has graded, too, so that it tells nothing.
        let blind = tx.files_graded_blind(files).await?;
        let tables = self.mapping_tables_in(tx).await?;
        let mut categories: BTreeMap<FileId, FileCategories> =
            blind.iter().map(|file| (*file, FileCategories::GradedBlind)).collect();
        for (file, opinions) in tx.opinions_of(files).await? {
            if blind.contains(&file) {
                continue;
            }
            let standings: Vec<Standing> = tables.iter().map(|table| standing(&opinions, table)).collect();
            if standings.iter().all(|standing| standing.state == State::Ungraded) {
                continue;
            }
            if opinions.gradings.iter().any(|grading| !grading.by.is(user)) {
                tx.note_gradings_shown(user, file).await?;
            }
            categories.insert(file, FileCategories::ByTables(standings));
        }
        Ok(Some(categories))
    }
}
