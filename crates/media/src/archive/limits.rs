//! Limits against archives that unpack to more than anybody can hold, counted across nesting from the outermost archive.
//! Counting only; who counts, stops.

use casework::problem::{Problem, ProblemCode};
use serde::{Deserialize, Serialize};

/// What an archive on disk may unpack to, everything nested in it included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveLimits {
    /// Members in all.
    pub members_max: u64,
    /// Bytes of all members together, whatever the archive's size.
    pub bytes_max_total: u64,
    /// Bytes of one member.
    pub bytes_max_member: u64,
    /// Bytes of all members together, as a multiple of the archive's size. 1,032 is the most that deflate can do, so an
    /// honest archive never comes near.
    pub ratio_max: u64,
    /// However small the archive is, this many bytes are within the ratio: a screenshot of one colour shrinks a lot.
    pub bytes_free_of_ratio: u64,
    /// How deep archives may lie in archives: 1 is an archive on disk alone.
    pub depth_max: u32,
}

impl Default for ArchiveLimits {
    fn default() -> ArchiveLimits {
        const GIB: u64 = 1 << 30;
        ArchiveLimits {
            members_max: 1_000_000,
            bytes_max_total: 64 * GIB,
            bytes_max_member: 16 * GIB,
            ratio_max: 1000,
            bytes_free_of_ratio: GIB,
            depth_max: 8,
        }
    }
}

impl ArchiveLimits {
    /// What may be spent on an archive on disk of this many bytes.
    pub fn budget(&self, archive_bytes: u64) -> Budget {
        let by_ratio = archive_bytes.saturating_mul(self.ratio_max).max(self.bytes_free_of_ratio);
        Budget {
            members_left: self.members_max,
            bytes_left: self.bytes_max_total.min(by_ratio),
            bytes_max_member: self.bytes_max_member,
            depth_left: self.depth_max,
        }
    }
}

/// What is left of the limits. One for an archive on disk, handed down to what is nested in it.
///
/// Both sides count: the worker in order to stop early, its parent because a worker taken over by hostile bytes would not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Members that may still come.
    pub members_left: u64,
    /// Bytes that may still come.
    pub bytes_left: u64,
    /// Bytes of one member.
    pub bytes_max_member: u64,
    /// Archives that may still be opened inside one another.
    pub depth_left: u32,
}

impl Budget {
    /// Goes into an archive; [`Budget::ascend`] comes back out of it.
    pub fn descend(&mut self) -> Result<(), Problem> {
        self.depth_left = self
            .depth_left
            .checked_sub(1)
            .ok_or_else(|| Problem::new(ProblemCode::ArchiveLimit, "archives too deep inside one another"))?;
        Ok(())
    }

    /// Comes out of an archive that was gone into.
    pub fn ascend(&mut self) {
        self.depth_left = self.depth_left.saturating_add(1);
    }

    /// One more member.
    pub fn spend_member(&mut self) -> Result<(), Problem> {
        self.members_left = self
            .members_left
            .checked_sub(1)
            .ok_or_else(|| Problem::new(ProblemCode::ArchiveLimit, "more members than the limit"))?;
        Ok(())
    }

    /// More bytes.
    pub fn spend_bytes(&mut self, n_bytes: u64) -> Result<(), Problem> {
        match self.bytes_left.checked_sub(n_bytes) {
            Some(left) => {
                self.bytes_left = left;
                Ok(())
            }
            None => {
                // Nothing is left for what is nested or comes after either: a bomb is not asked twice.
                self.bytes_left = 0;
                Err(Problem::new(ProblemCode::ArchiveLimit, "unpacks to more bytes than the limit"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_archive_may_unpack_to_a_gibibyte_and_a_large_one_to_its_ratio() {
        let limits = ArchiveLimits::default();
        assert_eq!(limits.budget(42_000).bytes_left, 1 << 30);
        assert_eq!(limits.budget(10_000_000).bytes_left, 10_000_000_000);
        assert_eq!(limits.budget(u64::MAX).bytes_left, 64 << 30);
    }

    #[test]
    fn what_is_over_the_limit_is_refused_and_leaves_nothing() {
        let mut budget =
            ArchiveLimits { members_max: 1, bytes_free_of_ratio: 10, depth_max: 1, ..Default::default() }.budget(0);
        assert_eq!(budget.spend_bytes(10), Ok(()));
        assert_eq!(budget.spend_bytes(1).unwrap_err().code, ProblemCode::ArchiveLimit);
        assert_eq!(budget.spend_member(), Ok(()));
        assert_eq!(budget.spend_member().unwrap_err().code, ProblemCode::ArchiveLimit);
        assert_eq!(budget.descend(), Ok(()));
        assert_eq!(budget.descend().unwrap_err().code, ProblemCode::ArchiveLimit);
        budget.ascend();
        assert_eq!(budget.descend(), Ok(()));
    }
}
