//! Screening: which pictures may go without a look, because nothing on the lists asked can look like them.
//!
//! What was screened out depends on the lists, so what is remembered of it names them.

use std::sync::Arc;

use casework::file::Look as TakenLook;
use casework::list::ListVersion;
use fingerprint::pdq::QUALITY_MIN;
use fingerprint::pdq::screen::{ERROR_BITS_MAX, ScreeningHash};
use index::catalogue::{Among, Catalogue, Look, Question};
use index::near::RADIUS_BITS_MAX;
use media::examiner::Screen;

use crate::error::Error;

/// The lists that pictures are screened by.
#[derive(Clone)]
pub(crate) struct Screening {
    /// For the threads that examine.
    pub screen: Screen,
    /// Stands for the lists in what is remembered.
    pub lists: u64,
}

/// What a catalogue must be opened for.
///
/// # Errors
/// A list whose own threshold, widened by what a screening hash may be off, is beyond any search.
pub(super) fn radius_bits(lists: &[ListVersion]) -> Result<u32, Error> {
    let is_too_wide = |list: &&ListVersion| {
        !list.terms.set_aside && list.terms.threshold_bits.saturating_add(ERROR_BITS_MAX) > RADIUS_BITS_MAX
    };
    if let Some(list) = lists.iter().find(is_too_wide) {
        let (list, threshold_bits) = (list.terms.name.clone(), list.terms.threshold_bits);
        return Err(Error::ListTooWideToScreen { list, threshold_bits });
    }
    Ok(threshold_bits_max(lists) + ERROR_BITS_MAX)
}

/// Of lists to set aside no look is asked.
fn threshold_bits_max(lists: &[ListVersion]) -> u32 {
    lists.iter().filter(|list| !list.terms.set_aside).map(|list| list.terms.threshold_bits).max().unwrap_or(0)
}

impl Screening {
    /// By these lists, which `catalogue` holds, opened for their [`radius_bits`].
    pub(super) fn by(catalogue: Arc<Catalogue>, lists: &[ListVersion]) -> Screening {
        let radius_bits = threshold_bits_max(lists);
        let has_candidate = move |hash: Option<&ScreeningHash>, thumbnail: Option<&TakenLook>| {
            hash.is_some_and(|hash| hash.search(radius_bits, |turns, bits| is_any_within(&catalogue, turns, bits)))
                || thumbnail.is_some_and(|look| has_near(&catalogue, look))
        };
        Screening { screen: Screen::new(has_candidate), lists: number_of(lists) }
    }
}

/// Whether an entry of any list, whatever the list's own threshold, lies this near to one of the hashes.
fn is_any_within(catalogue: &Catalogue, hashes: &[fingerprint::Pdq], radius_bits: u32) -> bool {
    let look = |hash: &fingerprint::Pdq| Look { hash: *hash, near_bits_max: 0, worth_bits_max: radius_bits };
    let looks: Vec<Look> = hashes.iter().map(look).collect();
    let question = Question { looks: &looks, ..Question::default() };
    match catalogue.ask(&[question], Among::All) {
        Ok(answers) => answers.each.iter().any(|answer| !answer.near.is_empty() || !answer.worth.is_empty()),
        // What is wrong with the index is said when the file is matched; until then nothing may be left out.
        Err(_) => true,
    }
}

/// Whether the thumbnail is near anything: it was hashed exactly, and matches by itself.
fn has_near(catalogue: &Catalogue, look: &TakenLook) -> bool {
    let turns = if look.turns.is_empty() { std::slice::from_ref(&look.pdq.hash) } else { &look.turns };
    look.pdq.quality >= QUALITY_MIN && !catalogue.near(turns).is_empty()
}

/// Another number for other versions of the lists, or other thresholds.
fn number_of(lists: &[ListVersion]) -> u64 {
    use sha2::Digest as _;
    let mut terms: Vec<(&str, u32, bool)> =
        lists.iter().map(|list| (list.id.as_str(), list.terms.threshold_bits, list.terms.set_aside)).collect();
    terms.sort_unstable();
    let mut hash = sha2::Sha256::new();
    for (id, threshold_bits, set_aside) in terms {
        hash.update(format!("{id} {threshold_bits} {set_aside}\n"));
    }
    hash.finalize().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}
