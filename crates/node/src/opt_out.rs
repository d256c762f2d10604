//! What somebody does not want to be offered: kept sealed, read for them alone, and left out where work is offered to them. Nobody
//! else's answers change, and no verb shows it of another.

use std::collections::{BTreeSet, HashMap};

use casework::file::{FileId, MediaKind};
use casework::matching::Match;
use casework::opt_out::OptOuts;
use casework::preferences::Preferences;
use store::{Claimed, ListState, StoredList};

use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// The key's file, and what it is used for.
const OPT_OUT_KEY: &str = "opt_outs.key";
const OPT_OUT_USE: &str = "opt-outs";

impl Node {
    /// What the caller does not want to be offered. Like one's own name it leaves no entry.
    ///
    /// # Errors
    /// [`Error::Denied`] at the terminal, where nobody is signed in.
    pub async fn own_opt_outs(&self, who: &Principal) -> Result<OptOuts, Error> {
        let user = who.caller(Action::SetOwnPreferences)?.actor.user;
        self.opened_opt_outs(user.to_string(), self.store.opt_outs_of(user).await?)
    }

    /// Sets what the caller does not want to be offered from now on: all of it. The entry is that of setting how one wants to
    /// read, row by row, so that nobody can tell one from the other.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn set_opt_outs(&self, who: &Principal, opt_outs: OptOuts) -> Result<(), Error> {
        self.permitted(who, Action::SetOwnPreferences, async {
            let id = who.caller(Action::SetOwnPreferences)?.actor.user;
            let sealed = self.sealing_key(OPT_OUT_KEY)?.seal(OPT_OUT_USE, &id.to_string(), &opt_outs.to_bytes())?;
            let preferences = self.store.preferences_of(id).await?.unwrap_or_default();
            let mut tx = self.store.begin().await?;
            let user = tx.user(id).await?.ok_or_else(|| Error::NotFound { what: "user", name: id.to_string() })?;
            tx.put_user(&user).await?;
            tx.put_preferences(id, &preferences).await?;
            tx.put_opt_outs(id, &sealed).await?;
            tx.commit(self.entry(who, Action::SetOwnPreferences.verb())).await?;
            Ok(())
        })
        .await
    }

    /// Which of these files are not to be offered to the caller.
    pub(crate) async fn not_offered(&self, caller: &Caller, files: &[FileId]) -> Result<BTreeSet<FileId>, Error> {
        if files.is_empty() {
            return Ok(BTreeSet::new());
        }
        let opted = self.opt_outs_of(caller, self.store.opt_outs_of(caller.actor.user).await?)?;
        if opted.is_empty() {
            return Ok(BTreeSet::new());
        }
        let known = known_material(&self.store.list_versions().await?);
        Ok(left_out(&opted, files, &self.store.claimed(files).await?, &known))
    }

    /// What the caller is not to be offered, and how they want to look.
    pub(crate) async fn ways_of_looking(&self, caller: &Caller) -> Result<(OptOuts, Preferences), Error> {
        let (sealed, preferences) = self.store.ways_of_looking(caller.actor.user).await?;
        Ok((self.opt_outs_of(caller, sealed)?, preferences.unwrap_or_default()))
    }

    /// Which of the stacks of these exhibits are offered to somebody who opted out of this, by their places among all, in order;
    /// none where all are. A stack is left out when one of its files would be.
    pub(crate) async fn stacks_offered<'s>(
        &self,
        opted: &OptOuts,
        exhibits: &[String],
        stacks: impl Iterator<Item = (MediaKind, &'s [FileId])>,
    ) -> Result<Option<Vec<usize>>, Error> {
        if opted.is_empty() {
            return Ok(None);
        }
        let mut claims: HashMap<FileId, Vec<Match>> = HashMap::new();
        if opted.ask_lists() {
            let known = known_material(&self.store.list_versions().await?);
            for exhibit in exhibits {
                for (file, claim) in self.store.matches(exhibit).await? {
                    if known.contains(&claim.list) {
                        claims.entry(file).or_default().push(claim);
                    }
                }
            }
        }
        let is_offered = |(media, members): (MediaKind, &[FileId])| {
            !members.iter().any(|file| opted.leave_out(media, claims.get(file).into_iter().flatten()))
        };
        let offered = stacks.enumerate().filter(|(_, stack)| is_offered(*stack)).map(|(at, _)| at);
        Ok(Some(offered.collect()))
    }

    /// What somebody is not to be offered, by what is sealed of it.
    pub(crate) fn opt_outs_of(&self, caller: &Caller, sealed: Option<Vec<u8>>) -> Result<OptOuts, Error> {
        // A program that signs in with a token looks at nothing, and is told everything.
        match caller.scope {
            Some(_) => Ok(OptOuts::default()),
            None => self.opened_opt_outs(caller.actor.user.to_string(), sealed),
        }
    }

    fn opened_opt_outs(&self, of: String, sealed: Option<Vec<u8>>) -> Result<OptOuts, Error> {
        let Some(sealed) = sealed else { return Ok(OptOuts::default()) };
        let clear = self.sealing_key(OPT_OUT_KEY)?.open(OPT_OUT_USE, &of, &sealed)?;
        OptOuts::from_bytes(&clear).ok_or_else(|| {
            let what = "what somebody does not look at cannot be read".to_owned();
            Error::Storage(store::Error::Damaged { what, source: None })
        })
    }
}

