//! Views of a picture moved towards listed looks: the parent's side. It knows what was asked, and takes no other answer.

use casework::problem::{Problem, ProblemCode};
use fingerprint::view::{Family, Search, View};
use fingerprint::{Pdq, PdqHash};

use crate::convert;
use crate::examiner::{Examiner, bounded};
use crate::hold::Held;
use crate::picture;
use crate::wire::{Ask, REFINED_MAX, Say};

impl Examiner {
    /// For each of these views of a picture the margins that bring it nearest to a listed look, and its hash then, in their
    /// order; none for views beyond the eighth. `mime` is what was found when it was examined.
    ///
    /// # Errors
    /// It could not be decoded, or the worker answered what was not asked.
    pub fn refine(&mut self, held: &Held, mime: &str, from: &[(View, Pdq)]) -> Result<Vec<(View, PdqHash)>, Problem> {
        let from = &from[..from.len().min(REFINED_MAX)];
        let ask = Ask::Refine { from: from.to_vec() };
        let said = if picture::needs_helper(mime) {
            let plain = Ask::Examine { extension: Vec::new(), search: Search::Plain, screen: false };
            let notes = match self.ask_once(&plain, held.file())? {
                Say::Findings(findings) => bounded(*findings).transform_notes,
                _ => return Err(of_another_ask()),
            };
            let picture = convert::picture_of(self, held, &notes)?;
            self.ask_once(&ask, &picture)?
        } else {
            self.ask_once(&ask, held.file())?
        };
        match said {
            Say::Refined(refined) if are_of(from, &refined) => Ok(refined),
            _ => Err(of_another_ask()),
        }
    }
}

fn of_another_ask() -> Problem {
    Problem::new(ProblemCode::DecoderCrashed, "an answer to another ask")
}

/// Whether only margins were moved, each by no more than refinement does.
fn are_of(from: &[(View, Pdq)], refined: &[(View, PdqHash)]) -> bool {
    let is_of = |((from, _), (to, _)): (&(View, Pdq), &(View, PdqHash))| {
        let cuts = to.cuts;
        let sides = [cuts.left_permille, cuts.top_permille, cuts.right_permille, cuts.bottom_permille];
        View { family: from.family, cuts: from.cuts, ..*to } == *from
            && (to.family == from.family || to.family == Family::Cropped)
            && (to.cuts == from.cuts || sides.iter().all(|side| (-60..=500).contains(side)))
    };
    from.len() == refined.len() && from.iter().zip(refined).all(is_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fingerprint::Turn;
    use fingerprint::pdq::QUALITY_MIN;
    use fingerprint::view::Cuts;

    #[test]
    fn an_answer_that_was_not_asked_is_not_taken() {
        let pdq = PdqHash { hash: Pdq([1; 32]), quality: QUALITY_MIN };
        let asked = [(View::PLAIN, Pdq([2; 32]))];
        let cuts = |left_permille| Cuts { left_permille, ..Cuts::default() };
        let moved = View { family: Family::Cropped, cuts: cuts(35), ..View::PLAIN };
        assert!(are_of(&asked, &[(moved, pdq)]) && are_of(&asked, &[(View::PLAIN, pdq)]));
        for other in [
            View { turn: Turn::FlipX, ..moved },
            View { family: Family::Covered, ..moved },
            View { cuts: cuts(900), ..moved },
        ] {
            assert!(!are_of(&asked, &[(other, pdq)]), "{other:?}");
        }
        assert!(!are_of(&asked, &[]) && !are_of(&asked, &[(moved, pdq); 2]));
    }
}
