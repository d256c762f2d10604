//! A node with a unit, people and lists, and calls to it. Claims nothing itself.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use casework::file::{File, Inode, Look, MediaKind, Occurrence, Place, Times};
use casework::role::Role;
use formats::list_spec::ListSpec;
use http_body_util::BodyExt as _;
use node::clock::Clock;
use node::folder::NodeFolder;
use node::principal::Action;
use node::token::AddToken;
use node::unit::AddUnit;
use node::user::{AddUser, SetUserRoles};
use node::{Node, Principal};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use web::Settings;
use web::rates::Rates;

/// 2026-11-22, noon UTC.
pub(crate) const NOON_US: i64 = 1_795_348_800_000_000;

/// A hash on the list *Sample*, and one near it.
pub(crate) const LISTED_MD5: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const LISTED_PDQ: &str = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";

pub(crate) struct World {
    pub(crate) node: Arc<Node>,
    pub(crate) clock: Clock,
    pub(crate) app: Router,
    /// Tokens of a matcher, and of somebody who is everything else.
    pub(crate) matcher: String,
    pub(crate) everybody: String,
    /// What a token of somebody who is everything but a matcher can be made for.
    scope: Vec<String>,
    folder: tempfile::TempDir,
}

pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
    pub(crate) text: String,
}

pub(crate) async fn world() -> World {
    world_with(Settings::default()).await
}

pub(crate) async fn world_with(settings: Settings) -> World {
    made_of(settings, &[], None).await
}

/// One that browsers reach under this address.
pub(crate) async fn world_reached_at(origin: &str) -> World {
    made_of(Settings::default(), &[], Some(origin)).await
}

/// One whose node takes lists and exhibits from this folder.
pub(crate) async fn world_taking_from(intake: &Path) -> World {
    let many = std::num::NonZeroU32::new(100_000).unwrap();
    let rates = Rates { person: many, matcher: many, stranger: many };
    let world = made_of(Settings { rates, ..Settings::default() }, &[intake.to_owned()], None).await;
    // Thousands of calls: each would sign the ledger.
    let node = Arc::clone(&world.node);
    tokio::spawn(async move { node.publish_in_background(std::future::pending()).await });
    world
}

/// One at which nobody works yet.
pub(crate) async fn empty_world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::by_hand(NOON_US);
    let node = Arc::new(opened(folder.path(), &clock, None).await);
    let app = web::router(Arc::clone(&node), Settings::default());
    World { node, clock, app, matcher: String::new(), everybody: String::new(), scope: Vec::new(), folder }
}

async fn made_of(settings: Settings, intake: &[PathBuf], origin: Option<&str>) -> World {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::by_hand(NOON_US);
    let node = opened(folder.path(), &clock, origin).await;
    let node = Arc::new(node.taking_from(intake).unwrap());
    let terminal = Principal::of_this_process();
    let unit = AddUnit {
        name: "Unit One".into(),
        country: serde_json::from_value(json!("JO")).unwrap(),
        victim_prefix: "JO-1".into(),
        contact: None,
    };
    node.add_unit(&terminal, unit).await.unwrap();
    // A verb for each token would sign the ledger each time.
    let (made, are_made) = tokio::sync::oneshot::channel::<()>();
    let publishing = tokio::spawn({
        let node = Arc::clone(&node);
        async move { node.publish_in_background(async { drop(are_made.await) }).await }
    });
    let (matcher, _) = token(&node, "matcher", BTreeSet::from([Role::Matcher])).await;
    let (everybody, scope) = token(&node, "everybody", every_role()).await;
    import(
        &node,
        &folder.path().join("sample.csv"),
        "Sample",
        &format!("id,md5,pdq,category\nS-1,{LISTED_MD5},{LISTED_PDQ},1\n"),
    )
    .await;
    drop(made);
    publishing.await.unwrap();
    let app = web::router(Arc::clone(&node), settings);
    World { node, clock, app, matcher, everybody, scope, folder }
}

