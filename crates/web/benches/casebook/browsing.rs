//! Opens the pages of a casebook as somebody's browser does, each many times about different records, and prints what each
//! cost the server: the whole of an answer, packed, without the network.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use casework::id::{CaseId, ClueId, PersonId, PlaceId, SeriesId, UnitId, UserId, VictimId};
use casework::protected::Protected;
use casework::role::Role;
use casework::user::{User, UserState};
use http_body_util::BodyExt as _;
use node::clock::Clock;
use node::secret::Secret;
use node::user::ResetUser;
use node::{Node, Principal};
use serde_json::json;
use store::{LedgerEntry, Store};
use tower::ServiceExt as _;
use web::Settings;
use web::rates::Rates;

use super::Size;
use super::writing::{chance, exhibit_id, file_id, id, popular, word};

#[path = "../../tests/it/authenticator.rs"]
#[expect(clippy::unwrap_used, reason = "it is a test's")]
mod authenticator;

const LOGIN: &str = "asker";
const GIVEN: &str = "given in an envelope";
const OWN: &str = "a password only I know";
/// A code works once: the next stands half a minute later.
const NEXT_CODE_US: i64 = 31_000_000;

pub(super) async fn browse(folder: &Path, n_times: u64) -> Result<()> {
    let size: Size = serde_json::from_slice(&std::fs::read(folder.join("size.json")).context("reading its size")?)?;
    let clock = Clock::by_hand(Clock::wall().now_us());
    let node = Arc::new(super::open(folder, clock.clone()).await?);
    // As on a machine where it has served for a while: otherwise the first pages tell how fast the disk is.
    std::io::copy(&mut std::fs::File::open(node.folder().database())?, &mut std::io::sink())?;
    let secret = hire(&node).await?;
    let many = std::num::NonZeroU32::new(1_000_000).context("a number above nought")?;
    let settings = Settings { rates: Rates { person: many, matcher: many, stranger: many }, ..Settings::default() };
    let app = web::router(Arc::clone(&node), settings);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let publisher = Arc::clone(&node);
    let publishing = tokio::spawn(async move { publisher.publish_in_background(async { _ = stopped.await }).await });
    let mut browser = Browser { app, clock, cookies: Vec::new() };
    browser.sign_in(secret).await?;
    let cases = Store::open(&node.folder().database()).await?.cases_of_user(asker(), node.now_us()).await?;
    let bench = Bench { size, cases: cases.into_iter().collect(), n_times };
    let browsed = bench.all(&mut browser, &node).await;
    drop(stop);
    publishing.await.context("laying the ledger out")?;
    browsed
}

/// The first person of the first unit, who works on thirty cases.
fn asker() -> UserId {
    id(UserId::new, "user", 0)
}

/// Gives the asker an account, for the book holds what people did and nobody's password. The secret of their codes.
async fn hire(node: &Node) -> Result<String> {
    let store = Store::open(&node.folder().database()).await?;
    let roles = [Role::VictimIdentificationOfficer, Role::Coordinator, Role::Supervisor, Role::Grader, Role::Examiner];
    let user = User {
        id: asker(),
        login: LOGIN.parse().context("a login name")?,
        name: Protected::new("Asker"),
        unit: id(UnitId::new, "unit", 0),
        roles: roles.into(),
        state: UserState::Active,
        language: None,
        // Once a supervisor has made the account their own, two say who is given a password.
        must_renew: true,
        version: 1,
    };
    let mut tx = store.begin().await?;
    tx.put_user(&user).await?;
    tx.commit(LedgerEntry::new("user-add", "uid:0", node.now_us())).await?;
    let ask = ResetUser { user: LOGIN.into(), password: Some(Secret::new(GIVEN)) };
    let given = node.reset_user(&Principal::of_this_process(), ask).await.context("giving the asker a password")?;
    Ok(given.secrets.context("no secret of codes was given")?.totp.reveal().to_owned())
}

struct Browser {
    app: Router,
    clock: Clock,
    cookies: Vec<(String, String)>,
}

