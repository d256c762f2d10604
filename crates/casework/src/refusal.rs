//! What the rules refuse, as codes: stable between versions and the same in every language. The sentences are not here.

use strum::VariantNames;

use crate::account::NotAnAccount;
use crate::address::AddressRefusal;
use crate::backup::BackupRefusal;
use crate::break_glass::GlassRefusal;
use crate::case::CaseRefusal;
use crate::clock::ClockRefusal;
use crate::clue::NoWords;
use crate::country::NotACountry;
use crate::device::NotADeviceKey;
use crate::dispute::{CannotDispute, CannotSettle};
use crate::exposure::ExposureRefusal;
use crate::facts::StaysOpen;
use crate::grading::HasSeenOthers;
use crate::handling::HandlingRefusal;
use crate::holding::SilenceRefusal;
use crate::id::NotAnId;
use crate::incoming::OutOfOrder;
use crate::job::JobRefusal;
use crate::lead::LeadRefusal;
use crate::link::LinkRefusal;
use crate::mapping::MappingRefusal;
use crate::match_decision::{CannotDecide, MayNotLean};
use crate::match_stop::StopRefusal;
use crate::note::NoteRefusal;
use crate::operation::OperationRefusal;
use crate::opt_out::OptOutRefusal;
use crate::outcome::OutcomeRefusal;
use crate::passkey::PasskeyRefusal;
use crate::person::PersonRefusal;
use crate::place::NowhereOnEarth;
use crate::preferences::PreferenceRefusal;
use crate::preview::PreviewRefusal;
use crate::provider_account::ProviderRefusal;
use crate::purpose::PurposeMissing;
use crate::retention::KeepingRefusal;
use crate::second_person::SecondPersonRefusal;
use crate::series::SeriesRefusal;
use crate::series_proposal::ProposalRefusal;
use crate::stack_decision::{CannotDecideStack, NothingToUndo};
use crate::token::TokenRefusal;
use crate::unit::UnitRefusal;
use crate::user::{NotALogin, PasswordRefusal, UserRefusal};
use crate::victim::{NoConsent, NoScope, NotAVictimCode};

/// What a rule answers when it does not do what was asked. Its `Display` is a sentence for developers; people read
/// the one that the locale files hold under `refusal-<code>`.
pub trait Refusal: std::error::Error + Send + Sync + 'static {
    /// What was refused and why, as `noun-why` in kebab case: `series-with-itself`. Callers of the API branch on it, so a
    /// code once given keeps its meaning.
    fn code(&self) -> String;
}

/// Every code that any refusal can answer, sorted.
pub fn all_codes() -> Vec<String> {
    let mut codes: Vec<String> = KINDS.iter().flat_map(|kind| kind.codes()).collect();
    codes.sort_unstable();
    codes
}

/// The noun before the variant, and how its variants are spelled.
struct Kind {
    #[cfg(test)]
    name: &'static str,
    noun: &'static str,
    whys: &'static [&'static str],
    /// Spelled variants that pass on another refusal, which has its code already.
    passed_on: &'static [&'static str],
}

impl Kind {
    fn codes(&self) -> impl Iterator<Item = String> {
        self.whys.iter().filter(|why| !self.passed_on.contains(why)).map(|why| code_of(self.noun, why))
    }
}

fn code_of(noun: &str, why: &str) -> String {
    format!("{noun}-{why}")
}

