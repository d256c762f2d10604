//! Why a file is claimed to be an entry of a list: both hashes, the bits in which they differ, the view that agreed, and what
//! people decided. It finds nothing anew; it reads out what the claims were made of.

use std::collections::{BTreeSet, HashMap};

use casework::file::{File, FileId, MediaKind, Place};
use casework::list::{HashKind, ListTerms};
use casework::match_decision::{EntryHash, MatchState};
use casework::matching::{Match, Part};
use casework::views::{Refined, Views};
use fingerprint::view::View;
use fingerprint::{Pdq, Turn};
use store::{Claimed, House};
use words::Words;

use super::{ClaimView, decided_of};
use crate::claimed_pairs::ClaimedPair;
use crate::error::Error;
use crate::holding::HoldingView;
use crate::list::handling::untold_in;
use crate::open::Node;
use crate::principal::{Action, Principal};
use casework::id::RecordId;

/// Places that are named, at most.
const PLACES_MAX: usize = 20;

/// A file and why it is claimed to be on lists.
#[derive(Debug, Clone, PartialEq)]
pub struct WhyMatch {
    /// The file.
    pub file: FileId,
    /// Bytes.
    pub size: u64,
    /// The type by content.
    pub mime: String,
    /// The type's family.
    pub kind: MediaKind,
    /// Its digests, each with the name of its kind.
    pub digests: Vec<(HashKind, String)>,
    /// Where it lies: exhibits that the reader may see, with the place.
    pub places: Vec<(String, Place)>,
    /// Whether it lies in more places than these, in exhibits that the reader may see.
    pub more_places: bool,
    /// That claims are withheld while the reader grades the file blind.
    pub withheld: bool,
    /// The claims.
    pub claims: Vec<WhyClaim>,
    /// Which cases hold it.
    pub holding: HoldingView,
    /// Whether the reader may decide about claims.
    pub may_decide: bool,
}

/// One claim with what it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct WhyClaim {
    /// The claim and what holds of it.
    pub view: ClaimView,
    /// What held before, oldest first.
    pub earlier: Vec<MatchState>,
    /// The terms of the list; none once the list is forgotten.
    pub terms: Option<ListTerms>,
    /// In which ways file and entry agree, the strongest first.
    pub ways: Vec<WayOfAgreeing>,
}

/// One way in which a file and an entry agree.
#[derive(Debug, Clone, PartialEq)]
pub struct WayOfAgreeing {
    /// By which hash.
    pub kind: HashKind,
    /// The entry's row in its list.
    pub row: u64,
    /// Bits that differ; 0 for a digest.
    pub distance_bits: u32,
    /// How fit our picture is for a comparison, 0 to 100; none for a digest.
    pub quality: Option<u8>,
    /// How ours must be turned, as locale keys spell it: `rotate90`.
    pub turn: Turn,
    /// Which part of the file agrees.
    pub part: Part,
    /// What must have been done to the listed picture to make ours.
    pub view: Option<View>,
    /// Whether a stronger digest of the entry contradicts it.
    pub contradicted: bool,
    /// Both hashes, where both are known.
    pub hashes: Option<TwoHashes>,
}

/// Two hashes next to each other, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoHashes {
    /// That of the file, turned or viewed so that it agrees.
    pub ours: String,
    /// That of the entry.
    pub listed: String,
    /// Of two looks: for each of the 256 bits, from the first, whether they differ. Empty for digests, which are the same.
    pub differs: Vec<bool>,
}

impl WayOfAgreeing {
    /// The turn as locale keys spell it.
    pub fn turn_code(&self) -> &'static str {
        match self.turn {
            Turn::Original => "original",
            Turn::Rotate90 => "rotate90",
            Turn::Rotate180 => "rotate180",
            Turn::Rotate270 => "rotate270",
            Turn::FlipX => "flip-x",
            Turn::FlipY => "flip-y",
            Turn::FlipPlus1 => "flip-plus1",
            Turn::FlipMinus1 => "flip-minus1",
        }
    }

    /// What the view supposes was done to the picture, in words; none where it agrees as it is.
    pub fn view_words(&self, words: &Words) -> Option<String> {
        self.view.as_ref().map(|view| formats::view_words::view_words(words, view))
    }
}

