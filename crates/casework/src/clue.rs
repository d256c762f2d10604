//! A clue: something seen or heard in a file that tells where, when or by whom it was made. Words, never pixels.

use serde::{Deserialize, Serialize};

use crate::id::{ClueId, UnitId};
use crate::link::Confidence;
use crate::link_kind::Noun;
use crate::problem::codes;
use crate::protected::Protected;
use crate::record::Record;
use crate::who::Said;

codes! {
    /// What kind of thing was seen or heard.
    ClueKind {
        /// An object.
        Object = "object",
        /// Written words.
        Text = "text",
        /// A sound that is no speech.
        Sound = "sound",
        /// Speech: a language, an accent, a name.
        Speech = "speech",
        /// A building, a room, a view.
        Place = "place",
        /// A plant.
        Plant = "plant",
        /// A plug or socket.
        Plug = "plug",
        /// The packaging of goods.
        Packaging = "packaging",
        /// A uniform.
        Uniform = "uniform",
        /// Other clothes.
        Clothing = "clothing",
        /// A toy.
        Toy = "toy",
        /// A number plate or part of one.
        LicencePlate = "licence-plate",
        /// A vehicle.
        Vehicle = "vehicle",
        /// Press, a broadcast, a calendar: what tells the date.
        Dated = "dated",
        /// Weather, light, season.
        Weather = "weather",
        /// Money, a ticket, a document.
        Document = "document",
        /// Art or a picture on a wall.
        Art = "art",
        /// A mark on a body: a scar, a tattoo.
        BodyMark = "body-mark",
        /// Anything else.
        Other = "other",
    }
}

/// A clue on a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clue {
    /// The id.
    pub id: ClueId,
    /// The unit that owns the record.
    pub owner: UnitId,
    /// What kind.
    pub kind: ClueKind,
    /// What was seen or heard, in words.
    pub words: Protected,
    /// The language of the words, as a BCP 47 tag, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How sure whoever saw it is of what it is. What it points to is a link, with a confidence of its own.
    pub certainty: Confidence,
    /// Who recorded it.
    pub said: Said,
}

/// A clue needs words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("say in words what was seen or heard: the card is all that others get")]
pub struct NoWords;

impl Clue {
    /// The clue, if it says something.
    pub fn checked(self) -> Result<Clue, NoWords> {
        if self.words.is_blank() { Err(NoWords) } else { Ok(self) }
    }
}

impl Record for Clue {
    type Id = ClueId;
    const NOUN: Noun = Noun::Clue;

    fn id(&self) -> ClueId {
        self.id
    }

    fn owner(&self) -> UnitId {
        self.owner
    }

    fn state_code(&self) -> &'static str {
        "open"
    }

    fn texts(&self) -> Vec<&Protected> {
        vec![&self.words]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::tests::{bytes, said};

    #[test]
    fn a_clue_says_something_in_words_that_stay_out_of_logs() {
        let clue = |words: &str| Clue {
            id: ClueId::new(bytes(1)),
            owner: UnitId::new(bytes(1)),
            kind: ClueKind::Plug,
            words: Protected::new(words),
            language: Some("ar".into()),
            certainty: Confidence::Likely,
            said: said(1),
        };
        assert_eq!(clue(" ").checked(), Err(NoWords));
        assert_eq!(clue("canary").checked(), Ok(clue("canary")));
        assert!(!format!("{:?}", clue("canary")).contains("canary"));
    }
}
