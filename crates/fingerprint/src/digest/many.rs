//! Streams of unequal length share sixteen seats: one that ends makes room for the next, so that no lane runs empty.

use super::lanes::{Blocks, LANES, LaneStates};
use super::state::{BLOCK_BYTES, State};
use super::way::Way;
use std::cmp::Reverse;

/// Blocks taken of every stream before the next is looked at: 16 KiB of sixteen streams, which stay in the first-level
/// cache while one algorithm follows the other.
const BLOCKS_IN_TURN: usize = 16;

/// The whole blocks that a stream has ready, in up to two pieces: what was left of an earlier piece, completed, and the
/// piece in hand.
pub(super) struct Job<'a> {
    pub(super) state: &'a mut State,
    pieces: [&'a [[u8; BLOCK_BYTES]]; 2],
}

impl<'a> Job<'a> {
    pub(super) fn new(state: &'a mut State, pieces: [&'a [[u8; BLOCK_BYTES]]; 2]) -> Job<'a> {
        let mut job = Job { state, pieces };
        job.advance(0);
        job
    }

    /// The next blocks, which must be there.
    pub(super) fn next(&self, n_blocks: usize) -> &'a [[u8; BLOCK_BYTES]] {
        &self.pieces[0][..n_blocks]
    }

    fn n_blocks(&self) -> usize {
        self.pieces[0].len() + self.pieces[1].len()
    }

    fn advance(&mut self, n_blocks: usize) {
        self.pieces[0] = &self.pieces[0][n_blocks..];
        if self.pieces[0].is_empty() {
            self.pieces.swap(0, 1);
        }
    }
}

/// Takes all blocks of all jobs. Memory: a few KiB and what the jobs are.
pub(super) fn compress(way: Way, mut jobs: Vec<Job<'_>>) {
    jobs.retain(|job| job.n_blocks() > 0);
    // The longest first: then few are left when seats begin to stay empty.
    jobs.sort_by_key(|job| Reverse(job.n_blocks()));
    let mut waiting = jobs.into_iter();
    let mut seats = Seats::new(way);
    loop {
        while seats.n_taken < LANES
            && let Some(job) = waiting.next()
        {
            seats.seat(job);
        }
        if seats.n_taken < way.n_streams_min() {
            break;
        }
        let n_blocks = seats.jobs().map(|job| job.pieces[0].len()).min().unwrap_or(0).min(BLOCKS_IN_TURN);
        way.compress_side_by_side(&mut seats, n_blocks);
        seats.advance(n_blocks);
    }
    // Too few are left to go side by side. Seats are filled as long as anybody waits, so nobody does, unless the way
    // has no side by side at all.
    for job in seats.rise().chain(waiting) {
        compress_one(way, job);
    }
}

/// Takes all blocks of one job.
pub(super) fn compress_one(way: Way, job: Job<'_>) {
    for blocks in job.pieces {
        way.compress(job.state, blocks);
    }
}

/// Who sits in which lane.
pub(super) struct Seats<'a> {
    way: Way,
    lanes: LaneStates,
    jobs: [Option<Job<'a>>; LANES],
    n_taken: usize,
}

impl<'a> Seats<'a> {
    fn new(way: Way) -> Seats<'a> {
        Seats { way, lanes: LaneStates::new(), jobs: [const { None }; LANES], n_taken: 0 }
    }

    /// Those who sit.
    pub(super) fn jobs(&mut self) -> impl Iterator<Item = &mut Job<'a>> {
        self.jobs.iter_mut().flatten()
    }

    /// Lets a kernel take the next `n_blocks` of everybody who sits. An empty lane is given somebody else's blocks: it
    /// costs nothing, and what comes of it is never looked at.
    pub(super) fn in_lanes(&mut self, n_blocks: usize, take: impl FnOnce(&mut LaneStates, Blocks<'_>)) {
        let Some(somebody) = self.jobs.iter().flatten().next().map(|job| job.next(n_blocks)) else { return };
        let blocks = std::array::from_fn(|lane| self.jobs[lane].as_ref().map_or(somebody, |job| job.next(n_blocks)));
        take(&mut self.lanes, blocks);
    }

    fn seat(&mut self, job: Job<'a>) {
        if let Some(lane) = self.jobs.iter().position(Option::is_none) {
            self.lanes.enter(lane, job.state);
            self.jobs[lane] = Some(job);
            self.n_taken += 1;
        }
    }

    /// Everybody goes on by `n_blocks`; who has no more leaves.
    fn advance(&mut self, n_blocks: usize) {
        for lane in 0..LANES {
            if let Some(job) = &mut self.jobs[lane] {
                job.advance(n_blocks);
                if job.n_blocks() == 0 {
                    self.leave(lane);
                }
            }
        }
    }

    /// Everybody leaves, whatever there is left to take.
    fn rise(mut self) -> impl Iterator<Item = Job<'a>> {
        (0..LANES).filter_map(move |lane| self.leave(lane))
    }

    fn leave(&mut self, lane: usize) -> Option<Job<'a>> {
        let job = self.jobs[lane].take()?;
        self.n_taken -= 1;
        let (md5, sha) = self.way.keeps_in_lanes();
        let state = self.lanes.state(lane);
        if md5 {
            job.state.md5 = state.md5;
        }
        if sha {
            (job.state.sha1, job.state.sha256) = (state.sha1, state.sha256);
        }
        Some(job)
    }
}
