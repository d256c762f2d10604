//! How often somebody may ask. Kept for each principal that the node knows, never by what a client says of itself.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use governor::clock::{Clock as _, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

/// Calls a second, steadily; in one burst three times as many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// A person, or a program that acts for one: pages ask for some ten things at once.
    pub person: NonZeroU32,
    /// A service that only asks whether hashes are known; a call brings up to a thousand.
    pub matcher: NonZeroU32,
    /// An address, with credentials that the node does not know.
    pub stranger: NonZeroU32,
}

impl Default for Rates {
    fn default() -> Rates {
        let per_second = |number| NonZeroU32::new(number).expect("a number above nought");
        Rates { person: per_second(50), matcher: per_second(5_000), stranger: per_second(2) }
    }
}

/// So many seconds' calls may come at once.
const BURST: NonZeroU32 = NonZeroU32::new(3).expect("a number above nought");
/// Looked through for those who no longer ask, once in so many calls.
const SWEPT_EVERY: u32 = 10_000;

/// Counts the calls of many.
pub(crate) struct Counted<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, HashMapStateStore<K>, DefaultClock>,
    clock: DefaultClock,
    n_calls: AtomicU32,
}

impl<K: Hash + Eq + Clone> Counted<K> {
    pub(crate) fn with(per_second: NonZeroU32) -> Counted<K> {
        let quota = Quota::per_second(per_second).allow_burst(per_second.saturating_mul(BURST));
        Counted { limiter: RateLimiter::hashmap(quota), clock: DefaultClock::default(), n_calls: AtomicU32::new(0) }
    }

    /// Counts a call.
    ///
    /// # Errors
    /// The seconds to wait, when it is one too many.
    pub(crate) fn count(&self, who: &K) -> Result<(), u64> {
        if self.n_calls.fetch_add(1, Ordering::Relaxed) % SWEPT_EVERY == SWEPT_EVERY - 1 {
            self.limiter.retain_recent();
        }
        let wait = |until: governor::NotUntil<_>| until.wait_time_from(self.clock.now()).as_secs() + 1;
        self.limiter.check_key(who).map_err(wait)
    }
}
