//! A backup: who made it, until when it may be kept, and that it was destroyed. Its bytes are nobody's here.

use fingerprint::Sha256;
use serde::{Deserialize, Serialize};

use crate::id::BackupId;
use crate::problem::codes;
use crate::who::Moment;

/// How long a backup may be kept at most: what is erased meanwhile lives on in it.
pub const KEEP_DAYS_MAX: u32 = 3_653;
const DAY_US: i64 = 86_400_000_000;

codes! {
    /// What became of a backup.
    BackupState {
        /// It was begun, and nobody has said that it was ended: a file may be there.
        Begun = "begun",
        /// It is there, as far as is known.
        Made = "made",
        /// It could not be made, and there is none.
        Failed = "failed",
        /// Somebody has said that it was destroyed.
        Destroyed = "destroyed",
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupFile {
    /// Its length.
    pub size_bytes: u64,
    /// Its digest, as it lies on the disk.
    pub sha256: Sha256,
}

/// That somebody says that a backup was destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destroyed {
    /// Who, as the ledger names them.
    pub by: String,
    /// When they said so.
    pub at: Moment,
}

/// A backup, as the node it was made of knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backup {
    /// Its id.
    pub id: BackupId,
    /// Who made it, as the ledger names them.
    pub by: String,
    /// When: what was erased before is not in it.
    pub at: Moment,
    /// To which path it was written.
    pub name: String,
    /// Until when it may be kept.
    pub until: Moment,
    /// The public keys that it was encrypted to.
    pub recipients: Vec<String>,
    /// What became of it.
    pub state: BackupState,
    /// What was written; none before it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<BackupFile>,
    /// That it was destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destroyed: Option<Destroyed>,
}

/// Why a backup is not made, or not said to be destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum BackupRefusal {
    /// Name another term.
    #[error("a backup is kept for a day at least, and for {KEEP_DAYS_MAX} at most")]
    Term,
    /// Name whose key opens it.
    #[error("a backup is encrypted to somebody's public key, and none was named")]
    NoRecipient,
    /// Give the public key as it was printed.
    #[error("that is no public key of age")]
    NotARecipient,
    /// There is nothing to destroy.
    #[error("the backup is destroyed, or was never made")]
    NotThere,
}

impl Backup {
    /// One that is begun now.
    ///
    /// # Errors
    /// [`BackupRefusal::Term`], [`BackupRefusal::NoRecipient`].
    pub fn begin(
        id: BackupId,
        by: String,
        at: Moment,
        name: String,
        keep_days: u32,
        recipients: Vec<String>,
    ) -> Result<Backup, BackupRefusal> {
        if !(1..=KEEP_DAYS_MAX).contains(&keep_days) {
            return Err(BackupRefusal::Term);
        }
        if recipients.is_empty() {
            return Err(BackupRefusal::NoRecipient);
        }
        let until = Moment(at.0 + i64::from(keep_days) * DAY_US);
        Ok(Backup { id, by, at, name, until, recipients, state: BackupState::Begun, file: None, destroyed: None })
    }

    /// The same once it is written; or, without a file, once it is known that it was not.
    pub fn ended(self, file: Option<BackupFile>) -> Backup {
        let state = if file.is_some() { BackupState::Made } else { BackupState::Failed };
        Backup { state, file, ..self }
    }

    /// Whether a file may be there that holds what the node held.
    pub fn may_be_there(&self) -> bool {
        matches!(self.state, BackupState::Begun | BackupState::Made)
    }

    /// Whether it should have been destroyed by now.
    pub fn is_past_term(&self, now: Moment) -> bool {
        self.may_be_there() && self.until <= now
    }

    /// Whether it may still hold what was first written down at a moment.
    pub fn may_hold(&self, made_at: Moment) -> bool {
        self.may_be_there() && self.at >= made_at
    }

    /// The same once somebody has said that it was destroyed.
    ///
    /// # Errors
    /// [`BackupRefusal::NotThere`].
    pub fn destroy(self, by: String, at: Moment) -> Result<Backup, BackupRefusal> {
        if !self.may_be_there() {
            return Err(BackupRefusal::NotThere);
        }
        Ok(Backup { state: BackupState::Destroyed, destroyed: Some(Destroyed { by, at }), ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun(keep_days: u32) -> Result<Backup, BackupRefusal> {
        let recipients = vec!["age1".to_owned()];
        Backup::begin(BackupId::new([1; 10]), "uid:1000".into(), Moment(5), "b.age".into(), keep_days, recipients)
    }

    #[test]
    fn a_backup_has_a_term_and_somebody_who_can_open_it() {
        assert_eq!(begun(0), Err(BackupRefusal::Term));
        assert_eq!(begun(KEEP_DAYS_MAX + 1), Err(BackupRefusal::Term));
        let nobody = Backup::begin(BackupId::new([1; 10]), "a".into(), Moment(0), "b".into(), 1, vec![]);
        assert_eq!(nobody, Err(BackupRefusal::NoRecipient));
        assert_eq!(begun(2).unwrap().until, Moment(5 + 2 * DAY_US));
    }

    #[test]
    fn what_may_be_there_is_past_its_term_from_its_last_moment_on() {
        let backup = begun(1).unwrap();
        let at = |moment| backup.is_past_term(Moment(moment));
        // One that was begun and never ended may be there too: a kill says nothing of its file.
        assert!(!at(4 + DAY_US) && at(5 + DAY_US) && backup.may_hold(Moment(5)) && !backup.may_hold(Moment(6)));
        let failed = backup.clone().ended(None);
        assert!(!failed.is_past_term(Moment(i64::MAX)) && !failed.may_hold(Moment(0)));
        let made = backup.ended(Some(BackupFile { size_bytes: 1, sha256: Sha256([0; 32]) }));
        let destroyed = made.destroy("usr_1".into(), Moment(9)).unwrap();
        assert!(!destroyed.is_past_term(Moment(i64::MAX)));
        assert_eq!(destroyed.destroy("usr_1".into(), Moment(9)), Err(BackupRefusal::NotThere));
        assert_eq!(failed.destroy("usr_1".into(), Moment(9)), Err(BackupRefusal::NotThere));
    }
}
