//! The node's clock: the only place that asks the system for the time of day. Tests move it by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::SystemTime;

/// Gives the time in microseconds since 1970 UTC. Clones of one clock show the same time.
#[derive(Debug, Clone)]
pub struct Clock(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Wall,
    ByHand(Arc<AtomicI64>),
}

impl Clock {
    /// The system's clock.
    pub fn wall() -> Clock {
        Clock(Kind::Wall)
    }

    /// A clock that stands at `now_us` until it is moved.
    pub fn by_hand(now_us: i64) -> Clock {
        Clock(Kind::ByHand(Arc::new(AtomicI64::new(now_us))))
    }

    /// Microseconds since 1970 UTC; negative on a machine whose clock stands before.
    #[expect(clippy::disallowed_methods, reason = "this is the node's clock, from which everybody else takes the time")]
    pub fn now_us(&self) -> i64 {
        match &self.0 {
            Kind::ByHand(now_us) => now_us.load(Ordering::SeqCst),
            Kind::Wall => match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
                Ok(since) => i64::try_from(since.as_micros()).unwrap_or(i64::MAX),
                Err(before) => i64::try_from(before.duration().as_micros()).map_or(i64::MIN, |us| -us),
            },
        }
    }

    /// Moves a clock that is moved by hand; the system's goes by itself.
    pub fn advance_us(&self, by_us: i64) {
        if let Kind::ByHand(now_us) = &self.0 {
            now_us.fetch_add(by_us, Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_of_a_clock_move_together() {
        let clock = Clock::by_hand(5);
        let other = clock.clone();
        clock.advance_us(7);
        assert_eq!(other.now_us(), 12);
    }

    #[test]
    fn the_wall_clock_is_past_the_day_this_was_written() {
        assert!(Clock::wall().now_us() > 1_763_000_000_000_000);
    }
}
