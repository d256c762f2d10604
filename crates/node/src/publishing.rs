//! Who lays the ledger out after a verb: the verb itself, or, while a server runs, one task behind all of them. What is
//! laid out, and how, is `ledger`'s.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{Mutex, Notify};
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::open::{Node, note_failure};

/// Between two times that the ledger is laid out in the background: a copy of the folder taken meanwhile lacks so much.
const PAUSE: Duration = Duration::from_millis(200);
/// How long queries that matched nothing wait to be counted in the ledger.
const COUNTED_AFTER: Duration = Duration::from_secs(60);

/// Who lays the ledger out.
#[derive(Default)]
pub(crate) struct Publishing {
    in_background: AtomicBool,
    wanted: Notify,
    /// Held by whoever writes in the ledger's folder.
    pub(crate) turn: Mutex<()>,
}

impl Publishing {
    /// Another program lays the ledger out.
    pub(crate) fn by_another() -> Publishing {
        Publishing { in_background: AtomicBool::new(true), ..Publishing::default() }
    }
}

impl Node {
    /// Lays the ledger out for all verbs until `stop`, and once more after it. Without this every verb waits for it.
    ///
    /// What a verb records is durable in the store before the verb answers, in either way.
    pub async fn publish_in_background(&self, stop: impl Future<Output = ()>) {
        self.publishing.in_background.store(true, Ordering::SeqCst);
        let publish = async {
            let mut counted_at = Instant::now() + COUNTED_AFTER;
            loop {
                if timeout_at(counted_at, self.publishing.wanted.notified()).await.is_err() {
                    counted_at = Instant::now() + COUNTED_AFTER;
                    self.count_unmatched().await;
                }
                self.publish_now().await;
                sleep_until(Instant::now() + PAUSE).await;
            }
        };
        tokio::select! {
            () = publish => {}
            () = stop => {}
        }
        self.publishing.in_background.store(false, Ordering::SeqCst);
        self.count_unmatched().await;
        self.publish_now().await;
    }

    /// After a verb: its entries are laid out, now or soon.
    pub(crate) async fn publish_after_verb(&self) {
        if self.publishing.in_background.load(Ordering::SeqCst) {
            self.publishing.wanted.notify_one();
        } else {
            self.publish_now().await;
        }
    }

    async fn publish_now(&self) {
        if let Err(error) = self.publish_ledger().await {
            note_failure(&self.log, &error);
        }
    }

    async fn count_unmatched(&self) {
        if let Err(error) = self.record_unmatched().await {
            note_failure(&self.log, &error);
        }
    }
}
