//! Places, accounts, devices and addresses: what is opened the same way, found by a key, and linked.

use casework::account::{Account, AccountKey, NotAnAccount, handle_key, mail_key, phone_key, service_number_key};
use casework::address::{Address, AddressState};
use casework::country::Country;
use casework::device::{Device, DeviceKind, imei_key, mac_key, serial_key};
use casework::file::Position;
use casework::id::{AccountId, AddressId, DeviceId, PlaceId, RecordId};
use casework::place::{Located, Place, PlaceKind};
use casework::protected::Protected;
use casework::record::Record;
use serde::{Deserialize, Serialize};
use store::Held;
use utoipa::ToSchema;

use crate::casebook::{AccessView, ListAsk, Listed, Placement, new_id};
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// What an account is called on a service, as an ask names it. Asks flatten it, and refuse fields that they do not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OnService {
    /// The service.
    pub service: String,
    /// The name that its owner chose, or the number that the service gave, as it was written.
    #[schema(value_type = String)]
    pub written: Protected,
}

impl OnService {
    /// The key of an account whose owner chose its name.
    pub(crate) fn handle_key(&self) -> Result<AccountKey, NotAnAccount> {
        handle_key(&self.service, self.written.reveal())
    }

    /// The key of an account that the service numbered.
    pub(crate) fn number_key(&self) -> Result<AccountKey, NotAnAccount> {
        service_number_key(&self.service, self.written.reveal())
    }
}

/// A place, an account, a device or an address that somebody writes down. Written as `{"thing": "mail", "written": "…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "thing", rename_all = "kebab-case", deny_unknown_fields)]
pub enum OpenThing {
    /// A place.
    Place {
        /// What kind.
        #[schema(value_type = String, example = "home")]
        kind: PlaceKind,
        /// Its name or street address.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        words: Option<Protected>,
        /// Its country: two letters of ISO 3166-1.
        #[serde(default)]
        #[schema(value_type = Option<String>, example = "JO")]
        country: Option<Country>,
        /// Where it is, in ten-millionths of a degree.
        #[serde(default)]
        #[schema(value_type = Option<Object>)]
        position: Option<Position>,
    },
    /// An account by the name that its owner chose.
    Handle {
        /// The service and the name.
        #[serde(flatten)]
        named: OnService,
    },
    /// An account by the number that the service gave.
    ServiceNumber {
        /// The service and the number.
        #[serde(flatten)]
        named: OnService,
    },
    /// A mail address.
    Mail {
        /// As it was written.
        #[schema(value_type = String)]
        written: Protected,
    },
    /// A telephone number.
    Phone {
        /// As it was written; in its international form where the country is known.
        #[schema(value_type = String)]
        written: Protected,
    },
    /// A device.
    Device {
        /// What it is.
        #[schema(value_type = String, example = "phone")]
        kind: DeviceKind,
        /// Maker and model.
        #[serde(default)]
        model: Option<String>,
        /// Its radio's numbers.
        #[serde(default)]
        #[schema(value_type = Vec<String>)]
        imei: Vec<Protected>,
        /// Its maker's serial number.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        serial: Option<Protected>,
        /// Its network cards' numbers.
        #[serde(default)]
        #[schema(value_type = Vec<String>)]
        mac: Vec<Protected>,
    },
    /// A URL, a domain or a host.
    Address {
        /// As it was reported.
        #[schema(value_type = String)]
        written: Protected,
    },
}

/// A thing and who may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenThingAsk {
    /// What it is.
    pub what: OpenThing,
    /// Who may see it.
    #[serde(default)]
    pub into: Placement,
}

/// A place, an account, a device or an address as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ThingView {
    /// Its id; how it begins says what it is.
    #[schema(value_type = String)]
    pub id: RecordId,
    /// What is known of it.
    #[schema(value_type = Object)]
    pub what: ThingIs,
    /// Who may see it.
    pub access: AccessView,
}

/// What is known of a thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "thing", rename_all = "kebab-case")]
pub enum ThingIs {
    /// A place.
    Place(Place),
    /// An account.
    Account(Account),
    /// A device.
    Device(Device),
    /// An address.
    Address(Address),
}

