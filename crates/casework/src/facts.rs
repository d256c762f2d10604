//! Facts: what a person saw in a file, said once, in words that no law has coloured yet.
//!
//! Categories are computed from facts and never stored among them. The labels are ours: INHOPE hands its own to hotlines
//! and not to the public, so each label can carry an outside id. Ethnicity is not asked for.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::id::UserId;
use crate::problem::codes;
use crate::who::{Actor, Moment};

codes! {
    /// The three sections of labels. A grader goes through one at a time.
    Section {
        /// What decides severity.
        Categorisation = "categorisation",
        /// What helps to find the child.
        Investigative = "investigative",
        /// What statistics ask, and what keeps them honest.
        Demographic = "demographic",
    }
}

macro_rules! labels {
    ($($section:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)+ })+) => {
        codes! {
            /// One thing that a file shows.
            Label { $($($(#[$doc])* $variant = $text,)+)+ }
        }

        impl Label {
            /// The section it stands in.
            pub fn section(self) -> Section {
                match self { $($(Label::$variant)|+ => Section::$section,)+ }
            }
        }
    };
}

labels! {
    Categorisation {
        /// A penetrative sexual act.
        PenetrativeAct = "penetrative-act",
        /// Sexual activity without penetration, alone or with others.
        NonPenetrativeAct = "non-penetrative-act",
        /// A sexual act with an animal.
        ActWithAnimal = "act-with-animal",
        /// Pain, force or humiliation as part of a sexual act.
        Sadism = "sadism",
        /// The genital or anal region is what the picture is about.
        FocusOnIntimateParts = "focus-on-intimate-parts",
        /// Posed in a sexual way.
        SexualPosing = "sexual-posing",
        /// Nudity without any of the above.
        Nudity = "nudity",
        /// A child before puberty is shown.
        Prepubescent = "prepubescent",
        /// A child in puberty is shown.
        Pubescent = "pubescent",
        /// Of a child who may be 11 to 13: appears to be under 13.
        AppearsUnder13 = "appears-under-13",
        /// A drawing, an animation or a figure that nobody takes for a person.
        Drawn = "drawn",
        /// Harmless by itself, from the same occasion as other material: kept to compare with.
        Comparison = "comparison",
    }
    Investigative {
        /// A face can be recognised.
        Face = "face",
        /// Somebody speaks, or a voice is heard.
        Speech = "speech",
        /// Sounds that tell of a place.
        BackgroundSound = "background-sound",
        /// Writing can be read.
        Text = "text",
        /// A school's or club's clothes or badge.
        Uniform = "uniform",
        /// Packaging or a brand.
        Packaging = "packaging",
        /// An object that somebody may recognise.
        DistinctiveObject = "distinctive-object",
        /// A tattoo, scar or mark.
        BodyMark = "body-mark",
        /// A socket, plug or switch.
        Plug = "plug",
        /// A vehicle or its plate.
        Vehicle = "vehicle",
        /// A building, landmark or view.
        Landmark = "landmark",
        /// Plants or weather.
        Nature = "nature",
        /// Inside somebody's home.
        Home = "home",
        /// A hotel or rented room.
        RentedRoom = "rented-room",
        /// Outdoors.
        Outdoors = "outdoors",
        /// A person who takes part is shown, in whole or part.
        OtherPerson = "other-person",
        /// A screen, phone or camera is shown.
        DeviceShown = "device-shown",
    }
    Demographic {
        /// A girl is shown.
        Girl = "girl",
        /// A boy is shown.
        Boy = "boy",
        /// A child is shown whose sex cannot be told.
        SexNotTold = "sex-not-told",
        /// More than one child is shown.
        SeveralChildren = "several-children",
        /// A disability can be seen.
        Disability = "disability",
    }
}

codes! {
    /// Apparent age, in the bands of the Internet Watch Foundation.
    AgeBand {
        /// 0 to 2 years.
        From0To2 = "0-2",
        /// 3 to 6 years.
        From3To6 = "3-6",
        /// 7 to 10 years.
        From7To10 = "7-10",
        /// 11 to 13 years.
        From11To13 = "11-13",
        /// 14 and 15 years.
        From14To15 = "14-15",
        /// 16 and 17 years.
        From16To17 = "16-17",
        /// 18 years and older.
        Adult = "adult",
        /// Cannot be told.
        Unknown = "unknown",
    }
}

/// The apparent ages of those shown. Written as `"not-said"`, `"nobody"` or `{"shown": ["7-10", "adult"]}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ages {
    /// Nobody has said yet.
    #[default]
    NotSaid,
    /// No person is shown.
    Nobody,
    /// At least one person is shown; a band for each.
    Shown(BTreeSet<AgeBand>),
}

codes! {
    /// Whether it was made by a machine or a hand.
    Origin {
        /// Nobody can say. It closes nothing: the file is treated as showing a real child.
        Unknown = "unknown",
        /// A recording of a real child.
        Recorded = "recorded",
        /// Altered or generated from pictures of a real child, who is a victim.
        AlteredFromARealChild = "altered-from-a-real-child",
        /// Made; no real child is in it.
        Made = "made",
    }
}

#[expect(clippy::derivable_impls, reason = "the codes macro derives no default")]
impl Default for Origin {
    fn default() -> Origin {
        Origin::Unknown
    }
}

impl Origin {
    /// Whether somebody in it is to be counted and looked for as a victim. Only *made* says that there is nobody.
    pub fn counts_as_victim(self) -> bool {
        self != Origin::Made
    }
}

/// Another organisation, speaking.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Partner {
    /// Its name, as its lists and messages give it.
    pub organisation: String,
    /// Which of its people, under a name of its own; without one all that it says is one voice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

/// Who says how a file came to be. Written as `{"person": …}`, `{"partner": …}` or `{"machine": "…"}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Somebody of this node.
    Person(Actor),
    /// Another organisation.
    Partner(Partner),
    /// A detector, with its version. It suggests and never decides.
    Machine(String),
}

/// That somebody says how a file came to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginSaid {
    /// What they say.
    pub origin: Origin,
    /// Who.
    pub by: Source,
    /// When.
    pub at: Moment,
}

