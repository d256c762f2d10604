//! Who works here: people, their roles, units. A change that two must agree to says so, and asks the second person from here.

mod access;
mod health;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use casework::country::Country;
use casework::protected::Protected;
use casework::role::Role;
use casework::set_up::SetUpStep;
use node::principal::Action;
use node::unit::{AddUnit, UnitView};
use node::user::{AddUser, NamedUser, ResetUser, SetUserRoles, UserGiven, UserView};

use self::access::{Access, TypedToken};
use super::form::Fields;
use super::frame::Frame;
use super::frontdoor::to;
use super::plain::{Shown, page};
use super::renew::show_secrets_of;
use super::room::Room;
use super::sentence::Sentence;
use super::set_up::{SetUpLine, set_up_lines};
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;
use crate::speak::sentences_of;

const PATH: &str = "/administration";

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route(PATH, get(show))
        .route("/administration/people", post(add_user))
        .route("/administration/units", post(add_unit))
        .route("/administration/people/{user}", get(show_person))
        .route("/administration/people/{user}/roles", post(set_roles))
        .route("/administration/people/{user}/disable", post(disable))
        .route("/administration/people/{user}/reset", post(reset))
        .merge(access::routes())
        .merge(health::routes())
}

#[derive(Template)]
#[template(path = "administration.html")]
struct AdministrationPage {
    frame: Frame,
    people: Vec<PersonLine>,
    units: Vec<UnitView>,
    second_administrator_wanted: bool,
    may_add: bool,
    may_see_health: bool,
    set_up: Vec<SetUpLine>,
    roles: Vec<RoleBox>,
    typed: Typed,
    trouble: Option<Trouble>,
}

#[derive(Default)]
struct Typed {
    login: String,
    name: String,
}

struct PersonLine {
    user: UserView,
    roles: String,
    unit: String,
    is_active: bool,
}

struct RoleBox {
    code: &'static str,
    is_ticked: bool,
}

/// What was not done, and, where a second person can help, what they would be asked.
struct Trouble {
    said: Sentence,
    ask: Option<AskAgain>,
}

