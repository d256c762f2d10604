//! The countries that the links of a series lead to, on its page.

use casework::link::Confidence;
use casework::place::PlaceKind;
use casework::protected::Protected;

use super::*;
use crate::casebook::Placement;
use crate::casebook::tests::{Unit, stated};
use crate::clue::AddClue;
use crate::link::{AddLink, TakeBackLink};
use crate::series::AddToSeries;
use crate::thing::{OpenThing, OpenThingAsk};

#[tokio::test]
async fn what_a_series_its_files_and_its_clues_lead_to_speaks_for_countries() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let (series, file) = (unit.series("blue sofa").await, unit.file(b"one").await);
    let add = AddToSeries {
        series,
        files: [file].into(),
        confidence: Confidence::Certain,
        evidence: stated("the same room"),
    };
    node.add_to_series(&me, add).await.unwrap();
    let place = async |country: Option<&str>| {
        let what = OpenThing::Place {
            kind: PlaceKind::Area,
            words: None,
            country: country.map(|code| code.parse().unwrap()),
            position: None,
        };
        node.open_thing(&me, OpenThingAsk { what, into: Placement::default() }).await.unwrap().id
    };
    let link = async |from: RecordId, to: RecordId, kind, confidence| {
        let ask = AddLink { from, to, kind, confidence, evidence: stated("so it looks"), reason: None };
        node.add_link(&me, ask).await.unwrap().id
    };
    let clue = AddClue {
        kind: casework::clue::ClueKind::Plug,
        words: Protected::new("A plug of type D."),
        language: None,
        certainty: Confidence::Guess,
        into: Placement::default(),
    };
    let clue = node.add_clue(&me, clue).await.unwrap().id;
    assert!(node.series_page(&me, series).await.unwrap().countries.is_empty());
    let (tunisia, france, nowhere) = (place(Some("TN")).await, place(Some("FR")).await, place(None).await);
    link(clue.into(), series.into(), LinkKind::SeenIn, Confidence::Certain).await;
    let by_clue = link(clue.into(), tunisia, LinkKind::PointsTo, Confidence::Certain).await;
    link(series.into(), nowhere, LinkKind::TakenAt, Confidence::Certain).await;
    let of_file = link(RecordId::File(file), france, LinkKind::TakenAt, Confidence::Likely).await;
    let shown = node.series_page(&me, series).await.unwrap();
    let told = |page: &SeriesPage| {
        let of = |one: &CountryHypothesis| (one.country.to_string(), one.confidence, one.reasons[0].link);
        page.countries.iter().map(of).collect::<Vec<_>>()
    };
    let expected = [("FR".to_owned(), Confidence::Likely, of_file), ("TN".to_owned(), Confidence::Guess, by_clue)];
    assert_eq!(told(&shown), expected, "what a clue points to is no surer than the clue");
    assert!(shown.around.labels.contains_key(&tunisia) && shown.around.labels.contains_key(&france));
    assert_eq!(shown.countries[1].reasons[0].clue, Some(clue));
    node.take_back_link(&me, TakeBackLink { link: of_file, reason: "another room".into() }).await.unwrap();
    assert_eq!(told(&node.series_page(&me, series).await.unwrap()), expected[1..]);
}