/// The ids of lists that say what a file shows: known software says nothing of it, and a list that was removed says nothing any
/// more.
pub(crate) fn known_material(lists: &[StoredList]) -> BTreeSet<String> {
    let speaks = |list: &&StoredList| list.state != ListState::Removed && !list.version.terms.set_aside;
    lists.iter().filter(speaks).map(|list| list.version.id.clone()).collect()
}

/// Which of these files are not to be offered to somebody who opted out of this, by what they are and what lists of known
/// material claim of them.
pub(crate) fn left_out(
    opted: &OptOuts,
    files: &[FileId],
    claimed: &Claimed,
    known: &BTreeSet<String>,
) -> BTreeSet<FileId> {
    if opted.is_empty() {
        return BTreeSet::new();
    }
    let mut claims: HashMap<FileId, Vec<&Match>> = HashMap::new();
    for (file, claim) in claimed.matches.iter().filter(|(_, claim)| known.contains(&claim.list)) {
        claims.entry(*file).or_default().push(claim);
    }
    let media = |file: &FileId| claimed.files.get(file).map_or(MediaKind::Other, |file| file.kind);
    let is_left_out = |file: &&FileId| opted.leave_out(media(file), claims.get(*file).into_iter().flatten().copied());
    files.iter().filter(is_left_out).copied().collect()
}

#[cfg(test)]
mod tests {
    use casework::opt_out::ContentKind;
    use casework::role::Role;

    use super::*;
    use crate::casebook::tests::{Unit, caller};
    use crate::preferences::SetPreferences;

    #[tokio::test]
    async fn what_somebody_chose_is_theirs_sealed_and_in_no_entry() {
        let unit = Unit::new().await;
        let node = &unit.world.node;
        let me = caller(&unit.world, unit.user, unit.unit, &[Role::Grader]).await;
        let (other, _) = unit.world.add("other", Role::Supervisor).await;
        let other = caller(&unit.world, other.id, unit.unit, &[Role::Supervisor]).await;
        assert_eq!(node.own_opt_outs(&me).await.unwrap(), OptOuts::default());
        let chosen = OptOuts::of([ContentKind::Videos, ContentKind::YoungestChildren]);
        node.set_opt_outs(&me, chosen.clone()).await.unwrap();
        assert_eq!(node.own_opt_outs(&me).await.unwrap(), chosen);
        assert_eq!(node.own_opt_outs(&other).await.unwrap(), OptOuts::default());
        let sealed = node.store.opt_outs_of(unit.user).await.unwrap().unwrap();
        assert!(!String::from_utf8_lossy(&sealed).contains("videos"));
        // Moved to another person it does not open.
        assert!(node.opened_opt_outs(other.name(), Some(sealed.clone())).is_err());
        // One who wants everything is sealed alike.
        node.set_opt_outs(&me, OptOuts::default()).await.unwrap();
        assert_eq!(node.store.opt_outs_of(unit.user).await.unwrap().unwrap().len(), sealed.len());
    }

    #[tokio::test]
    async fn the_entry_is_the_one_of_setting_how_one_reads() {
        let unit = Unit::new().await;
        let node = &unit.world.node;
        let me = caller(&unit.world, unit.user, unit.unit, &[Role::Grader]).await;
        let own = node.own_preferences(&me).await.unwrap();
        let ask = SetPreferences { language: own.user.language, preferences: own.preferences };
        node.set_preferences(&me, ask).await.unwrap();
        node.set_opt_outs(&me, OptOuts::of([ContentKind::Listed])).await.unwrap();
        let entries = unit.world.entries().await;
        let set: Vec<_> = entries.iter().filter(|entry| entry["verb"] == "preferences-set-own").collect();
        assert_eq!(set.len(), 2);
        // Down to the root of their rows.
        assert_eq!(set[0], set[1]);
    }
}