#[cfg(feature = "oidc")]
impl World {
    /// The same after the server was stopped and started again, with this provider.
    pub(crate) async fn restarted_asking(self, origin: &str, provider: node::provider::ProviderSettings) -> World {
        self.restarted(Some(origin)).await.asking(provider)
    }

    fn asking(self, provider: node::provider::ProviderSettings) -> World {
        let World { node, clock, app, matcher, everybody, scope, folder } = self;
        drop(app);
        let node = Arc::into_inner(node).unwrap().asking_provider(&provider).unwrap();
        let node = Arc::new(node);
        let app = web::router(Arc::clone(&node), Settings::default());
        World { node, clock, app, matcher, everybody, scope, folder }
    }

    /// The node's folder.
    pub(crate) fn folder(&self) -> &Path {
        self.node.folder().path()
    }
}

/// One that browsers reach under this address, and that asks this provider who people are.
#[cfg(feature = "oidc")]
pub(crate) async fn world_asking(origin: &str, provider: node::provider::ProviderSettings) -> World {
    world_reached_at(origin).await.asking(provider)
}

async fn opened(folder: &Path, clock: &Clock, origin: Option<&str>) -> Node {
    let folder = NodeFolder::open_at(&folder.join("node")).unwrap();
    // A program that decodes nothing: most tests open no picture.
    let node = Node::open(folder, clock.clone(), "/bin/true".into()).await.unwrap();
    match origin {
        Some(origin) => node.reached_at(origin).unwrap(),
        None => node,
    }
}

/// Takes a list in that is called so.
pub(crate) async fn import(node: &Node, path: &Path, name: &str, text: &str) {
    std::fs::write(path, text).unwrap();
    let spec = OsString::from(format!("{},name={name},owner=An owner,scheme=sample", path.display()));
    let spec = ListSpec::read(&spec).unwrap_or_else(|_| panic!("{spec:?} names a list"));
    node.import_list(&Principal::of_this_process(), &spec).await.unwrap();
}

/// What one person can be at once: a matcher is a machine.
fn every_role() -> BTreeSet<Role> {
    Role::ALL.iter().copied().filter(|role| *role != Role::Matcher).collect()
}

/// A user of these roles and a token of theirs, and for which verbs it is.
async fn token(node: &Node, login: &str, roles: BTreeSet<Role>) -> (String, Vec<String>) {
    let terminal = Principal::of_this_process();
    let name = serde_json::from_value(json!("Somebody")).unwrap();
    let user = AddUser { login: login.into(), name, unit: "Unit One".into(), roles, language: None, password: None };
    node.add_user(&terminal, user).await.unwrap();
    let ask = |scope: Vec<String>| AddToken { user: login.into(), name: "test".into(), scope, days: 30 };
    let mut scope = Vec::new();
    for action in Action::ALL {
        let verb = action.verb().to_owned();
        // A token may no more than its user: what it may is found by asking.
        if node.add_token(&terminal, ask(vec![verb.clone()])).await.is_ok() {
            scope.push(verb);
        }
    }
    let given = node.add_token(&terminal, ask(scope.clone())).await.unwrap();
    (given.secret.reveal().to_owned(), scope)
}

impl World {
    /// The same whose node holds an exhibit of these pictures, by name and look: no worker opens any. What is called `….mp4` is a
    /// video instead, without a look.
    pub(crate) async fn holding(self, exhibit: &str, pictures: &[(&str, [u8; 32])]) -> World {
        let files = pictures.iter().map(|(name, hash)| {
            let digests = fingerprint::Digests::of(name.as_bytes());
            let pdq = fingerprint::PdqHash { hash: fingerprint::Pdq(*hash), quality: 90 };
            let look = Look { pdq, turns: Vec::new(), version: "pdq-1".into(), decoder: "drawn".into() };
            let file = match name.ends_with(".mp4") {
                true => File::of_type(digests, 2_345, "video/mp4", MediaKind::Video),
                false => File { look: Some(look), ..File::of_type(digests, 2_345, "image/png", MediaKind::Picture) },
            };
            (Place::on_disk(*name), file)
        });
        let facts = json!({ "id": exhibit, "kind": "folder", "root": "/media/x", "custody": { "number": "EX-1" },
                            "manifest": null, "changed_meanwhile": false });
        let files = files.collect();
        self.remembering(&facts, files, &[], async |folder, clock| opened(folder, clock, None).await).await
    }

