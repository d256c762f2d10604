//! In which country a series was made, as far as somebody has a reason to think so. Reasons that speak against each other stand
//! beside each other: no country is ever *the* country.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::country::Country;
use crate::id::{ClueId, LinkId, PlaceId};
use crate::link::Confidence;

/// What speaks for a country: a link of a series, its pictures or a clue in them to a place that lies there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The link, whose evidence says why.
    pub link: LinkId,
    /// The place.
    pub place: PlaceId,
    /// The clue that points there, where one does.
    pub clue: Option<ClueId>,
    /// How surely: of a clue, no surer than the clue itself.
    pub confidence: Confidence,
}

/// A country, and what speaks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountryHypothesis {
    /// Which.
    pub country: Country,
    /// How surely, by the surest of the reasons. Several guesses are no certainty.
    pub confidence: Confidence,
    /// The surest first.
    pub reasons: Vec<Reason>,
}

/// Every country for which something speaks: the surest first, of equally sure ones that with more reasons.
pub fn hypotheses(reasons: impl IntoIterator<Item = (Country, Reason)>) -> Vec<CountryHypothesis> {
    let mut by_country: BTreeMap<Country, Vec<Reason>> = BTreeMap::new();
    for (country, reason) in reasons {
        by_country.entry(country).or_default().push(reason);
    }
    let mut all: Vec<CountryHypothesis> = by_country
        .into_iter()
        .filter_map(|(country, mut reasons)| {
            reasons.sort_by_key(|reason| (reason.confidence, reason.link));
            let confidence = reasons.first()?.confidence;
            Some(CountryHypothesis { country, confidence, reasons })
        })
        .collect();
    all.sort_by_key(|one| (one.confidence, Reverse(one.reasons.len()), one.country));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_stand_side_by_side_with_their_reasons_the_surest_first() {
        let reason = |n: u8, confidence| Reason {
            link: LinkId::new([n; 10]),
            place: PlaceId::new([n; 10]),
            clue: None,
            confidence,
        };
        let [tunisia, france, spain] = ["TN", "FR", "ES"].map(|code| code.parse::<Country>().unwrap());
        let found = hypotheses([
            (spain, reason(1, Confidence::Guess)),
            (france, reason(2, Confidence::Likely)),
            (spain, reason(3, Confidence::Guess)),
            (tunisia, reason(4, Confidence::Guess)),
            (tunisia, reason(5, Confidence::Likely)),
        ]);
        let told: Vec<(Country, Confidence, Vec<u8>)> = found
            .iter()
            .map(|one| {
                let links = [1, 2, 3, 4, 5].into_iter();
                let of = |n: &u8| one.reasons.iter().any(|reason| reason.link == LinkId::new([*n; 10]));
                (one.country, one.confidence, links.filter(of).collect())
            })
            .collect();
        let expected = [
            (tunisia, Confidence::Likely, vec![4, 5]),
            (france, Confidence::Likely, vec![2]),
            (spain, Confidence::Guess, vec![1, 3]),
        ];
        assert_eq!(told, expected, "two guesses are a guess");
        assert_eq!(found[0].reasons[0].link, LinkId::new([5; 10]), "the surest reason first");
        assert!(hypotheses([]).is_empty());
    }
}
