//! What series propose, who was told, and what waits to be matched: on both databases.

use std::collections::BTreeSet;

use casework::file::FileId;
use casework::id::{CaseId, LinkId, RecordId, SeriesId, UnitId, UserId};
use casework::link::{Assertion, Confidence, Evidence, Link, LinkKind};
use casework::match_decision::Closeness;
use casework::protected::Protected;
use casework::record::Circle;
use casework::series::Series;
use casework::series_proposal::{Likeness, ProposalState, SeriesProposal};
use casework::who::{Actor, Moment, Said};
use store::{Engine, Holder, Proposed, Reader, ToMatch};

use crate::samples::{entry, id_of, put_exhibit, store_on};

on_each_engine!(
    what_is_noted_anew_while_it_is_matched_stays_noted,
    proposals_come_back_by_file_and_go_with_their_series_and_files,
);

const EXHIBIT: &str = "exh_0000000000000001";

fn said() -> Said {
    let by = Actor { user: UserId::new([1; 10]), unit: UnitId::new([1; 10]) };
    Said { by, at: Moment(7), reason: Some("seen".into()) }
}

fn series_id(n: u8) -> SeriesId {
    SeriesId::new([n; 10])
}

fn proposal(series: u8, content: &[u8], state: ProposalState) -> SeriesProposal {
    let likeness = Likeness { closeness: Closeness::Near, distance_bits: 4, member: id_of(b"member") };
    SeriesProposal { series: series_id(series), file: id_of(content), likeness, found_at: Moment(9), state }
}

async fn what_is_noted_anew_while_it_is_matched_stays_noted(engine: Engine) {
    let at = store_on(engine).await;
    let exhibit = RecordId::Exhibit(EXHIBIT.parse().unwrap());
    let note = async |id: RecordId| {
        let mut tx = at.store.begin().await.unwrap();
        tx.note_to_match(id).await.unwrap();
        tx.commit(entry("series-add-files")).await.unwrap().index
    };
    let (first, second) = (note(exhibit).await, note(series_id(1).into()).await);
    let noted = at.store.series_to_match().await.unwrap();
    let expected = [ToMatch { id: exhibit, entry: first }, ToMatch { id: series_id(1).into(), entry: second }];
    assert_eq!(noted, expected);
    let again = note(series_id(1).into()).await;
    let mut tx = at.store.begin().await.unwrap();
    for noted in &noted {
        tx.end_to_match(noted).await.unwrap();
    }
    tx.commit(entry("match-rematch")).await.unwrap();
    assert_eq!(at.store.series_to_match().await.unwrap(), [ToMatch { id: series_id(1).into(), entry: again }]);
}