impl Browser {
    /// Signs in, chooses a password as everybody must, and signs in with that.
    async fn sign_in(&mut self, secret: String) -> Result<()> {
        self.sign_in_with(GIVEN, &secret).await?;
        let form = [("password", GIVEN), ("new_password", OWN), ("again", OWN)];
        let (_, renewed) = self.ask(Method::POST, "/renew", &form).await?;
        let text = String::from_utf8(renewed).context("a page of text")?;
        let secret = text.split("<code class=\"secret\" dir=\"ltr\">").nth(1).and_then(|rest| rest.split('<').next());
        self.sign_in_with(OWN, secret.context("the page of new secrets shows none")?).await
    }

    async fn sign_in_with(&mut self, password: &str, secret: &str) -> Result<()> {
        let code = authenticator::one_time_code(secret, self.clock.now_us());
        let form = [("login", LOGIN), ("password", password), ("code", &code)];
        let (status, _) = self.ask(Method::POST, "/sign-in", &form).await?;
        self.clock.advance_us(NEXT_CODE_US);
        ensure!(status == StatusCode::SEE_OTHER, "signing in with {password:?} answers {status}");
        Ok(())
    }

    /// The whole answer. What is sent is sent as a page of the server sends it.
    async fn ask(&mut self, method: Method, path: &str, form: &[(&str, &str)]) -> Result<(StatusCode, Vec<u8>)> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder().method(&method).uri(path).header(header::COOKIE, cookies.join("; "));
        let mut body = String::new();
        if method == Method::POST {
            body = url::form_urlencoded::Serializer::new(body).extend_pairs(form).finish();
            request = request
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin");
        }
        if path != "/renew" {
            request = request.header(header::ACCEPT_ENCODING, "gzip");
        }
        let response = self.app.clone().oneshot(request.body(Body::from(body))?).await?;
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str()?.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').context("a cookie has a name")?;
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        Ok((parts.status, body.collect().await?.to_bytes().to_vec()))
    }
}

struct Bench {
    size: Size,
    cases: Vec<CaseId>,
    n_times: u64,
}

impl Bench {
    async fn all(&self, browser: &mut Browser, node: &Node) -> Result<()> {
        let size = self.size;
        let own = |name: &str, n: u64, of: u64| chance(name, n) % (of / size.n_units()).max(1) * size.n_units();
        let each = |name: &'static str| move |n: u64| own(name, n, size.n_each());
        let (victims, persons, places, clues) = (each("victim"), each("person"), each("place"), each("clue"));
        let victim = |n| id(VictimId::new, "victim", victims(n));
        let place = |n| id(PlaceId::new, "place", places(n));
        let series = |n| id(SeriesId::new, "series", popular(size, n) / size.n_units() * size.n_units());
        let case = |n: u64| self.cases[n as usize % self.cases.len()];
        let files = size.files_of_asker();
        let file = |n: u64| file_id(files[chance("file", n) as usize % files.len()]);
        let exhibit = |n: u64| exhibit_id(size.exhibit_of_file(files[chance("exhibit", n) as usize % files.len()]));
        let graded = |n: u64| file_id(20 * (chance("ask graded", n) % size.n_graded()));
        for (name, path) in [
            ("/", "/"),
            ("/exhibits", "/exhibits"),
            ("/sorting", "/sorting"),
            ("/matches", "/matches"),
            ("/gradings", "/gradings"),
            ("/series", "/series"),
            ("/victims", "/victims"),
            ("/persons", "/persons"),
            ("/things", "/things"),
            ("/clues", "/clues"),
            ("/cases", "/cases"),
            ("/reports", "/reports"),
            ("/lists", "/lists"),
            ("/ledger", "/ledger"),
            ("/second-persons", "/second-persons"),
            ("/wellbeing", "/wellbeing"),
            ("/settings", "/settings"),
        ] {
            self.time(browser, name, |_| path.to_owned()).await?;
        }
        self.time(browser, "/exhibits/{exhibit}", |n| format!("/exhibits/{}", exhibit(n))).await?;
        self.time(browser, "/matches/{file}", |n| format!("/matches/{}", file(n))).await?;
        self.time(browser, "/gradings/{file}", |n| format!("/gradings/{}", graded(n))).await?;
        self.time(browser, "/series/{series}", |n| format!("/series/{}", series(n))).await?;
        let largest = id(SeriesId::new, "series", 0);
        self.time(browser, "/series/{series}, the largest", |_| format!("/series/{largest}")).await?;
        self.time(browser, "/victims/{victim}", |n| format!("/victims/{}", victim(n))).await?;
        let person = |n| format!("/persons/{}", id(PersonId::new, "person", persons(n)));
        self.time(browser, "/persons/{person}", person).await?;
        self.time(browser, "/things/{place}", |n| format!("/things/{}", place(n))).await?;
        let clue = |n| format!("/clues/{}", id(ClueId::new, "clue", clues(n)));
        self.time(browser, "/clues/{clue}", clue).await?;
        self.time(browser, "/cases/{case}", |n| format!("/cases/{}", case(n))).await?;
        self.time(browser, "/cases/{case}/disclosure", |n| format!("/cases/{}/disclosure", case(n))).await?;
        self.time(browser, "/links?from&to", |n| format!("/links?from={}&to={}", victim(n), place(n))).await?;
        self.time(browser, "/links/around/{victim}", |n| format!("/links/around/{}", victim(n))).await?;
        self.time(browser, "/ledger/{victim}", |n| format!("/ledger/{}", victim(n))).await?;
        for list in node
            .list_lines(&Principal::of_this_process())
            .await?
            .iter()
            .take(1)
            .map(|line| line.list.version.id.clone())
        {
            self.time(browser, "/lists/{list}", |_| format!("/lists/{list}")).await?;
            self.time(browser, "/lists/{list}/matches", |_| format!("/lists/{list}/matches")).await?;
        }
        // The first of them lays an exhibit out, which is kept: as somebody works, who turns page after page of three.
        let grid = |n: u64| format!("/sorting?exhibit={}&from={}", exhibit(n % 3), n % 2 * 200);
        self.time(browser, "/sorting?exhibit, 200 stacks", grid).await?;
        self.time(browser, "/sorting?exhibit, laid anew", |n| format!("/sorting?exhibit={}", exhibit(n))).await?;
        self.searches(browser).await
    }

