//! A note that one colleague writes to another about a record, by name. Everybody who may see the record may read it; that the
//! other one has read it is noted. It never says who may see what.

use crate::id::UserId;
use crate::protected::Protected;

/// The longest note, in letters.
pub const NOTE_LETTERS_MAX: usize = 2_000;

/// Why a note was not written, and what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum NoteRefusal {
    /// Say something.
    #[error("a note says something")]
    NoWords,
    /// Say it in fewer words, or write a clue.
    #[error("a note has at most {NOTE_LETTERS_MAX} letters")]
    TooLong,
    /// Choose a colleague.
    #[error("nobody writes a note to themselves")]
    ToOneself,
    /// Let them into a case in which the record stands, or choose somebody else.
    #[error("whoever it is for may not see the record")]
    CannotSee,
}

/// Whether somebody may write these words to a colleague. Whether that colleague may see the record, the caller asks before.
///
/// # Errors
/// Why not.
pub fn may_be_written(by: UserId, to: UserId, to_may_see: bool, words: &Protected) -> Result<(), NoteRefusal> {
    if words.is_blank() {
        return Err(NoteRefusal::NoWords);
    }
    if words.reveal().chars().count() > NOTE_LETTERS_MAX {
        return Err(NoteRefusal::TooLong);
    }
    if by == to {
        return Err(NoteRefusal::ToOneself);
    }
    if to_may_see { Ok(()) } else { Err(NoteRefusal::CannotSee) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_says_something_to_a_colleague_who_may_see_what_it_is_about() {
        let (rana, sami) = (UserId::new([1; 10]), UserId::new([2; 10]));
        let check = |to, may_see, words: &str, expected| {
            assert_eq!(may_be_written(rana, to, may_see, &Protected::new(words)), expected, "{words}");
        };
        check(sami, true, "Have you seen this sofa before?", Ok(()));
        check(sami, true, " \n", Err(NoteRefusal::NoWords));
        check(sami, true, &"س".repeat(NOTE_LETTERS_MAX), Ok(()));
        check(sami, true, &"س".repeat(NOTE_LETTERS_MAX + 1), Err(NoteRefusal::TooLong));
        check(rana, true, "Remember the plug.", Err(NoteRefusal::ToOneself));
        check(sami, false, "Have you seen this sofa before?", Err(NoteRefusal::CannotSee));
    }
}
