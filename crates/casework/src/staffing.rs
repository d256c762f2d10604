//! Who works here, and as what, is not for one person to say: which changes of users and tokens wait for a second person, and
//! who that can be. It changes no user.
//!
//! An administrator sees no casework. That holds only as long as they cannot give themselves a colleague's rights: so
//! every role that is given, every password, token and foreign account that opens somebody else's, and whatever leaves a unit
//! without a supervisor waits for a second person. What only takes rights away does not: somebody has to be kept out at once.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{UnitId, UserId};
use crate::role::Role;
use crate::second_person::{Deputy, WhoCouldAgree};
use crate::user::{User, UserRefusal, UserState};
use crate::who::Moment;

/// What is to be done with somebody who works here, or is to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Staffing<'u> {
    /// A new user comes.
    Add,
    /// A user has these roles from now on.
    SetRoles(&'u User, &'u BTreeSet<Role>),
    /// A user is kept out.
    Disable(&'u User),
    /// A user gets secrets that somebody else makes, or comes back.
    Reset(&'u User),
    /// A user is bound to an account that signs them in and that somebody else keeps.
    Bind(&'u User),
    /// A token is made that signs in as this user, asked for by somebody; nobody is known by name at a terminal.
    Token(&'u User, Option<UserId>),
}

/// Whether this waits for a second person. `users` are all there are, the disabled ones too.
///
/// While the node is being set up nobody could agree: it waits from the moment when the first supervisor has made the account
/// their own. That moment cannot be taken back, whatever becomes of that supervisor.
pub fn waits_for_second_person(change: Staffing<'_>, users: &[User]) -> bool {
    if !users.iter().any(is_settled_supervisor) {
        return false;
    }
    match change {
        Staffing::Add => true,
        Staffing::SetRoles(user, roles) => {
            let gives = roles.iter().any(|role| !user.roles.contains(role));
            gives || (!roles.contains(&Role::Supervisor) && is_last_supervisor(user, users))
        }
        Staffing::Disable(user) => is_last_supervisor(user, users),
        Staffing::Reset(user) | Staffing::Bind(user) => !user.is_machine(),
        Staffing::Token(user, by) => !user.is_machine() && by != Some(user.id),
    }
}

/// That a node which has had a supervisor keeps one: else it would be as new, and one person could say again who works here.
///
/// # Errors
/// [`UserRefusal::LastSupervisor`].
pub fn keeps_a_supervisor(user: &User, roles: &BTreeSet<Role>, users: &[User]) -> Result<(), UserRefusal> {
    let steps_down = is_settled_supervisor(user) && !roles.contains(&Role::Supervisor);
    let others = users.iter().any(|other| other.id != user.id && is_settled_supervisor(other));
    if steps_down && !others { Err(UserRefusal::LastSupervisor) } else { Ok(()) }
}

/// Who could agree to a change of somebody of this unit: its supervisors and their deputies. A unit that has lost its
/// supervisors has the deputies whom they named, as long as their time runs; and the supervisors of the other units, with
/// theirs. Never whoever asks.
pub fn who_could_agree(asker: UserId, unit: UnitId, users: &[User], deputies: &[Deputy], now: Moment) -> WhoCouldAgree {
    let supervisors: BTreeMap<UserId, &User> =
        users.iter().filter(|user| user.roles.contains(&Role::Supervisor)).map(|user| (user.id, user)).collect();
    let colleagues: BTreeSet<UserId> = users.iter().filter(|user| can_be_deputy(user)).map(|user| user.id).collect();
    let is_active = |user: &&User| user.state == UserState::Active;
    let is_orphaned = !supervisors.values().filter(|user| is_active(user)).any(|user| user.unit == unit);
    let answers = |user: &User| is_active(&user) && (is_orphaned || user.unit == unit);
    let names = |user: &User| answers(user) || (is_orphaned && user.unit == unit);
    let named = deputies
        .iter()
        .filter(|deputy| now < deputy.until && supervisors.get(&deputy.of.user).is_some_and(|of| names(of)))
        .map(|deputy| deputy.user)
        .filter(|user| colleagues.contains(user));
    let mut could: BTreeSet<UserId> =
        supervisors.values().filter(|user| answers(user)).map(|user| user.id).chain(named).collect();
    could.remove(&asker);
    WhoCouldAgree { roles: vec![Role::Supervisor], users: could }
}

/// Whether somebody can answer in a supervisor's place: a person who works on cases now. An administrator is none, for then
/// those who keep the accounts would agree among themselves.
pub fn can_be_deputy(user: &User) -> bool {
    user.state == UserState::Active && user.roles.iter().any(|role| role.is_of_casework())
}

/// Whether this supervisor has made the account their own at some time: a new account waits for that in its first version.
fn is_settled_supervisor(user: &User) -> bool {
    user.roles.contains(&Role::Supervisor) && (!user.must_renew || user.version > 1)
}

/// Whether their unit would have no active supervisor without them.
fn is_last_supervisor(user: &User, users: &[User]) -> bool {
    let is_one = |user: &User| user.state == UserState::Active && user.roles.contains(&Role::Supervisor);
    is_one(user) && !users.iter().any(|other| other.id != user.id && other.unit == user.unit && is_one(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protected::Protected;
    use crate::who::Actor;

    const DAY_US: i64 = 86_400_000_000;

    fn user(n: u8, unit: u8, roles: &[Role]) -> User {
        User {
            id: UserId::new([n; 10]),
            login: format!("user{n}").parse().unwrap(),
            name: Protected::new("a colleague"),
            unit: UnitId::new([unit; 10]),
            roles: roles.iter().copied().collect(),
            state: UserState::Active,
            language: None,
            must_renew: false,
            version: 1,
        }
    }

    /// Unit 1: supervisor 1, administrator 2, grader 3, machine 4. Unit 2: supervisors 5 and 6.
    fn staff() -> Vec<User> {
        vec![
            user(1, 1, &[Role::Supervisor]),
            user(2, 1, &[Role::Administrator]),
            user(3, 1, &[Role::Grader]),
            user(4, 1, &[Role::Matcher]),
            user(5, 2, &[Role::Supervisor]),
            user(6, 2, &[Role::Supervisor]),
        ]
    }

    #[test]
    fn rights_are_given_by_two_and_taken_by_one() {
        let staff = staff();
        let check = |change, expected| assert_eq!(waits_for_second_person(change, &staff), expected, "{change:?}");
        let roles = |roles: &[Role]| roles.iter().copied().collect::<BTreeSet<Role>>();
        let (both, fewer) = (roles(&[Role::Administrator, Role::Grader]), roles(&[Role::Grader]));
        let with_more = user(3, 1, &[Role::Grader, Role::Examiner]);
        let beside_others = user(5, 2, &[Role::Supervisor, Role::Grader]);
        let only_one = user(1, 1, &[Role::Supervisor, Role::Grader]);
        check(Staffing::Add, true);
        check(Staffing::SetRoles(&staff[1], &both), true);
        check(Staffing::SetRoles(&with_more, &fewer), false);
        // A supervisor beside others steps down; the only one of a unit does not by somebody's word alone.
        check(Staffing::SetRoles(&beside_others, &fewer), false);
        check(Staffing::SetRoles(&only_one, &fewer), true);
        check(Staffing::Disable(&staff[2]), false);
        check(Staffing::Disable(&staff[4]), false);
        check(Staffing::Disable(&staff[0]), true);
        // Whoever makes somebody's password can be them, an administrator too: two accounts of one person would be two people.
        for known in [&staff[0], &staff[1], &staff[2]] {
            check(Staffing::Reset(known), true);
            check(Staffing::Bind(known), true);
            check(Staffing::Token(known, Some(UserId::new([9; 10]))), true);
            check(Staffing::Token(known, None), true);
            check(Staffing::Token(known, Some(known.id)), false);
        }
        check(Staffing::Reset(&staff[3]), false);
        check(Staffing::Token(&staff[3], None), false);
    }

    #[test]
    fn a_node_is_set_up_by_one_person_once() {
        let is_free = |users: &[User]| !waits_for_second_person(Staffing::Add, users);
        assert!(is_free(&[]));
        assert!(is_free(&[user(2, 1, &[Role::Administrator]), user(3, 1, &[Role::Grader])]));
        let fresh = User { must_renew: true, ..user(1, 1, &[Role::Supervisor]) };
        assert!(is_free(std::slice::from_ref(&fresh)));
        let settled = fresh.renewed().unwrap();
        assert!(!is_free(std::slice::from_ref(&settled)));
        // Neither a new password nor being kept out makes the node new again, and nobody can take the role away.
        assert!(!is_free(&[settled.reset()]));
        assert!(!is_free(&[settled.disabled(1).unwrap()]));
        let none = BTreeSet::from([Role::Grader]);
        assert_eq!(
            keeps_a_supervisor(&settled, &none, std::slice::from_ref(&settled)),
            Err(UserRefusal::LastSupervisor)
        );
        assert_eq!(keeps_a_supervisor(&settled, &none, &[settled.clone(), user(5, 2, &[Role::Supervisor])]), Ok(()));
        assert_eq!(keeps_a_supervisor(&fresh, &none, std::slice::from_ref(&fresh)), Ok(()));
    }

    #[test]
    fn the_unit_itself_agrees_and_others_only_when_it_has_nobody() {
        let mut staff = staff();
        let ids = |of: &[u8]| of.iter().map(|n| UserId::new([*n; 10])).collect::<BTreeSet<_>>();
        let deputy = |of: u8, user: u8| Deputy {
            of: Actor { user: UserId::new([of; 10]), unit: UnitId::new([1; 10]) },
            user: UserId::new([user; 10]),
            at: Moment(0),
            until: Moment(DAY_US),
        };
        // An administrator whom somebody named is no deputy.
        let deputies = [deputy(1, 3), deputy(1, 2)];
        let could = |staff: &[User], asker: u8, now| {
            who_could_agree(UserId::new([asker; 10]), UnitId::new([1; 10]), staff, &deputies, Moment(now)).users
        };
        assert_eq!(could(&staff, 2, 0), ids(&[1, 3]));
        assert_eq!(could(&staff, 1, 0), ids(&[3]));
        assert_eq!(could(&staff, 2, DAY_US), ids(&[1]));
        assert_eq!(could(&staff, 1, DAY_US), ids(&[]), "nobody agrees with themselves, and no other unit steps in");
        staff[0].state = UserState::Disabled;
        assert_eq!(could(&staff, 2, 0), ids(&[3, 5, 6]));
        assert_eq!(could(&staff, 2, DAY_US), ids(&[5, 6]));
        assert_eq!(could(&staff, 5, DAY_US), ids(&[6]));
    }
}