/// The fields of an ask that stands ready.
struct AskAgain {
    verb: &'static str,
    subject: String,
    details: Vec<(&'static str, String)>,
}

async fn show(State(served): State<Served>, visitor: Visitor) -> Shown {
    everything(&served, &visitor, Typed::default(), &[], None).await
}

async fn everything(
    served: &Served,
    visitor: &Visitor,
    typed: Typed,
    ticked: &[Role],
    trouble: Option<Trouble>,
) -> Shown {
    let users = served.node.users(&visitor.who).await?;
    let units = served.node.units(&visitor.who).await?.units;
    let steps = served.node.still_to_set_up(&visitor.who).await?;
    let mut set_up = set_up_lines(served, visitor, &steps);
    // That there is one administrator too few stands here in its own words.
    set_up.retain(|line| line.code != SetUpStep::SecondAdministrator.code());
    let frame = visitor.frame(Room::Administration, "room-administration");
    let line = |user: UserView| PersonLine {
        roles: roles_in_words(&frame, &user),
        unit: units.iter().find(|unit| unit.id == user.unit).map_or(String::new(), |unit| unit.name.clone()),
        is_active: user.state == casework::user::UserState::Active,
        user,
    };
    let people = users.users.into_iter().map(line).collect();
    page(&AdministrationPage {
        people,
        second_administrator_wanted: users.second_administrator_wanted,
        may_add: served.node.may(&visitor.who, Action::AddUser),
        may_see_health: served.node.may(&visitor.who, Action::Doctor),
        roles: boxes(ticked),
        set_up,
        units,
        typed,
        trouble,
        frame,
    })
}

fn roles_in_words(frame: &Frame, user: &UserView) -> String {
    let mark = frame.say_plain("list-separator");
    let said: Vec<String> = user.roles.iter().map(|role| frame.say_plain(&format!("role-{}", role.code()))).collect();
    said.join(&mark)
}

fn boxes(ticked: &[Role]) -> Vec<RoleBox> {
    let all = Role::ALL.iter();
    all.map(|role| RoleBox { code: role.code(), is_ticked: ticked.contains(role) }).collect()
}

fn roles_of(fields: &Fields) -> Vec<Role> {
    let asked = fields.all("role");
    Role::ALL.iter().copied().filter(|role| asked.contains(&role.code())).collect()
}

fn roles_in_one(roles: &[Role]) -> String {
    roles.iter().map(|role| role.code()).collect::<Vec<_>>().join(",")
}

/// What a refusal becomes: its sentence, and the ask where a second person is what is missing.
fn refused(frame: &Frame, problem: Problem, ask: impl FnOnce() -> AskAgain) -> Result<Trouble, Problem> {
    if problem.status != StatusCode::CONFLICT {
        return Err(problem);
    }
    let said = Sentence::of(&sentences_of(&problem, frame.words()).1);
    let is_for_two = problem.code == "second-person-staff-needed";
    Ok(Trouble { said, ask: is_for_two.then(ask) })
}

async fn add_user(State(served): State<Served>, visitor: Visitor, fields: Fields) -> Shown {
    let typed = Typed { login: fields.one("login").to_owned(), name: fields.one("name").to_owned() };
    let (unit, roles) = (fields.one("unit").to_owned(), roles_of(&fields));
    let ask = AddUser {
        login: typed.login.clone(),
        name: Protected::new(typed.name.as_str()),
        unit: unit.clone(),
        roles: roles.iter().copied().collect(),
        language: None,
        password: None,
    };
    match served.node.add_user(&visitor.who, ask).await {
        Ok(given) => given_to(&visitor, given),
        Err(error) => {
            let problem = Problem::from(error);
            let status = problem.status;
            let again = || AskAgain {
                verb: Action::AddUser.verb(),
                subject: unit,
                details: vec![("login", typed.login.to_ascii_lowercase()), ("roles", roles_in_one(&roles))],
            };
            let trouble = refused(&visitor.frame_apart("room-administration"), problem, again)?;
            Ok((status, everything(&served, &visitor, typed, &roles, Some(trouble)).await?).into_response())
        }
    }
}

async fn add_unit(State(served): State<Served>, visitor: Visitor, fields: Fields) -> Shown {
    let frame = visitor.frame_apart("room-administration");
    let trouble = match fields.one("country").trim().to_ascii_uppercase().parse::<Country>() {
        Err(_) => Trouble { said: frame.say("start-not-a-country"), ask: None },
        Ok(country) => {
            let contact = Some(fields.one("contact").trim().to_owned()).filter(|contact| !contact.is_empty());
            let victim_prefix = fields.one("victim_prefix").trim().to_ascii_uppercase();
            let ask = AddUnit { name: fields.one("unit").to_owned(), country, victim_prefix, contact };
            match served.node.add_unit(&visitor.who, ask).await {
                Ok(_) => return Ok(to("/administration?done=unit-opened")),
                Err(error) => {
                    let problem = Problem::from(error);
                    if problem.status != StatusCode::CONFLICT {
                        return Err(problem);
                    }
                    Trouble { said: Sentence::of(&sentences_of(&problem, frame.words()).1), ask: None }
                }
            }
        }
    };
    let shown = everything(&served, &visitor, Typed::default(), &[], Some(trouble)).await?;
    Ok((StatusCode::CONFLICT, shown).into_response())
}

/// What a new user signs in with, this once, to be handed over in person; or back to the list for a machine.
fn given_to(visitor: &Visitor, given: UserGiven) -> Shown {
    match &given.secrets {
        Some(secrets) => {
            let name = given.user.name.reveal();
            show_secrets_of(visitor.frame(Room::Administration, "page-secrets-of"), name, secrets, PATH)
        }
        None => Ok(to("/administration?done=user-added")),
    }
}

#[derive(Template)]
#[template(path = "administration_person.html")]
struct PersonPage {
    frame: Frame,
    user: UserView,
    is_active: bool,
    roles: Vec<RoleBox>,
    may_change: bool,
    access: Access,
    trouble: Option<Trouble>,
}

async fn show_person(State(served): State<Served>, visitor: Visitor, Path(user): Path<String>) -> Shown {
    person(&served, &visitor, user, None, TypedToken::default()).await
}

async fn person(
    served: &Served,
    visitor: &Visitor,
    user: String,
    trouble: Option<Trouble>,
    typed: TypedToken,
) -> Shown {
    let user = served.node.show_user(&visitor.who, NamedUser { user }).await?;
    let mut frame = visitor.frame(Room::Administration, "room-administration");
    frame.title = user.name.reveal().to_owned();
    let roles = boxes(&user.roles.iter().copied().collect::<Vec<_>>());
    let access = Access::of(served, visitor, &frame, &user, typed).await?;
    page(&PersonPage {
        access,
        is_active: user.state == casework::user::UserState::Active,
        may_change: served.node.may(&visitor.who, Action::SetUserRoles),
        roles,
        user,
        frame,
        trouble,
    })
}

/// What was done, or the person's page with what was refused.
async fn done_or_refused(
    served: &Served,
    visitor: &Visitor,
    user: String,
    outcome: Result<UserGiven, node::Error>,
    ask: AskAgain,
    done: &'static str,
) -> Result<Response, Problem> {
    match outcome {
        Ok(given) if given.secrets.is_some() => given_to(visitor, given),
        Ok(_) => Ok(to(&format!("/administration/people/{user}?done={done}"))),
        Err(error) => {
            let problem = Problem::from(error);
            let status = problem.status;
            let trouble = refused(&visitor.frame_apart("room-administration"), problem, || ask)?;
            let shown = person(served, visitor, user, Some(trouble), TypedToken::default()).await?;
            Ok((status, shown).into_response())
        }
    }
}

async fn set_roles(State(served): State<Served>, visitor: Visitor, Path(user): Path<String>, fields: Fields) -> Shown {
    let roles = roles_of(&fields);
    let ask = SetUserRoles { user: user.clone(), roles: roles.iter().copied().collect() };
    let outcome = served.node.set_user_roles(&visitor.who, ask).await;
    let details = vec![("roles", roles_in_one(&roles))];
    let again = AskAgain { verb: Action::SetUserRoles.verb(), subject: user.clone(), details };
    done_or_refused(&served, &visitor, user, outcome, again, "roles-set").await
}

async fn disable(State(served): State<Served>, visitor: Visitor, Path(user): Path<String>) -> Shown {
    let outcome = served.node.disable_user(&visitor.who, NamedUser { user: user.clone() }).await;
    let again = AskAgain { verb: Action::DisableUser.verb(), subject: user.clone(), details: Vec::new() };
    done_or_refused(&served, &visitor, user, outcome, again, "user-disabled").await
}

async fn reset(State(served): State<Served>, visitor: Visitor, Path(user): Path<String>) -> Shown {
    let outcome = served.node.reset_user(&visitor.who, ResetUser { user: user.clone(), password: None }).await;
    let again = AskAgain { verb: Action::ResetUser.verb(), subject: user.clone(), details: Vec::new() };
    done_or_refused(&served, &visitor, user, outcome, again, "user-reset").await
}