/// Declares which noun stands before the variants of an enum, and the one code of a struct.
macro_rules! refusals {
    (
        enums { $($enum:ident: $noun:literal $(, passes_on $inner:ident as $spelled:literal)?;)+ }
        structs { $($struct:ident: $struct_noun:literal $why:literal;)+ }
    ) => {
        $(
            impl Refusal for $enum {
                fn code(&self) -> String {
                    $(
                        if let $enum::$inner(inner) = self {
                            return inner.code();
                        }
                    )?
                    code_of($noun, <&'static str>::from(self))
                }
            }
        )+
        $(
            impl Refusal for $struct {
                fn code(&self) -> String {
                    code_of($struct_noun, $why)
                }
            }
        )+

        const KINDS: &[Kind] = &[
            $(Kind {
                #[cfg(test)]
                name: stringify!($enum),
                noun: $noun,
                whys: <$enum as VariantNames>::VARIANTS,
                passed_on: &[$($spelled)?],
            },)+
            $(Kind {
                #[cfg(test)]
                name: stringify!($struct),
                noun: $struct_noun,
                whys: &[$why],
                passed_on: &[],
            },)+
        ];
    };
}

refusals! {
    enums {
        StaysOpen: "file";
        CannotDispute: "dispute";
        CannotSettle: "settling";
        CannotDecide: "match";
        MayNotLean: "match";
        StopRefusal: "stop";
        CannotDecideStack: "stack";
        PreviewRefusal: "preview";
        LinkRefusal: "link";
        NoteRefusal: "note";
        SeriesRefusal: "series", passes_on Link as "link";
        ProposalRefusal: "proposal";
        SilenceRefusal: "silence";
        ClockRefusal: "clock";
        ExposureRefusal: "exposure";
        HandlingRefusal: "handling";
        KeepingRefusal: "keeping";
        BackupRefusal: "backup";
        NotAnAccount: "account";
        NotADeviceKey: "device";
        AddressRefusal: "address";
        PersonRefusal: "person";
        CaseRefusal: "case";
        LeadRefusal: "lead";
        OperationRefusal: "operation";
        OutcomeRefusal: "outcome";
        UnitRefusal: "unit";
        UserRefusal: "user";
        PasswordRefusal: "password";
        TokenRefusal: "token";
        PasskeyRefusal: "passkey";
        PreferenceRefusal: "preference";
        OptOutRefusal: "opt-out";
        ProviderRefusal: "provider";
        GlassRefusal: "glass";
        SecondPersonRefusal: "second-person";
        JobRefusal: "job";
        MappingRefusal: "mapping";
    }
    structs {
        NotAnId: "id" "malformed";
        NotACountry: "country" "malformed";
        NotAVictimCode: "victim" "code-malformed";
        NoConsent: "victim" "no-consent";
        NoScope: "victim" "no-scope";
        HasSeenOthers: "grading" "has-seen-others";
        NothingToUndo: "stack" "nothing-to-undo";
        OutOfOrder: "incoming" "out-of-order";
        NowhereOnEarth: "place" "nowhere-on-earth";
        NoWords: "clue" "no-words";
        NotALogin: "user" "login-malformed";
        PurposeMissing: "purpose" "missing";
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::id::{LinkId, SeriesId};

    /// Errors that no verb answers, and why.
    const NEVER_SHOWN: &[(&str, &str)] = &[
        ("BadCalendar", "calendars stand in files that come with the program, which a test reads"),
        ("BadRules", "rule sets stand in files that come with the program, which a test reads"),
        ("BadTable", "what is wrong with a mapping table is answered line by line, and refuses nothing"),
        ("NotATerm", "terms stand in rule sets only"),
        ("OtherScheme", "whoever compares two tables chooses them by scheme"),
        ("BrokenFrames", "bytes of our own store: damage, and nobody's asking"),
        ("BrokenViews", "bytes of our own store: damage, and nobody's asking"),
    ];

    #[test]
    fn every_error_of_this_room_has_a_code_or_a_reason_to_have_none() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let found = errors_in(&sources);
        assert!(found.len() > 30, "only {found:?}: has thiserror another name?");
        let shown: BTreeSet<String> = KINDS.iter().map(|kind| kind.name.to_owned()).collect();
        let hidden: BTreeSet<String> = NEVER_SHOWN.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert!(shown.is_disjoint(&hidden), "shown and never shown: {:?}", shown.intersection(&hidden));
        let listed: BTreeSet<String> = shown.union(&hidden).cloned().collect();
        let unlisted: Vec<_> = found.difference(&listed).collect();
        assert!(unlisted.is_empty(), "give these a noun in `refusals!`, or a reason in NEVER_SHOWN: {unlisted:?}");
        let gone: Vec<_> = listed.difference(&found).collect();
        assert!(gone.is_empty(), "listed, and no error of this room: {gone:?}");
    }

    /// The names of all types that derive `thiserror::Error` in a folder.
    fn errors_in(folder: &Path) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(errors_in(&path));
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let mut lines = text.lines().map(str::trim);
            while let Some(line) = lines.next() {
                if line.starts_with("#[derive(") && line.contains("thiserror::Error") {
                    let declared = lines
                        .find_map(|line| line.strip_prefix("pub enum ").or_else(|| line.strip_prefix("pub struct ")));
                    let declared =
                        declared.unwrap_or_else(|| panic!("{}: an error that is not public", path.display()));
                    let name: String = declared.chars().take_while(|c| c.is_alphanumeric()).collect();
                    found.insert(name);
                }
            }
        }
        found
    }

    #[test]
    fn codes_are_told_apart_and_spelled_alike() {
        let codes = all_codes();
        let distinct: BTreeSet<&String> = codes.iter().collect();
        assert_eq!(distinct.len(), codes.len(), "{codes:#?}");
        for code in &codes {
            let is_kebab = code
                .split('-')
                .all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()));
            assert!(is_kebab && code.contains('-'), "{code}");
        }
    }

    #[test]
    fn a_refusal_answers_a_code_that_is_listed() {
        let check = |refusal: &dyn Refusal, code: &str| {
            assert_eq!(refusal.code(), code);
            assert!(all_codes().contains(&refusal.code()), "{code}");
        };
        check(&SeriesRefusal::WithItself, "series-with-itself");
        check(&CaseRefusal::NoLegalBasis, "case-no-legal-basis");
        check(&LinkRefusal::NoEvidence, "link-no-evidence");
        check(&CannotDispute::Reason, "dispute-no-reason");
        check(&MayNotLean::Unconfirmed, "match-unconfirmed");
        check(&SeriesRefusal::ChangedSince { link: LinkId::new([1; 10]) }, "series-changed-since");
        check(&HasSeenOthers, "grading-has-seen-others");
        check(&"x".parse::<SeriesId>().unwrap_err(), "id-malformed");
    }

    #[test]
    fn a_refusal_that_is_passed_on_keeps_its_code() {
        assert_eq!(SeriesRefusal::from(LinkRefusal::NoReason).code(), "link-no-reason");
        assert!(!all_codes().contains(&String::from("series-link")));
    }
}
