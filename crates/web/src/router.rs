//! Every route, the layers around them, and the document that describes them: a route is registered and described in one
//! call, so that neither is without the other.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::{Json, Router};
use node::Node;
use tokio::sync::Semaphore;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use words::Vocabulary;
use words::glossary::Glossary;

use crate::caller::{SESSION_COOKIE, admit};
use crate::idempotency::{InUse, once};
use crate::in_task::in_task;
use crate::problem::Problem;
use crate::rates::{Counted, Rates};
use crate::speak::{CallNumber, speak};
use crate::{api, pages, problem};

/// Where the API begins.
pub const BASE: &str = "/api/v1";

/// Who may watch jobs at once; each holds a connection.
const WATCHING_MAX: usize = 256;

/// So many grey pictures go for one call: in one burst somebody may have three pages of the sorting table.
const GREYS_EACH: std::num::NonZeroU32 = std::num::NonZeroU32::new(4).expect("a number above nought");

/// How pages and API are served.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The words of the unit, as its pages say them.
    pub glossary: Arc<Glossary>,
    /// Only whether hashes are known may be asked: what a service needs, and nothing else.
    pub only_match: bool,
    /// Whether that may be asked by GET too: hashes then stand in addresses, which others keep in logs.
    pub match_by_get: bool,
    /// How the map draws borders that somebody disputes.
    pub disputed_borders: DisputedBorders,
    /// Whether the server speaks TLS itself.
    pub is_tls: bool,
    /// How often somebody may ask.
    pub rates: Rates,
    /// The longest body.
    pub body_bytes_max: usize,
    /// The longest body of bytes: a list, a file to look for, a report to verify.
    pub upload_bytes_max: u64,
    /// How long a call that brings bytes, or takes many, may go on.
    pub transfer_within: Duration,
    /// How often who watches a job hears that the line is alive.
    pub beat_every: Duration,
    /// The longest file that is asked about.
    pub file_bytes_max: u64,
    /// Files that come with calls and are examined at once, each by a worker of its own; more are told to come back.
    pub n_files_max: NonZeroUsize,
    /// How long a client waits before it is told to come back. What it asked for goes on.
    pub answer_within: Duration,
    /// Calls under way at once; more are told to come back.
    pub n_calls_max: NonZeroUsize,
}

/// How the map draws borders that somebody disputes. It endorses none of them, either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisputedBorders {
    /// As dashed lines.
    Dashed,
    /// Not at all.
    Hidden,
}

impl DisputedBorders {
    /// Both.
    pub const ALL: [DisputedBorders; 2] = [DisputedBorders::Dashed, DisputedBorders::Hidden];

    /// `dashed`, `hidden`.
    pub fn code(self) -> &'static str {
        match self {
            DisputedBorders::Dashed => "dashed",
            DisputedBorders::Hidden => "hidden",
        }
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            glossary: Arc::new(Glossary::shipped().clone()),
            only_match: false,
            match_by_get: false,
            disputed_borders: DisputedBorders::Dashed,
            is_tls: false,
            rates: Rates::default(),
            // A thousand things with four hashes each are a third of it.
            body_bytes_max: 1 << 20,
            upload_bytes_max: 2 << 30,
            transfer_within: Duration::from_secs(15 * 60),
            beat_every: Duration::from_secs(10),
            file_bytes_max: 64 << 20,
            // One a core: each keeps one busy.
            n_files_max: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
            answer_within: Duration::from_secs(30),
            n_calls_max: NonZeroUsize::new(256).expect("a number above nought"),
        }
    }
}

/// What every route has at hand.
#[derive(Clone)]
pub(crate) struct Served(Arc<ServedParts>);

pub(crate) struct ServedParts {
    pub(crate) node: Arc<Node>,
    pub(crate) settings: Settings,
    /// The messages of all languages, with the unit's words in them.
    pub(crate) vocabulary: Vocabulary,
    /// When the server started, in microseconds since 1970: with a number it names a call.
    pub(crate) started: i64,
    pub(crate) calls: CallNumber,
    pub(crate) in_flight: Arc<Semaphore>,
    /// Who watches jobs.
    pub(crate) watching: Arc<Semaphore>,
    /// Files that came with calls and are being examined.
    pub(crate) examining: Arc<Semaphore>,
    pub(crate) persons: Counted<String>,
    /// Persons again, for the small grey pictures that a page of theirs asks for.
    pub(crate) greys: Counted<String>,
    pub(crate) services: Counted<String>,
    pub(crate) strangers: Counted<std::net::IpAddr>,
    pub(crate) keys_in_use: InUse,
}

impl std::ops::Deref for Served {
    type Target = ServedParts;

