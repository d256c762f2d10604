//! What a child wishes and consents to, by role, and who is told when it is withdrawn.

use casework::role::Role;

use super::*;
use crate::casebook::Placement;
use crate::casebook::tests::{Unit, caller, code_of};
use crate::news::NewsAsk;
use crate::victim::OpenVictim;

#[tokio::test]
async fn a_withdrawal_counts_at_once_says_what_must_stop_and_tells_who_holds_the_record() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let case = unit.case("5/26").await;
    let me = unit.me().await;
    let into = Placement { case: Some(case), ..Placement::default() };
    let victim = node.open_victim(&me, OpenVictim { into }).await.unwrap().id;
    let worker = caller(&unit.world, unit.user, unit.unit, &[Role::SocialWorker]).await;
    let give = |scopes: &[ConsentScope]| GiveConsent {
        victim,
        scopes: scopes.iter().copied().collect(),
        by: Through::Guardian,
    };
    assert_eq!(code_of(node.give_consent(&worker, give(&[])).await), "victim-no-scope");
    node.give_consent(&worker, give(&[ConsentScope::Sharing, ConsentScope::Notification])).await.unwrap();
    let wish = SetNotificationWish { victim, is: WishAsk::Wants { through: Through::Counsel } };
    let view = node.set_notification_wish(&worker, wish).await.unwrap();
    assert!(view.consents.allows(ConsentScope::Sharing) && matches!(view.wish, Notification::Wants { .. }));
    let guest = unit.guest_of(case).await;
    let news = async |who: &Principal| node.show_news(who, &NewsAsk::default()).await.unwrap().items;
    assert!(news(&guest).await.is_empty());
    let coordinator = caller(&unit.world, unit.user, unit.unit, &[Role::Coordinator]).await;
    let ask = |scopes: &[ConsentScope]| WithdrawConsent {
        victim,
        scopes: scopes.iter().copied().collect(),
        by: Through::Victim,
    };
    let after = node.withdraw_consent(&coordinator, ask(&[ConsentScope::Sharing])).await.unwrap();
    assert_eq!(after.must_stop, [MustStop::Sharing, MustStop::PartnersCopies].into());
    assert!(!after.victim.consents.allows(ConsentScope::Sharing));
    assert!(after.victim.consents.allows(ConsentScope::Notification));
    let told = news(&guest).await;
    let body = NewsBody::ConsentWithdrawn { must_stop: after.must_stop };
    assert_eq!((told.len(), &told[0].body, told[0].case), (1, &body, Some(case)));
    // Named nothing: everything ends, the wish to be told with it.
    let after = node.withdraw_consent(&worker, ask(&[])).await.unwrap();
    assert_eq!(after.must_stop.len(), MustStop::ALL.len());
    assert!(matches!(after.victim.wish, Notification::DoesNotWant { .. }));
}

#[tokio::test]
async fn only_those_who_speak_with_a_child_write_down_what_the_child_wishes() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let victim = node.open_victim(&unit.me().await, OpenVictim::default()).await.unwrap().id;
    for role in Role::ALL {
        let who = caller(&unit.world, unit.user, unit.unit, &[*role]).await;
        let code = |answer: Result<VictimView, Error>| answer.err().map(|error| error.code().to_owned());
        let speaks = matches!(role, Role::VictimIdentificationOfficer | Role::SocialWorker | Role::Supervisor);
        let expected = (!speaks).then(|| "denied".to_owned());
        let wish = SetNotificationWish { victim, is: WishAsk::DoesNotWant {} };
        assert_eq!(code(node.set_notification_wish(&who, wish).await), expected, "{}", role.code());
        let give = GiveConsent { victim, scopes: [ConsentScope::Support].into(), by: Through::Victim };
        assert_eq!(code(node.give_consent(&who, give).await), expected, "{}", role.code());
        let hears = speaks || *role == Role::Coordinator;
        let withdraw = WithdrawConsent { victim, scopes: BTreeSet::new(), by: Through::Victim };
        assert_eq!(node.withdraw_consent(&who, withdraw).await.is_ok(), hears, "{}", role.code());
    }
    let stranger = unit.stranger().await;
    let withdraw = WithdrawConsent { victim, scopes: BTreeSet::new(), by: Through::Victim };
    assert_eq!(code_of(node.withdraw_consent(&stranger, withdraw).await), "not-found");
}
