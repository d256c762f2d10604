//! Notes between two colleagues: news to one of them, read by both, told to nobody who may not see the series.

use casework::role::Role;

use super::*;
use crate::case_file::OpenCase;
use crate::casebook::Placement;
use crate::casebook::tests::{Unit, caller, code_of, stated};
use crate::news::NewsAsk;
use crate::series::OpenSeries;

/// A node with rana, who writes, and sami of the same unit.
struct Two {
    unit: Unit,
    sami: UserId,
}

impl Two {
    async fn new() -> Two {
        let unit = Unit::new().await;
        let (sami, _) = unit.world.add("sami", Role::Examiner).await;
        Two { unit, sami: sami.id }
    }

    async fn sami(&self) -> Principal {
        caller(&self.unit.world, self.sami, self.unit.unit, &[Role::Examiner]).await
    }

    async fn write(&self, series: SeriesId, to: &str, words: &str) -> Result<SeriesNotes, Error> {
        let ask = WriteSeriesNote { series, to: to.into(), words: Protected::new(words) };
        self.unit.world.node.write_series_note(&self.unit.me().await, ask).await
    }
}

#[tokio::test]
async fn a_note_is_news_to_a_colleague_until_they_say_that_they_read_it() {
    let two = Two::new().await;
    let (node, me, sami) = (&two.unit.world.node, two.unit.me().await, two.sami().await);
    let series = two.unit.series("blue sofa").await;
    let written = two.write(series, "sami", "Have you seen this sofa?").await.unwrap();
    assert_eq!((written.notes.len(), written.notes[0].to, written.notes[0].read_us), (1, two.sami, None));
    let news = |who| async move { node.show_news(who, &NewsAsk::default()).await.unwrap().items };
    let told = news(&sami).await;
    let body = NewsBody::SeriesNote { by: two.unit.user, words: Protected::new("Have you seen this sofa?") };
    assert_eq!((told.len(), &told[0].body, told[0].about), (1, &body, series.into()));
    assert!(news(&me).await.is_empty(), "whoever wrote it has no news of it");
    // Whoever it is not for reads it on the series, and that is no receipt.
    let as_writer = ReadSeriesNotes { series };
    assert_eq!(node.read_series_notes(&me, as_writer.clone()).await.unwrap().notes[0].read_us, None);
    let read = node.read_series_notes(&sami, as_writer).await.unwrap();
    assert_eq!(read.notes[0].read_us, Some(two.unit.world.clock.now_us()));
    assert!(news(&sami).await.is_empty());
    assert_eq!(node.series_notes(&me, series).await.unwrap(), read, "who wrote it sees when it was read");
}

#[tokio::test]
async fn a_note_goes_to_nobody_who_may_not_see_the_series() {
    let two = Two::new().await;
    let (node, me) = (&two.unit.world.node, two.unit.me().await);
    let ask = OpenCase { number: Protected::new("7"), legal_basis: "Warrant 7".into(), closed_circle: true };
    let case = node.open_case(&me, ask).await.unwrap().id;
    let into = Placement { case: Some(case), closed_circle: true, ..Placement::default() };
    let me = two.unit.me().await;
    let closed = node.open_series(&me, OpenSeries { name: Protected::new("closed"), into }).await.unwrap().id;
    assert_eq!(code_of(two.write(closed, "sami", "Look here.").await), "note-cannot-see");
    assert_eq!(code_of(two.write(closed, "rana", "Look here.").await), "note-to-oneself");
    assert_eq!(code_of(two.write(closed, "sami", " ").await), "note-no-words");
    two.unit.world.add_machine("filter").await;
    for nobody in ["filter", "nobody"] {
        assert_eq!(code_of(two.write(closed, nobody, "Look here.").await), "not-found", "{nobody}");
    }
    let stranger = two.unit.stranger().await;
    assert_eq!(code_of(node.series_notes(&stranger, closed).await), "not-found");
    // Once they are let in they are written to; once they have left, they are told nothing of it any more.
    let mut tx = node.store.begin().await.unwrap();
    tx.let_into_case(two.sami, case, Some(node.now().0 + 1_000_000)).await.unwrap();
    tx.commit(node.entry(&two.unit.world.terminal, "case-staff")).await.unwrap();
    two.write(closed, "sami", "Look here.").await.unwrap();
    let news = async || node.show_news(&two.sami().await, &NewsAsk::default()).await.unwrap().items.len();
    assert_eq!(news().await, 1);
    two.unit.world.clock.advance_us(2_000_000);
    assert_eq!(news().await, 0);
    assert_eq!(code_of(node.series_notes(&two.sami().await, closed).await), "not-found");
}

#[tokio::test]
async fn the_notes_of_series_that_became_one_stand_together_and_go_with_the_record() {
    let two = Two::new().await;
    let (node, me) = (&two.unit.world.node, two.unit.me().await);
    let (keep, absorb) = (two.unit.series("blue sofa").await, two.unit.series("red lamp").await);
    two.write(keep, "sami", "The sofa.").await.unwrap();
    two.write(absorb, "sami", "The lamp.").await.unwrap();
    let merge = crate::series::MergeSeries {
        keep,
        absorb,
        confidence: casework::link::Confidence::Certain,
        evidence: stated("the same wall"),
        reason: None,
    };
    node.merge_series(&me, merge).await.unwrap();
    let words = async |id| {
        let notes = node.series_notes(&me, id).await.unwrap().notes;
        notes.into_iter().map(|note| note.words.reveal().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(words(absorb).await, ["The sofa.", "The lamp."]);
    let mut tx = node.store.begin().await.unwrap();
    tx.erase_record(absorb.into()).await.unwrap();
    tx.commit(node.entry(&two.unit.world.terminal, "record-erase")).await.unwrap();
    assert_eq!(node.series_notes(&me, keep).await.unwrap().notes.len(), 1, "what spoke of the erased is gone");
}