    fn deref(&self) -> &ServedParts {
        &self.0
    }
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Sanad",
        description = "What a unit's node can be asked by programs. Every call is a verb: it is permitted by the node's \
                       policies and leaves an entry in its ledger. Problems are RFC 9457 problem details in the language \
                       of `Accept-Language` (ar, en, es, fr); programs branch on `code`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    components(schemas(problem::ProblemDetails)),
    security(("token" = []), ("session" = [])),
)]
struct Document;

/// The routes that need somebody known, by subject.
fn private_routes(only_match: bool, match_by_get: bool) -> OpenApiRouter<Served> {
    let mut routes = OpenApiRouter::new().merge(api::matching::routes());
    if match_by_get {
        routes = routes.merge(api::matching::routes_by_get());
    }
    if only_match {
        return routes;
    }
    routes
        .merge(api::list::routes())
        .merge(api::job::routes())
        .merge(api::looking::routes())
        .merge(api::exhibit::routes())
        .merge(api::series::routes())
        .merge(api::victim::routes())
        .merge(api::person::routes())
        .merge(api::thing::routes())
        .merge(api::clue::routes())
        .merge(api::link::routes())
        .merge(api::case_file::routes())
        .merge(api::lead::routes())
        .merge(api::operation::routes())
        .merge(api::ledger::routes())
        .merge(api::deadline::routes())
        .merge(api::report_in::routes())
        .merge(api::exposure::routes())
        .merge(api::handling::routes())
        .merge(api::holding::routes())
        .merge(api::keeping::routes())
        .merge(api::backup::routes())
        .merge(api::search::routes())
        .merge(api::grading::routes())
        .merge(api::mapping::routes())
        .merge(api::match_decision::routes())
        .merge(api::match_stop::routes())
        .merge(api::news::routes())
        .merge(api::break_glass::routes())
        .merge(api::second_person::routes())
        .merge(api::people::routes())
        .merge(api::node::routes())
}

fn described(routes: OpenApiRouter<Served>) -> OpenApiRouter<Served> {
    OpenApiRouter::with_openapi(Document::openapi()).nest(BASE, routes)
}

/// The routes that anybody may ask.
fn public_routes(only_match: bool) -> OpenApiRouter<Served> {
    let routes = api::public::routes();
    if only_match { routes } else { routes.merge(api::signing_in::routes()) }
}

/// The document of everything that can be served, as `GET /api/v1/openapi.json` gives it.
pub fn document() -> OpenApi {
    let mut all = described(private_routes(false, true).merge(public_routes(false)));
    finished(all.to_openapi())
}

fn finished(mut document: OpenApi) -> OpenApi {
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    let components = document.components.get_or_insert_default();
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("An API token: `snd_…`.")).build();
    components.add_security_scheme("token", SecurityScheme::Http(token));
    let session = ApiKeyValue::with_description(SESSION_COOKIE, "A session, from a browser.");
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
    document
}

/// Everything that is served.
pub fn router(node: Arc<Node>, settings: Settings) -> Router {
    let served = Served(Arc::new(ServedParts {
        started: node.now_us(),
        in_flight: Arc::new(Semaphore::new(settings.n_calls_max.get())),
        watching: Arc::new(Semaphore::new(WATCHING_MAX)),
        examining: Arc::new(Semaphore::new(settings.n_files_max.get())),
        persons: Counted::with(settings.rates.person),
        greys: Counted::with(settings.rates.person.saturating_mul(GREYS_EACH)),
        services: Counted::with(settings.rates.matcher),
        strangers: Counted::with(settings.rates.stranger),
        calls: CallNumber::default(),
        vocabulary: Vocabulary::of(&settings.glossary),
        keys_in_use: InUse::default(),
        node,
        settings,
    }));
    let Settings { only_match, match_by_get, body_bytes_max, .. } = served.settings;
    let private = private_routes(only_match, match_by_get)
        .layer(from_fn_with_state(served.clone(), once))
        .layer(from_fn_with_state(served.clone(), admit));
    let all = described(private.merge(public_routes(only_match)));
    let (routes, document) = all.split_for_parts();
    let document = Arc::new(serde_json::to_value(finished(document)).expect("a document of plain values"));
    let routes = if only_match { routes } else { routes.merge(pages::routes(&served)) };
    routes
        .route(&format!("{BASE}/openapi.json"), axum::routing::get(move || async move { Json(Arc::clone(&document)) }))
        .fallback(|| async { Problem::of_status(StatusCode::NOT_FOUND) })
        .layer(DefaultBodyLimit::max(body_bytes_max))
        .layer(from_fn_with_state(served.clone(), in_task))
        .layer(from_fn_with_state(served.clone(), speak))
        .with_state(served)
}