    /// The same whose node shows previews: it takes exhibits from this folder, has a worker, and holds this exhibit. Of its files
    /// a list knows these.
    pub(crate) async fn showing(
        self,
        intake: &Path,
        exhibit: &Value,
        files: Vec<(Place, File)>,
        known: &[String],
    ) -> World {
        let open = async |folder: &Path, clock: &Clock| {
            let folder = NodeFolder::open_at(&folder.join("node")).unwrap();
            let worker = env!("CARGO_BIN_EXE_web-test-worker");
            let node = Node::open(folder, clock.clone(), worker.into()).await.unwrap();
            node.taking_from(&[intake.to_owned()]).unwrap()
        };
        self.remembering(exhibit, files, known, open).await
    }

    async fn remembering(
        self,
        exhibit: &Value,
        files: Vec<(Place, File)>,
        known: &[String],
        open: impl AsyncFnOnce(&Path, &Clock) -> Node,
    ) -> World {
        let World { node, clock, app, matcher, everybody, scope, folder } = self;
        let path = node.folder().database();
        drop(app);
        drop(node);
        let store = store::Store::open(&path).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        let facts = exhibit.clone();
        let exhibit = exhibit["id"].as_str().unwrap();
        tx.put_exhibit(&serde_json::from_value(facts).unwrap()).await.unwrap();
        let (exhibits, settings) = (vec![exhibit.to_owned()], json!({}));
        let opening = store::RunOpening { exhibits, lists: Vec::new(), settings, at_us: clock.now_us() };
        let run = tx.open_run(&opening).await.unwrap();
        let mut places = Vec::new();
        for (place, file) in files {
            places.push(Occurrence {
                place,
                size: file.size,
                times: Times::default(),
                inode: Inode::default(),
                link_target: None,
                file: Some(tx.put_file(&file, "pdq-1").await.unwrap()),
                marks: BTreeSet::new(),
                problem: None,
            });
        }
        tx.put_occurrences(exhibit, run, &places).await.unwrap();
        let list = store.list_versions().await.unwrap().remove(0).version.id;
        let claim = json!({ "list": list, "row": 1, "kind": "md5", "distance": 0, "part": "whole" });
        let claims = known.iter().map(|file| (file.parse().unwrap(), serde_json::from_value(claim.clone()).unwrap()));
        tx.add_matches(exhibit, &claims.collect::<Vec<_>>()).await.unwrap();
        tx.commit(store::LedgerEntry::new("test", "test", clock.now_us())).await.unwrap();
        drop(store);
        let node = Arc::new(open(folder.path(), &clock).await);
        let app = web::router(Arc::clone(&node), Settings::default());
        World { node, clock, app, matcher, everybody, scope, folder }
    }

    /// The same, of which somebody may ask this often.
    pub(crate) fn asked_at(self, rates: Rates) -> World {
        let app = web::router(Arc::clone(&self.node), Settings { rates, ..Settings::default() });
        World { app, ..self }
    }

    /// The same after the server was stopped and started again; it is reached under this address from now on.
    pub(crate) async fn restarted(self, origin: Option<&str>) -> World {
        let World { node, clock, app, matcher, everybody, scope, folder } = self;
        drop(app);
        drop(node);
        let node = Arc::new(opened(folder.path(), &clock, origin).await);
        let app = web::router(Arc::clone(&node), Settings::default());
        World { node, clock, app, matcher, everybody, scope, folder }
    }

    /// A token of somebody of a unit who is this and nothing else. The token is for every verb there is, so that nothing but
    /// the role is in the way of a call.
    pub(crate) async fn token_of(&self, role: Role, unit: &str) -> String {
        let (login, token) = self.newcomer(role, unit).await;
        self.make_nothing_but(role, login).await;
        token
    }