/// What an address came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAddressState {
    /// The address.
    #[schema(value_type = String)]
    pub address: AddressId,
    /// `known`, `pending`, `removed`.
    #[schema(value_type = String, example = "pending")]
    pub state: AddressState,
    /// How somebody knows, in words.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Node {
    /// Writes down a place, an account, a device or an address.
    ///
    /// # Errors
    /// [`Error::Refused`] for what is none of the kind that was said: a digit of an IMEI that does not check, a mail address
    /// without a domain; [`Error::NotFound`] for a case that the caller may not see.
    pub async fn open_thing(&self, who: &Principal, ask: OpenThingAsk) -> Result<ThingView, Error> {
        self.permitted(who, Action::OpenThing, async {
            let caller = who.caller(Action::OpenThing)?;
            let (owner, said) = (caller.actor.unit, self.said(caller, None));
            let account = |written: Protected, key| -> Result<Account, Error> {
                let key = Result::map_err(key, Error::refused)?;
                Ok(Account { id: new_id(AccountId::new)?, owner, written, key, said: said.clone() })
            };
            let into = &ask.into;
            match ask.what {
                OpenThing::Place { kind, words, country, position } => {
                    let located = position.map(Located::try_from).transpose().map_err(Error::refused)?;
                    let id = new_id(PlaceId::new)?;
                    let place = Place { id, owner, kind, words, country, located, said: said.clone() };
                    self.add_thing(who, caller, place, into, ThingIs::Place).await
                }
                OpenThing::Handle { named } => {
                    let key = named.handle_key();
                    self.add_thing(who, caller, account(named.written, key)?, into, ThingIs::Account).await
                }
                OpenThing::ServiceNumber { named } => {
                    let key = named.number_key();
                    self.add_thing(who, caller, account(named.written, key)?, into, ThingIs::Account).await
                }
                OpenThing::Mail { written } => {
                    let key = mail_key(written.reveal());
                    self.add_thing(who, caller, account(written, key)?, into, ThingIs::Account).await
                }
                OpenThing::Phone { written } => {
                    let key = phone_key(written.reveal(), None);
                    self.add_thing(who, caller, account(written, key)?, into, ThingIs::Account).await
                }
                OpenThing::Device { kind, model, imei, serial, mac } => {
                    let imei = imei.iter().map(|written| imei_key(written.reveal()));
                    let serial = serial.iter().map(|written| serial_key(written.reveal()));
                    let mac = mac.iter().map(|written| mac_key(written.reveal()));
                    let keys = imei.chain(serial).chain(mac).collect::<Result<Vec<_>, _>>().map_err(Error::refused)?;
                    let device = Device { id: new_id(DeviceId::new)?, owner, kind, model, keys, said: said.clone() };
                    self.add_thing(who, caller, device, into, ThingIs::Device).await
                }
                OpenThing::Address { written } => {
                    let id = new_id(AddressId::new)?;
                    let address = Address::open(id, owner, written, said.clone()).map_err(Error::refused)?;
                    self.add_thing(who, caller, address, into, ThingIs::Address).await
                }
            }
        })
        .await
    }

    /// A place, an account, a device or an address.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for an id of another noun.
    pub async fn show_thing(&self, who: &Principal, id: RecordId) -> Result<ThingView, Error> {
        let action = Action::ShowThing;
        match id {
            RecordId::Place(id) => self.read(who, action, id, view(ThingIs::Place)).await,
            RecordId::Account(id) => self.read(who, action, id, view(ThingIs::Account)).await,
            RecordId::Device(id) => self.read(who, action, id, view(ThingIs::Device)).await,
            RecordId::Address(id) => self.read(who, action, id, view(ThingIs::Address)).await,
            id => Err(crate::casebook::no_such(id)),
        }
    }

    /// Addresses that the caller needs to know of; in one state, when one is given.
    ///
    /// # Errors
    /// [`Error::NotACursor`].
    pub async fn list_addresses(&self, who: &Principal, ask: ListAsk) -> Result<Listed<ThingView>, Error> {
        self.page::<Address, _>(who, Action::ShowThing, &ask, view(ThingIs::Address)).await
    }

    /// Places that the caller needs to know of.
    ///
    /// # Errors
    /// [`Error::NotACursor`].
    pub async fn list_places(&self, who: &Principal, ask: ListAsk) -> Result<Listed<ThingView>, Error> {
        self.page::<Place, _>(who, Action::ShowThing, &ask, view(ThingIs::Place)).await
    }

    /// Accounts that the caller needs to know of.
    ///
    /// # Errors
    /// [`Error::NotACursor`].
    pub async fn list_accounts(&self, who: &Principal, ask: ListAsk) -> Result<Listed<ThingView>, Error> {
        self.page::<Account, _>(who, Action::ShowThing, &ask, view(ThingIs::Account)).await
    }

    /// Devices that the caller needs to know of.
    ///
    /// # Errors
    /// [`Error::NotACursor`].
    pub async fn list_devices(&self, who: &Principal, ask: ListAsk) -> Result<Listed<ThingView>, Error> {
        self.page::<Device, _>(who, Action::ShowThing, &ask, view(ThingIs::Device)).await
    }

    /// Says what became of an address.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] for a state that does not follow.
    pub async fn set_address_state(&self, who: &Principal, ask: SetAddressState) -> Result<ThingView, Error> {
        let decide = |address: &Address, caller: &Caller| {
            address.set_state(ask.state, self.said(caller, ask.reason.as_deref())).map_err(Error::refused)
        };
        self.change(who, Action::SetAddressState, ask.address, decide, view(ThingIs::Address)).await
    }

    async fn add_thing<R: Record + Clone>(
        &self,
        who: &Principal,
        caller: &Caller,
        record: R,
        into: &Placement,
        is: fn(R) -> ThingIs,
    ) -> Result<ThingView, Error> {
        let mut tx = self.store.begin().await?;
        let held = self.add(&mut tx, caller, record, into).await?;
        let id: RecordId = held.record.id().into();
        tx.commit(self.entry(who, Action::OpenThing.verb()).about("record", id.to_string())).await?;
        Ok(view(is)(&held, caller))
    }
}

/// How a held record becomes a thing that is read.
pub(crate) fn view<R: Record + Clone>(is: fn(R) -> ThingIs) -> impl Fn(&Held<R>, &Caller) -> ThingView {
    move |held, caller| ThingView {
        id: held.record.id().into(),
        what: is(held.record.clone()),
        access: AccessView::of(&held.access, caller),
    }
}