/// What holds of a file's origin when several speak: a real child in any person's or partner's words outweighs *made*,
/// and a machine's word changes nothing. It comes with those who say so.
pub fn origin_of(said: &[OriginSaid]) -> (Origin, Vec<&OriginSaid>) {
    // The latest word of each, a person being one whichever unit they act for.
    let mut latest: BTreeMap<(Option<UserId>, Option<&Partner>), &OriginSaid> = BTreeMap::new();
    for one in said {
        let voice = match &one.by {
            Source::Person(actor) => (Some(actor.user), None),
            Source::Partner(partner) => (None, Some(partner)),
            Source::Machine(_) => continue,
        };
        let held = latest.entry(voice).or_insert(one);
        if one.at >= held.at {
            *held = one;
        }
    }
    for origin in [Origin::AlteredFromARealChild, Origin::Recorded, Origin::Made] {
        let who: Vec<&OriginSaid> = latest.values().filter(|one| one.origin == origin).copied().collect();
        if !who.is_empty() {
            return (origin, who);
        }
    }
    (Origin::Unknown, latest.into_values().collect())
}

/// Why a file is not closed on the ground that no real child is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum StaysOpen {
    /// A person must say first that it is made.
    #[error("nobody has said that it is made; unknown closes nothing")]
    OriginUnknown,
    /// A real child is in it: it is worked like any other file.
    #[error("a real child is in it")]
    RealChild,
}

/// Whether a file may be closed because no real child is in it: only when a person or a partner says that it is made,
/// and none says otherwise.
pub fn may_close_as_made(said: &[OriginSaid]) -> Result<Vec<&OriginSaid>, StaysOpen> {
    match origin_of(said) {
        (Origin::Made, who) => Ok(who),
        (Origin::Unknown, _) => Err(StaysOpen::OriginUnknown),
        (Origin::Recorded | Origin::AlteredFromARealChild, _) => Err(StaysOpen::RealChild),
    }
}