    async fn searches(&self, browser: &mut Browser) -> Result<()> {
        let mut took_us = Vec::new();
        for n in 0..self.n_times {
            let clue = chance("search", n) % self.size.n_each();
            let words = format!("{} {}", word(chance("clue", 6 * clue)), word(chance("clue", 6 * clue + 1)));
            let began = Instant::now();
            let (status, _) = browser.ask(Method::POST, "/search/words", &[("words", &words)]).await?;
            took_us.push(began.elapsed().as_micros() as u64);
            ensure!(status == StatusCode::OK, "a search for {words} answers {status}");
        }
        self.tell("/search/words", took_us, self.n_times);
        Ok(())
    }

    /// Measures one page. Records that the asker may not see answer too, but most must be seen.
    async fn time(&self, browser: &mut Browser, page: &str, path: impl Fn(u64) -> String) -> Result<()> {
        let (mut took_us, mut n_seen) = (Vec::new(), 0);
        for n in 0..self.n_times {
            let path = path(n);
            let began = Instant::now();
            let (status, _) = browser.ask(Method::GET, &path, &[]).await?;
            took_us.push(began.elapsed().as_micros() as u64);
            match status {
                StatusCode::OK => n_seen += 1,
                StatusCode::NOT_FOUND => {}
                status => anyhow::bail!("{path} answers {status}"),
            }
        }
        ensure!(2 * n_seen > self.n_times, "{page} was shown {n_seen} times of {}", self.n_times);
        self.tell(page, took_us, n_seen);
        Ok(())
    }

    fn tell(&self, page: &str, mut took_us: Vec<u64>, n_seen: u64) {
        took_us.sort_unstable();
        let share = |percent: usize| took_us[(took_us.len() * percent / 100).min(took_us.len() - 1)];
        let line = json!({
            "page": page, "n": self.n_times, "n_seen": n_seen,
            "median_us": share(50), "p95_us": share(95), "max_us": share(100),
        });
        println!("{line}");
    }
}