    /// Such tokens of everybody in these units: one for each role, by unit. They are made before anything is asked, and all
    /// people come before the first is nothing but a supervisor: from then on two say who works here.
    pub(crate) async fn token_of_each_role<'u>(&self, units: &[&'u str]) -> Vec<(&'u str, Role, String)> {
        let (mut tokens, mut people) = (Vec::new(), Vec::new());
        for unit in units {
            for role in Role::ALL.iter().copied() {
                let (login, token) = self.newcomer(role, unit).await;
                people.push((role, login));
                tokens.push((*unit, role, token));
            }
        }
        people.sort_by_key(|(role, _)| *role == Role::Supervisor);
        for (role, login) in people {
            self.make_nothing_but(role, login).await;
        }
        tokens
    }

    /// Somebody who can be given a token for every verb: their login name and the token.
    async fn newcomer(&self, role: Role, unit: &str) -> (String, String) {
        let (node, terminal) = (&self.node, Principal::of_this_process());
        let login = format!("{}.{}", &role.code()[..4], unit.to_lowercase().replace(' ', "."));
        let name = serde_json::from_value(json!(format!("Canary Colleague {login}"))).unwrap();
        let is_machine = role == Role::Matcher;
        let roles = if is_machine { BTreeSet::from([role]) } else { every_role() };
        let user = AddUser { login: login.clone(), name, unit: unit.into(), roles, language: None, password: None };
        node.add_user(&terminal, user).await.unwrap();
        let scope = if is_machine { vec!["match-query".to_owned()] } else { self.scope.clone() };
        let ask = AddToken { user: login.clone(), name: "test".into(), scope, days: 30 };
        let given = node.add_token(&terminal, ask).await.unwrap();
        (login, given.secret.reveal().to_owned())
    }

    async fn make_nothing_but(&self, role: Role, user: String) {
        if role != Role::Matcher {
            let roles = BTreeSet::from([role]);
            self.node.set_user_roles(&Principal::of_this_process(), SetUserRoles { user, roles }).await.unwrap();
        }
    }

    /// Another unit.
    pub(crate) async fn add_unit(&self, name: &str, victim_prefix: &str) {
        let country = serde_json::from_value(json!("JO")).unwrap();
        let unit = AddUnit { name: name.into(), country, victim_prefix: victim_prefix.into(), contact: None };
        self.node.add_unit(&Principal::of_this_process(), unit).await.unwrap();
    }

    /// A call with a token, and further headers.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        token: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Answered {
        let mut request = Request::builder().method(method).uri(path);
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if body.is_some() && !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.unwrap_or_default().to_owned())).unwrap();
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answered { status, headers, body, text }
    }

    pub(crate) async fn get(&self, path: &str) -> Answered {
        self.call(Method::GET, path, &self.everybody, &[], None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answered {
        self.call(Method::POST, path, &self.everybody, &[], Some(&body.to_string())).await
    }
}

impl Answered {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The problem's code, once it is sure that it is a problem as all are.
    pub(crate) fn problem(&self) -> &str {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.body);
        assert_eq!(self.body["status"], self.status.as_u16());
        assert_eq!(self.body["type"], format!("/problems/{}", self.body["code"].as_str().unwrap()));
        for told in ["title", "detail"] {
            let text = self.body[told].as_str().unwrap();
            assert!(!text.is_empty() && !text.contains('‹'), "{text}");
        }
        assert_eq!(self.body["request"], self.header("x-request-id"));
        self.body["code"].as_str().unwrap()
    }
}

/// The login name of whoever a session's cookie stands for; none when it is over.
pub(crate) async fn of_session(world: &World, signed_in: &Answered) -> Option<String> {
    let cookie = signed_in.header("set-cookie").split(';').next().unwrap().to_owned();
    let me = world.call(Method::GET, "/api/v1/me", "", &[("cookie", &cookie)], None).await;
    me.body["login"].as_str().map(str::to_owned)
}

/// That a sign-in was refused, and began no session.
pub(crate) fn is_refused(answered: &Answered) {
    assert_eq!((answered.status, answered.problem()), (StatusCode::UNAUTHORIZED, "sign-in"), "{}", answered.body);
    assert_eq!(answered.header("set-cookie"), "");
}