codes! {
    /// What a report says beside a file, after the CyberTip's file annotations. It decides no category.
    Annotation {
        /// Anime, drawing, virtual.
        DrawnOrVirtual = "drawn-or-virtual",
        /// May be passed on as a joke or in outrage.
        PotentialMeme = "potential-meme",
        /// Widely passed on.
        Viral = "viral",
        /// The child may have made it, often under pressure.
        PossibleSelfProduction = "possible-self-production",
        /// Physical harm.
        PhysicalHarm = "physical-harm",
        /// Violence or gore.
        ViolenceGore = "violence-gore",
        /// Animals.
        Bestiality = "bestiality",
        /// Streamed live.
        LiveStreaming = "live-streaming",
        /// An infant.
        Infant = "infant",
        /// Generated by a machine.
        GenerativeAi = "generative-ai",
    }
}

codes! {
    /// Whether a label fits.
    Seen {
        /// It is there.
        There = "there",
        /// It was looked for and is not there.
        NotThere = "not-there",
        /// It was looked for and cannot be told.
        CannotTell = "cannot-tell",
    }
}

/// What one person saw in one file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// What was said of labels, one by one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<Label, Seen>,
    /// Sections that were gone through to the end: what is not said of their labels is not there.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub gone_through: BTreeSet<Section>,
    /// Who is shown, by apparent age.
    #[serde(default)]
    pub ages: Ages,
    /// How it came to be.
    #[serde(default)]
    pub origin: Origin,
    /// Annotations of the file.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub annotations: BTreeSet<Annotation>,
}

impl Facts {
    /// What is known of a label; none when nobody has looked for it.
    pub fn of(&self, label: Label) -> Option<Seen> {
        let unsaid = self.gone_through.contains(&label.section()).then_some(Seen::NotThere);
        self.labels.get(&label).copied().or(unsaid)
    }
}

