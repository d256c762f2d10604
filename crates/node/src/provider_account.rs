//! Accounts at the provider that signs people in: binding a user to one, seeing who is bound, unbinding. What the provider
//! calls somebody is kept as a keyed digest and shown to nobody.

use casework::id::UserId;
use casework::provider_account::{ProviderAccount, ProviderRefusal};
use casework::staffing::Staffing;
use casework::who::Moment;
use serde::{Deserialize, Serialize};
use store::Holder;
use utoipa::ToSchema;

use crate::error::Error;
use crate::news::NewsBody;
use crate::open::Node;
use crate::principal::{Action, Principal};
use crate::provider::Provider;
use crate::sealing::SealingKey;
use crate::staffing::StaffChange;
use crate::user::NamedUser;

/// Which user is who at the provider.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BindProviderAccount {
    /// Id or login name.
    pub user: String,
    /// What the provider calls them for ever: its `sub`, never an address of mail, which another may have next year.
    #[schema(example = "248289761001")]
    pub subject: String,
}

/// That a user signs in by the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProviderAccountView {
    /// Who.
    #[schema(value_type = String, example = "usr_0000000000000000")]
    pub user: UserId,
    /// Since when, in microseconds since 1970 UTC.
    pub bound_us: i64,
}

/// Who signs in by the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProviderAccountsView {
    /// The provider's address; none where the node asks none.
    pub issuer: Option<String>,
    /// By the ids of their users.
    pub accounts: Vec<ProviderAccountView>,
}

/// Who signs in by the provider no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProviderAccountUnbound {
    /// Who.
    #[schema(value_type = String, example = "usr_0000000000000000")]
    pub user: UserId,
}

impl From<ProviderAccount> for ProviderAccountView {
    fn from(bound: ProviderAccount) -> ProviderAccountView {
        // When somebody works is nobody else's to watch: the last use stays out.
        let ProviderAccount { user, bound, used: _ } = bound;
        ProviderAccountView { user, bound_us: bound.0 }
    }
}

impl Node {
    /// Binds a user to what the provider calls them, so that it signs them in. Whoever keeps that account could be them: two
    /// say so, and the user is told.
    ///
    /// # Errors
    /// [`Error::Refused`] with a [`ProviderRefusal`], or when a second person must agree first.
    pub async fn bind_provider_account(
        &self,
        who: &Principal,
        ask: BindProviderAccount,
    ) -> Result<ProviderAccountView, Error> {
        self.permitted(who, Action::BindProviderAccount, async {
            let account = account_digest(&self.people_key()?, self.provider()?, &ask.subject);
            let id = self.user_called(&ask.user).await?.id;
            let now = Moment(self.clock.now_us());
            let mut tx = self.store.begin().await?;
            let user = tx.user(id).await?.ok_or_else(|| Error::NotFound { what: "user", name: id.to_string() })?;
            let is_taken =
                tx.provider_account_of(id).await?.is_some() || tx.provider_account_with(account).await?.is_some();
            let bound = ProviderAccount::bind(&user, &ask.subject, is_taken, now).map_err(Error::refused)?;
            let change = StaffChange::bind(&user, &ask.subject);
            let entry = self.entry(who, Action::BindProviderAccount.verb());
            let entry = self.two_say_who_works_here(&mut tx, who, Staffing::Bind(&user), change, entry).await?;
            tx.put_provider_account(&bound, account).await?;
            let (told, body) = (Holder::Person(id), NewsBody::ProviderAccountBound { bound_us: now.0 });
            tx.add_news(told, body.code(), id.into(), &body, now).await?;
            tx.commit(entry.about("user", id.to_string())).await?;
            Ok(bound.into())
        })
        .await
    }

    /// Unbinds a user from their account at the provider. Their sessions end: one of them may have begun by it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such user, or they are not bound.
    pub async fn unbind_provider_account(
        &self,
        who: &Principal,
        ask: NamedUser,
    ) -> Result<ProviderAccountUnbound, Error> {
        self.permitted(who, Action::UnbindProviderAccount, async {
            let user = self.user_called(&ask.user).await?.id;
            let mut tx = self.store.begin().await?;
            if !tx.remove_provider_account(user).await? {
                return Err(Error::NotFound { what: "provider-account", name: user.to_string() });
            }
            tx.remove_sessions_of(user).await?;
            tx.commit(self.entry(who, Action::UnbindProviderAccount.verb()).about("user", user.to_string())).await?;
            Ok(ProviderAccountUnbound { user })
        })
        .await
    }

    /// Who signs in by the provider.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn provider_accounts(&self, who: &Principal) -> Result<ProviderAccountsView, Error> {
        self.permitted(who, Action::ShowProviderAccounts, async {
            let accounts: Vec<ProviderAccountView> =
                self.store.provider_accounts().await?.into_iter().map(ProviderAccountView::from).collect();
            let entry = self.entry(who, Action::ShowProviderAccounts.verb());
            self.store.record_alone(entry.about("n_users", accounts.len() as u64)).await?;
            Ok(ProviderAccountsView { issuer: self.provider.as_ref().map(|to| to.issuer().to_owned()), accounts })
        })
        .await
    }

    /// How whoever says who people are is called on a page: by their host's name. None where nobody does.
    pub fn provider_called(&self) -> Option<String> {
        let issuer = self.provider.as_ref()?.issuer();
        let host = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
        Some(host.split(['/', '?']).next().unwrap_or(host).to_owned())
    }

    /// Who says who people are.
    pub(crate) fn provider(&self) -> Result<&Provider, Error> {
        self.provider.as_ref().ok_or_else(|| Error::refused(ProviderRefusal::None))
    }
}

/// What somebody is called by a provider, as a digest that nobody can compare with guesses who has not the key. Of another
/// provider's people nobody is bound, whatever they are called there.
pub(crate) fn account_digest(key: &SealingKey, provider: &Provider, subject: &str) -> [u8; 32] {
    // No address holds a line's end: two pairs cannot be one text.
    key.digest("provider-account", format!("{}\n{subject}", provider.issuer()).as_bytes())
}