impl Node {
    /// Why a file is claimed to be on lists. Claims that are near or altered wait for a person, whatever is shown of them.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a file that the caller may not see.
    pub async fn why_match(&self, who: &Principal, file: FileId) -> Result<WhyMatch, Error> {
        let action = Action::ShowMatches;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let id = RecordId::File(file);
            let missing = || crate::casebook::no_such(id);
            let (facts, _) = self.store.file(&file).await?.ok_or_else(missing)?;
            let places = self.store.places_of(&[file]).await?.remove(&file).unwrap_or_default();
            let exhibits = places.iter().filter_map(|(exhibit, _)| exhibit.parse().ok()).map(RecordId::Exhibit);
            let seen = self.visible(caller, exhibits.chain([id])).await?;
            if !seen.contains(&id) {
                return Err(missing());
            }
            let house = self.store.house(self.now()).await?;
            let withheld = self.hidden_by_blind(caller).await?.contains(&file);
            let claims = if withheld { Vec::new() } else { self.why_claims(who, &house, file, &facts).await? };
            let is_seen = |exhibit: &str| exhibit.parse().is_ok_and(|id| seen.contains(&RecordId::Exhibit(id)));
            let mut places: Vec<(String, Place)> =
                places.into_iter().filter(|(exhibit, _)| is_seen(exhibit)).take(PLACES_MAX + 1).collect();
            let more_places = places.len() > PLACES_MAX;
            places.truncate(PLACES_MAX);
            let holding = self.standings_among(caller, [file].into(), &house.units).await?;
            let holding = holding.into_values().next().ok_or_else(missing)?;
            let entry = self.entry(who, action.verb()).about("files", vec![file.to_string()]);
            self.store.record_alone(entry).await?;
            Ok(WhyMatch {
                file,
                size: facts.size,
                mime: facts.mime.clone(),
                kind: facts.kind,
                digests: digests_of(&facts),
                places,
                more_places,
                withheld,
                claims,
                holding,
                may_decide: self.may(who, Action::DecideMatch),
            })
        })
        .await
    }

    async fn why_claims(
        &self,
        who: &Principal,
        house: &House,
        file: FileId,
        facts: &File,
    ) -> Result<Vec<WhyClaim>, Error> {
        let untold = untold_in(house, who, |_| true);
        let Claimed { files, matches, decisions: stored } = self.store.claimed(&[file]).await?;
        let pairs = self.claimed_pairs(&house.lists, &files, matches).await?;
        let terms: HashMap<String, ListTerms> =
            house.lists.iter().map(|list| (list.version.terms.name.clone(), list.version.terms.clone())).collect();
        let is_viewed = pairs.iter().flat_map(|pair| &pair.matches).any(|claim| claim.view.is_some());
        let (views, refined) = match is_viewed {
            true => (self.store.views_of(&[file]).await?, self.store.refined_of(&[file]).await?),
            false => Default::default(),
        };
        let looks = Looks { facts, views: views.get(&file), refined: refined.get(&file).map(Vec::as_slice) };
        let claims = decided_of(pairs, &stored).map(|(pair, decision)| {
            let earlier = decision.earlier.clone();
            let terms = terms.get(&pair.claim.pair.list).cloned();
            let ways = pair.matches.iter().map(|claim| looks.way(claim, &pair)).collect();
            WhyClaim { view: ClaimView::of(decision, &pair).without(&untold), earlier, terms, ways }
        });
        Ok(claims.collect())
    }
}

/// The looks of one file, from which a claim takes one.
struct Looks<'l> {
    facts: &'l File,
    views: Option<&'l Views>,
    refined: Option<&'l [Refined]>,
}

impl Looks<'_> {
    fn way(&self, claim: &Match, pair: &ClaimedPair) -> WayOfAgreeing {
        let hashes = match claim.kind {
            HashKind::Pdq => {
                let listed: BTreeSet<Pdq> = pair
                    .claim
                    .pair
                    .hashes
                    .iter()
                    .filter_map(|hash| if let EntryHash::Pdq(look) = hash { Some(*look) } else { None })
                    .collect();
                self.agreeing(claim, &listed).map(|(ours, listed)| TwoHashes {
                    ours: ours.to_string(),
                    listed: listed.to_string(),
                    differs: differing(&ours, &listed),
                })
            }
            kind => {
                let of_kind = digests_of(self.facts).into_iter().find(|(known, _)| *known == kind);
                // That they are the same is what the claim says.
                of_kind.map(|(_, hex)| TwoHashes { ours: hex.clone(), listed: hex, differs: Vec::new() })
            }
        };
        WayOfAgreeing {
            kind: claim.kind,
            row: claim.row,
            distance_bits: claim.distance,
            quality: claim.quality,
            turn: claim.turn,
            part: claim.part,
            view: claim.view,
            contradicted: claim.contradicted,
            hashes,
        }
    }

    /// Our look and a listed one that are exactly as far apart as the claim says; none where ours is kept no more.
    fn agreeing(&self, claim: &Match, listed: &BTreeSet<Pdq>) -> Option<(Pdq, Pdq)> {
        let pairs = self.candidates(claim).into_iter().flat_map(|ours| listed.iter().map(move |other| (ours, *other)));
        pairs.into_iter().find(|(ours, other)| ours.distance(other) == claim.distance)
    }

    fn candidates(&self, claim: &Match) -> Vec<Pdq> {
        if let Some(view) = &claim.view {
            let views = self.views.into_iter().flat_map(|views| &views.seen);
            let refined = self.refined.into_iter().flatten().map(|refined| &refined.to);
            return views.chain(refined).filter(|seen| seen.view == *view).map(|seen| seen.pdq.hash).collect();
        }
        let look = match claim.part {
            Part::Whole => self.facts.look.as_ref(),
            Part::Thumbnail => self.facts.thumbnail.as_ref(),
            Part::FrameAtMs(at_ms) => {
                let frames = self.facts.frames.iter().filter(|frame| frame.at_ms == at_ms);
                return frames.map(|frame| frame.pdq.hash).collect();
            }
        };
        let Some(look) = look else { return Vec::new() };
        let turn = Turn::ALL.iter().position(|turn| *turn == claim.turn).unwrap_or_default();
        look.turns.get(turn).copied().or((turn == 0).then_some(look.pdq.hash)).into_iter().collect()
    }
}

/// For each of the 256 bits, from the first of the first byte as it is written, whether they differ.
fn differing(one: &Pdq, other: &Pdq) -> Vec<bool> {
    let bytes = one.0.iter().zip(&other.0).map(|(one, other)| one ^ other);
    bytes.flat_map(|byte| (0..8).map(move |bit| byte & (0x80 >> bit) != 0)).collect()
}

fn digests_of(file: &File) -> Vec<(HashKind, String)> {
    let digests = &file.digests;
    [
        digests.sha256.map(|digest| (HashKind::Sha256, digest.to_string())),
        digests.sha1.map(|digest| (HashKind::Sha1, digest.to_string())),
        digests.md5.map(|digest| (HashKind::Md5, digest.to_string())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests;