/// Outside ids of our labels, e.g. a hotline's own of the Universal Classification Schema: filled in by those who have
/// them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutsideIds {
    /// Whose ids they are, e.g. `inhope-ucs`.
    pub schema: String,
    /// Which version of it.
    pub version: String,
    /// The id of each label that has one.
    pub ids: BTreeMap<Label, String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::UnitId;

    fn person(user: u8) -> Source {
        Source::Person(Actor { user: UserId::new([user; 10]), unit: UnitId::new([0; 10]) })
    }

    fn says(by: Source, origin: Origin, at: i64) -> OriginSaid {
        OriginSaid { origin, by, at: Moment(at) }
    }

    fn partner() -> Source {
        Source::Partner(Partner { organisation: "a hotline".to_owned(), person: None })
    }

    #[test]
    fn unknown_closes_nothing_and_neither_does_a_machine() {
        use Origin::{AlteredFromARealChild, Made, Recorded, Unknown};
        let detector = || Source::Machine("detector 1".to_owned());
        let check = |said: &[OriginSaid], expected: Result<usize, StaysOpen>| {
            assert_eq!(may_close_as_made(said).map(|who| who.len()), expected, "{said:?}");
        };
        check(&[], Err(StaysOpen::OriginUnknown));
        check(&[says(person(1), Unknown, 1)], Err(StaysOpen::OriginUnknown));
        check(&[says(detector(), Made, 1)], Err(StaysOpen::OriginUnknown));
        check(&[says(detector(), Made, 1), says(person(1), Unknown, 2)], Err(StaysOpen::OriginUnknown));
        check(&[says(person(1), Made, 1), says(detector(), Recorded, 2)], Ok(1));
        check(&[says(person(1), Made, 1), says(partner(), Made, 2)], Ok(2));
        check(&[says(person(1), Made, 2), says(partner(), AlteredFromARealChild, 1)], Err(StaysOpen::RealChild));
        check(&[says(person(1), Made, 1), says(person(2), Recorded, 2)], Err(StaysOpen::RealChild));
        // Somebody changes their mind, either way.
        check(&[says(person(1), Recorded, 1), says(person(1), Made, 2)], Ok(1));
        check(&[says(person(1), Made, 2), says(person(1), Recorded, 1)], Ok(1));
        check(&[says(person(1), Made, 1), says(person(1), Unknown, 2)], Err(StaysOpen::OriginUnknown));
        let elsewhere = Source::Person(Actor { user: UserId::new([1; 10]), unit: UnitId::new([9; 10]) });
        check(&[says(person(1), Recorded, 1), says(elsewhere, Made, 2)], Ok(1));
    }

    #[test]
    fn a_child_whose_picture_was_altered_counts_as_a_victim() {
        let counted: Vec<&str> =
            Origin::ALL.iter().filter(|origin| origin.counts_as_victim()).map(|origin| origin.code()).collect();
        assert_eq!(counted, ["unknown", "recorded", "altered-from-a-real-child"]);
    }

    #[test]
    fn who_said_so_comes_with_the_answer() {
        let said = [says(person(1), Origin::Made, 1), says(partner(), Origin::AlteredFromARealChild, 2)];
        assert_eq!(origin_of(&said), (Origin::AlteredFromARealChild, vec![&said[1]]));
        let unsure = [says(person(1), Origin::Unknown, 1)];
        assert_eq!(origin_of(&unsure), (Origin::Unknown, vec![&unsure[0]]));
    }

    #[test]
    fn what_nobody_looked_for_is_not_what_is_not_there() {
        let mut facts = Facts::default();
        assert_eq!(facts.of(Label::Sadism), None);
        facts.labels.insert(Label::Nudity, Seen::CannotTell);
        facts.gone_through.insert(Section::Categorisation);
        assert_eq!(facts.of(Label::Sadism), Some(Seen::NotThere));
        assert_eq!(facts.of(Label::Nudity), Some(Seen::CannotTell));
        assert_eq!(facts.of(Label::Face), None);
    }

    #[test]
    fn a_hotline_can_fill_in_its_own_ids_of_our_labels() {
        let json = r#"{"schema":"inhope-ucs","version":"3.1","ids":{"sadism":"X.1","girl":"Y.2"}}"#;
        let ids: OutsideIds = serde_json::from_str(json).unwrap();
        assert_eq!(ids.ids[&Label::Sadism], "X.1");
        assert_eq!(serde_json::to_string(&ids).unwrap(), json);
        // Every section has labels, and no code stands in two.
        let codes: BTreeSet<&str> = Label::ALL.iter().map(|label| label.code()).collect();
        assert_eq!(codes.len(), Label::ALL.len());
        for section in Section::ALL {
            assert!(Label::ALL.iter().any(|label| label.section() == *section), "{section:?}");
        }
    }

    #[test]
    fn facts_are_stored_under_stable_names() {
        let facts = Facts {
            labels: [(Label::SexualPosing, Seen::There)].into(),
            gone_through: [Section::Categorisation].into(),
            ages: Ages::Shown([AgeBand::From7To10, AgeBand::Adult].into()),
            origin: Origin::AlteredFromARealChild,
            annotations: [Annotation::GenerativeAi].into(),
        };
        let json = serde_json::json!({
            "labels": { "sexual-posing": "there" },
            "gone_through": ["categorisation"],
            "ages": { "shown": ["7-10", "adult"] },
            "origin": "altered-from-a-real-child",
            "annotations": ["generative-ai"],
        });
        assert_eq!(serde_json::to_value(&facts).unwrap(), json);
        assert_eq!(serde_json::from_value::<Facts>(json).unwrap(), facts);
        assert_eq!(serde_json::from_str::<Facts>("{}").unwrap(), Facts::default());
    }
}