async fn proposals_come_back_by_file_and_go_with_their_series_and_files(engine: Engine) {
    let at = store_on(engine).await;
    put_exhibit(&at.store, EXHIBIT, &[b"one", b"two"]).await;
    let mut tx = at.store.begin().await.unwrap();
    for n in [1, 2] {
        let series =
            Series { id: series_id(n), name: Protected::new("blue sofa"), owner: UnitId::new([1; 10]), opened: said() };
        tx.add_record(&series, Circle::Unit, n.into()).await.unwrap();
    }
    let declined = proposal(1, b"two", ProposalState::Declined { said: said() });
    let waiting = proposal(1, b"one", ProposalState::Waiting);
    for one in [&waiting, &declined, &proposal(2, b"one", ProposalState::Waiting)] {
        tx.put_series_proposal(one).await.unwrap();
    }
    let case = Holder::Case(CaseId::new([3; 10]));
    for holder in [Holder::Everybody, case, case] {
        tx.note_series_told(series_id(1), id_of(b"one"), holder, "near").await.unwrap();
    }
    let link = Assertion {
        from: RecordId::File(id_of(b"one")),
        to: series_id(1).into(),
        kind: LinkKind::BelongsToSeries,
        confidence: Confidence::Likely,
        evidence: vec![Evidence::File { file: id_of(b"two") }],
    };
    let link = Link::assert(LinkId::new([1; 10]), link, said()).unwrap();
    tx.add_link(&link).await.unwrap();
    tx.commit(entry("match-rematch")).await.unwrap();

    let mut both = [waiting.clone(), declined.clone()];
    both.sort_by_key(|one| one.file);
    let of = async |series: &[u8], after: Option<FileId>, n_max: usize| {
        let series = series.iter().map(|n| series_id(*n)).collect();
        at.store.series_proposals(&series, after, n_max).await.unwrap()
    };
    assert_eq!(of(&[1], None, 9).await, (both.to_vec(), true));
    assert_eq!(of(&[1], Some(both[0].file), 9).await, (both[1..].to_vec(), true));
    // What is proposed of one file is never parted.
    assert_eq!(of(&[1], None, 1).await, (both[..1].to_vec(), false));
    let (mut read, mut after) = (Vec::new(), None);
    loop {
        let (some, is_last) = of(&[1, 2], after, 0).await;
        after = some.last().map(|one| one.file);
        read.extend(some);
        if is_last {
            break;
        }
    }
    assert_eq!(read.len(), 3, "{read:?}");
    assert!(read.is_sorted_by_key(|one| one.file), "{read:?}");
    let files = [id_of(b"one"), id_of(b"nobody's")];
    assert_eq!(at.store.series_proposals_of(series_id(1), &files).await.unwrap(), [waiting]);
    let told = at.store.series_told(series_id(1), &files).await.unwrap();
    let holders: BTreeSet<String> = told.into_iter().map(|told| told.holder).collect();
    assert_eq!(holders, [store::holder_key(Holder::Everybody), store::holder_key(case)].into());
    assert_eq!(at.store.links_of_series().await.unwrap(), std::slice::from_ref(&link));
    let same = Assertion {
        from: series_id(2).into(),
        to: series_id(1).into(),
        kind: LinkKind::SameSeries,
        confidence: Confidence::Certain,
        evidence: vec![Evidence::File { file: id_of(b"two") }],
    };
    let same = Link::assert(LinkId::new([2; 10]), same, said()).unwrap();
    let mut tx = at.store.begin().await.unwrap();
    tx.add_link(&same).await.unwrap();
    tx.add_news(Holder::Everybody, "proposals-wait", series_id(2).into(), &1, Moment(9)).await.unwrap();
    tx.commit(entry("series-merge")).await.unwrap();
    for n in [1, 2] {
        let whole = at.store.links_of_whole_series(series_id(n), false).await.unwrap();
        assert_eq!(whole, [link.clone(), same.clone()], "by either of them, each once");
    }
    // What waits is told with the news of it: all of both, but the file that somebody declined.
    let Said { by: Actor { user, unit }, .. } = said();
    let told = at.store.news::<i64>(&Reader { user, unit, now_us: 9 }, true, None, 10).await.unwrap();
    let Proposed { series, proposals } = &told.proposed[&series_id(2)];
    assert_eq!((told.proposed.len(), series), (1, &[series_id(1), series_id(2)].into()));
    assert_eq!(proposals.len(), 2, "{proposals:?}");
    assert!(proposals.iter().all(|one| one.file == id_of(b"one")), "{proposals:?}");
    let stored = at.store.files_among(&files).await.unwrap();
    assert_eq!(stored.keys().collect::<Vec<_>>(), [&files[0]]);

    // The exhibit is forgotten: what waited goes, what somebody decided stays.
    let mut tx = at.store.begin().await.unwrap();
    tx.note_to_match(RecordId::Exhibit(EXHIBIT.parse().unwrap())).await.unwrap();
    assert!(tx.remove_exhibit(EXHIBIT).await.unwrap());
    tx.commit(entry("exhibit-remove")).await.unwrap();
    assert_eq!(of(&[1], None, 9).await, (vec![declined], true));
    assert_eq!(of(&[2], None, 9).await, (Vec::new(), true));
    assert!(at.store.series_told(series_id(1), &files).await.unwrap().is_empty());
    assert_eq!(at.store.series_to_match().await.unwrap(), []);
}
