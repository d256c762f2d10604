//! Clues: what was seen or heard, in words.

use casework::clue::{Clue, ClueKind};
use casework::id::ClueId;
use casework::link::Confidence;
use casework::protected::Protected;
use casework::who::Said;
use serde::{Deserialize, Serialize};
use store::Held;
use utoipa::ToSchema;

use crate::casebook::{AccessView, ListAsk, Listed, Placement, new_id};
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// A clue that somebody writes down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddClue {
    /// What kind of thing was seen or heard.
    #[schema(value_type = String, example = "plug")]
    pub kind: ClueKind,
    /// What, in words.
    #[schema(value_type = String)]
    pub words: Protected,
    /// The language of the words, as a BCP 47 tag.
    #[serde(default)]
    pub language: Option<String>,
    /// How sure: `certain`, `likely`, `guess`.
    #[schema(value_type = String, example = "certain")]
    pub certainty: Confidence,
    /// Who may see it.
    #[serde(default)]
    pub into: Placement,
}

/// A clue as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClueView {
    /// Its id.
    #[schema(value_type = String)]
    pub id: ClueId,
    /// What kind.
    #[schema(value_type = String)]
    pub kind: ClueKind,
    /// What was seen or heard.
    #[schema(value_type = String)]
    pub words: Protected,
    /// The language of the words.
    pub language: Option<String>,
    /// How sure.
    #[schema(value_type = String)]
    pub certainty: Confidence,
    /// Who wrote it down.
    #[schema(value_type = Object)]
    pub said: Said,
    /// Who may see it.
    pub access: AccessView,
}

impl ClueView {
    pub(crate) fn of(held: &Held<Clue>, caller: &Caller) -> ClueView {
        let Clue { id, kind, words, language, certainty, said, .. } = held.record.clone();
        ClueView { id, kind, words, language, certainty, said, access: AccessView::of(&held.access, caller) }
    }
}

impl Node {
    /// Writes a clue down.
    ///
    /// # Errors
    /// [`Error::Refused`] when it says nothing; [`Error::NotFound`] for a case that the caller may not see.
    pub async fn add_clue(&self, who: &Principal, ask: AddClue) -> Result<ClueView, Error> {
        self.permitted(who, Action::AddClue, async {
            let caller = who.caller(Action::AddClue)?;
            let AddClue { kind, words, language, certainty, into } = ask;
            let (id, owner, said) = (new_id(ClueId::new)?, caller.actor.unit, self.said(caller, None));
            let clue = Clue { id, owner, kind, words, language, certainty, said }.checked().map_err(Error::refused)?;
            let mut tx = self.store.begin().await?;
            let held = self.add(&mut tx, caller, clue, &into).await?;
            tx.commit(self.entry(who, Action::AddClue.verb()).about("record", id.to_string())).await?;
            Ok(ClueView::of(&held, caller))
        })
        .await
    }

    /// A clue.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn show_clue(&self, who: &Principal, id: ClueId) -> Result<ClueView, Error> {
        self.read(who, Action::ShowClue, id, ClueView::of).await
    }

    /// Clues that the caller needs to know of, those written down last first.
    ///
    /// # Errors
    /// [`Error::NotACursor`].
    pub async fn list_clues(&self, who: &Principal, ask: ListAsk) -> Result<Listed<ClueView>, Error> {
        self.page::<Clue, _>(who, Action::ShowClue, &ask, ClueView::of).await
    }
}
