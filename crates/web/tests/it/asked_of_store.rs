//! What is asked of the store: sqlx tells each statement, and these are counted. Counts everything that this process asks, so a
//! test that counts runs in a process of its own.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// What begins and ends a transaction asks nothing.
const NO_QUERIES: &[&str] = &["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA"];
/// What the ledger is written with: one entry for all that is read at the same time, and a row for each record it names.
const OF_THE_LEDGER: &[&str] = &["ledger", "schema_version"];
/// SQLite's own thread tells a statement a moment after its rows are there.
const TOLD_WITHIN: Duration = Duration::from_millis(20);

/// The statements that were told since they were last taken, but those of the ledger.
#[derive(Clone, Default)]
pub(crate) struct Statements(Arc<Mutex<Vec<String>>>);

impl Statements {
    /// Listens from now on. Once a process.
    pub(crate) fn listen() -> Statements {
        let statements = Statements::default();
        tracing::subscriber::set_global_default(statements.clone()).unwrap();
        statements
    }

    /// What was asked since this was called last.
    pub(crate) async fn taken(&self) -> Vec<String> {
        tokio::time::sleep(TOLD_WITHIN).await;
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Subscriber for Statements {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn event(&self, event: &Event<'_>) {
        let mut told = Told::default();
        event.record(&mut told);
        let text = if told.statement.is_empty() { told.summary } else { told.statement };
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let begins = NO_QUERIES.iter().any(|word| words.to_ascii_uppercase().starts_with(word));
        if !begins && !OF_THE_LEDGER.iter().any(|table| words.contains(table)) {
            self.0.lock().unwrap().push(words);
        }
    }

    fn new_span(&self, _span: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, _values: &Record<'_>) {}

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

#[derive(Default)]
struct Told {
    /// Empty where the summary is all of it.
    statement: String,
    summary: String,
}

impl Visit for Told {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "db.statement" => self.statement = value.to_owned(),
            "summary" => self.summary = value.to_owned(),
            _ => {}
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}
