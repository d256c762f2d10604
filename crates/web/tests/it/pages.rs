//! Pages, in process: who is shown which, in four languages, with which headers, and what forms do.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use casework::role::Role;
use http_body_util::BodyExt as _;
use node::Principal;
use node::user::AddUser;
use serde_json::json;
use tower::ServiceExt as _;
use words::{Lang, Words};

use crate::authenticator::one_time_code;
use crate::world::{NOON_US, World, empty_world, world};

/// What a secret that is shown once stands behind.
pub(crate) const SECRET: &str = "<code class=\"secret\" dir=\"ltr\">";

/// A browser that somebody sits at.
pub(crate) struct Browser<'w> {
    world: &'w World,
    cookies: Vec<(String, String)>,
    language: &'static str,
}

/// What a browser was answered.
pub(crate) struct Shown {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) bytes: Vec<u8>,
}

impl Shown {
    /// Where the browser is sent.
    pub(crate) fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }
}

impl<'w> Browser<'w> {
    pub(crate) fn new(world: &'w World, language: &'static str) -> Browser<'w> {
        Browser { world, cookies: Vec::new(), language }
    }

    /// The same, in which somebody of these roles has signed in: they chose a password of their own before.
    pub(crate) async fn signed_in(world: &'w World, roles: &[Role], language: &'static str) -> Browser<'w> {
        let mut browser = Browser::new(world, language);
        let login = format!("u{}", world.node.users(&Principal::of_this_process()).await.unwrap().users.len());
        let first = add_user(world, &login, roles).await;
        browser.sign_in(&login, "first password of mine", &first).await;
        browser.renew(&login, "first password of mine").await;
        browser
    }

    /// Chooses a password of one's own at the first sign-in, and signs in with it.
    async fn renew(&mut self, login: &str, password: &str) {
        let form =
            [("password", password), ("new_password", "a password only I know"), ("again", "a password only I know")];
        let shown = self.send("/renew", &form).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
        let secret = between(&shown.text, SECRET, "</code>").to_owned();
        let answered = self.sign_in(login, "a password only I know", &secret).await;
        assert_eq!((answered.status, answered.location()), (StatusCode::SEE_OTHER, "/"), "{}", answered.text);
    }

    pub(crate) async fn sign_in(&mut self, login: &str, password: &str, secret: &str) -> Shown {
        let code = one_time_code(secret, self.world.clock.now_us());
        // Each code works once: the next stands for the next half minute.
        self.world.clock.advance_us(31_000_000);
        self.send("/sign-in", &[("login", login), ("password", password), ("code", &code)]).await
    }

    pub(crate) async fn get(&mut self, path: &str) -> Shown {
        self.ask(Method::GET, path, &[], Body::empty()).await
    }

    /// Sends a form as a page of this server does.
    pub(crate) async fn send(&mut self, path: &str, form: &[(&str, &str)]) -> Shown {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        self.ask(Method::POST, path, &headers, Body::from(body)).await
    }

    pub(crate) fn request(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
        let mut request = Request::builder().method(method).uri(path).header("accept-language", self.language);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        request.body(body).unwrap()
    }

    pub(crate) async fn ask(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Shown {
        let request = self.request(method, path, headers, body);
        let response = self.world.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str().unwrap();
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Shown { status: parts.status, headers: parts.headers, text, bytes: bytes.to_vec() }
    }
}

/// Adds somebody and gives the secret of their codes.
async fn add_user(world: &World, login: &str, roles: &[Role]) -> String {
    let ask = AddUser {
        login: login.into(),
        name: serde_json::from_value(json!(format!("Colleague {login}"))).unwrap(),
        unit: "Unit One".into(),
        roles: roles.iter().copied().collect::<BTreeSet<_>>(),
        language: None,
        password: Some(node::secret::Secret::new("first password of mine")),
    };
    let given = world.node.add_user(&Principal::of_this_process(), ask).await.unwrap();
    given.secrets.unwrap().totp.reveal().to_owned()
}

pub(crate) fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let from = text.find(before).unwrap_or_else(|| panic!("{before} is not in {text}")) + before.len();
    &text[from..from + text[from..].find(after).unwrap()]
}

/// Every page that needs no record, and one role that has it.
const PAGES: &[(&str, Role)] = &[
    ("/", Role::Grader),
    ("/settings", Role::Grader),
    ("/sorting", Role::Grader),
    ("/renew", Role::Grader),
    ("/rules", Role::Grader),
    ("/rules/words", Role::Grader),
    ("/exhibits", Role::Examiner),
    ("/matches", Role::Grader),
    ("/lists", Role::Examiner),
    ("/ledger", Role::Grader),
    ("/second-persons", Role::Supervisor),
    ("/wellbeing", Role::Grader),
    ("/wellbeing/people", Role::WelfareOfficer),
    ("/administration", Role::Administrator),
    ("/administration/health", Role::Administrator),
    ("/search", Role::Examiner),
    ("/reports", Role::HotlineAnalyst),
    ("/cases", Role::Coordinator),
    ("/series", Role::Examiner),
    ("/victims", Role::SocialWorker),
    ("/persons", Role::Coordinator),
    ("/things", Role::Examiner),
    ("/clues", Role::HotlineAnalyst),
];

#[tokio::test]
async fn each_page_is_shown_in_the_readers_language_without_a_key_that_is_missing() {
    let world = world().await;
    let roles: BTreeSet<Role> = PAGES.iter().map(|(_, role)| *role).collect();
    let roles: Vec<Role> = roles.into_iter().collect();
    let mut browser = Browser::signed_in(&world, &roles, "en").await;
    for lang in Lang::ALL {
        browser.language = lang.code();
        for (path, _) in PAGES {
            let shown = browser.get(path).await;
            assert_eq!(shown.status, StatusCode::OK, "{path}: {}", shown.text);
            assert!(!shown.text.contains('‹'), "{path} in {}: {}", lang.code(), shown.text);
            assert!(shown.text.contains(&format!("<html lang=\"{}\"", lang.code())), "{path}");
            let dir = if lang.is_right_to_left() { "dir=\"rtl\"" } else { "dir=\"ltr\"" };
            assert!(shown.text.contains(dir), "{path}");
        }
    }
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_shown_the_way_and_brought_back() {
    let world = world().await;
    let mut browser = Browser::new(&world, "en");
    let shown = browser.get("/settings?x=1").await;
    assert_eq!((shown.status, shown.location()), (StatusCode::SEE_OTHER, "/sign-in?next=%2Fsettings%3Fx%3D1"));
    let secret = add_user(&world, "rana", &[Role::Grader]).await;
    let refused = browser.sign_in("rana", "another password", &secret).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let sentence = Words::in_language(Lang::English).say_plain("sign-in-refused", &[]);
    assert!(refused.text.contains(&sentence) && !refused.text.contains("another password"));
    world.clock.advance_us(120_000_000);
    let code = one_time_code(&secret, world.clock.now_us());
    let form =
        [("login", "rana"), ("password", "first password of mine"), ("code", &code), ("next", "//evil.example/")];
    let shown = browser.send("/sign-in", &form).await;
    assert_eq!((shown.status, shown.location()), (StatusCode::SEE_OTHER, "/"), "nobody is led elsewhere");
    // Somebody else has seen that password: nothing but a new one is reached.
    let shown = browser.get("/settings").await;
    assert_eq!((shown.status, shown.location()), (StatusCode::SEE_OTHER, "/renew"));
    assert!(world.clock.now_us() > NOON_US);
}

#[tokio::test]
async fn a_session_ends_at_sign_out_and_its_cookie_is_for_this_server_alone() {
    let world = world().await;
    let mut browser = Browser::signed_in(&world, &[Role::Auditor], "fr").await;
    let before = browser.cookies.clone();
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
    let shown = browser.send("/sign-out", &[]).await;
    assert_eq!((shown.status, shown.location()), (StatusCode::SEE_OTHER, "/sign-in?done=signed-out"));
    assert_eq!(shown.headers["clear-site-data"], "\"cache\", \"storage\"");
    browser.cookies = before;
    assert_eq!(browser.get("/").await.status, StatusCode::SEE_OTHER, "the old cookie opens nothing");
}

#[tokio::test]
async fn no_page_of_another_site_sends_a_form() {
    let world = world().await;
    let mut browser = Browser::signed_in(&world, &[Role::Grader], "en").await;
    for site in ["cross-site", "same-site"] {
        for path in [
            "/settings",
            "/settings/language",
            "/settings/end-session",
            "/today/break",
            "/wellbeing/opt-outs",
            "/second-persons/deputies",
            "/second-persons/end-deputy",
            "/lists/upload",
            "/renew",
            "/sign-in",
            "/sign-out",
        ] {
            let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", site)];
            let shown = browser.ask(Method::POST, path, &headers, Body::from("language=ar")).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{site} {path}");
            assert!(shown.text.contains("<h1>"), "{path} says it on a page");
        }
    }
    assert_eq!(browser.get("/").await.status, StatusCode::OK, "and is still signed in");
}

#[tokio::test]
async fn pages_are_kept_by_nobody_and_run_nothing_but_our_scripts() {
    let world = world().await;
    let mut browser = Browser::signed_in(&world, &[Role::Grader], "en").await;
    for path in ["/", "/sign-in", "/no-such-page", "/settings"] {
        let shown = browser.get(path).await;
        assert_eq!(shown.headers["cache-control"], "no-store", "{path}");
        assert_eq!(shown.headers["x-frame-options"], "DENY");
        assert_eq!(shown.headers["referrer-policy"], "no-referrer");
        let content = shown.headers["content-security-policy"].to_str().unwrap();
        assert!(content.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{content}");
        assert!(
            !shown.text.contains("<script>") && !shown.text.contains(" style=") && !shown.text.contains(" onclick")
        );
    }
    let css = between(&browser.get("/").await.text, "<link rel=\"stylesheet\" href=\"", "\"").to_owned();
    let shown = browser.get(&css).await;
    assert_eq!(shown.headers["cache-control"], "public, max-age=31536000, immutable");
    let old = format!("/assets/0000000000000000/{}", css.rsplit('/').next().unwrap());
    assert_eq!(browser.get(&old).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_somebody_chose_is_how_they_read_from_then_on() {
    let world = world().await;
    let mut browser = Browser::signed_in(&world, &[Role::Grader], "en").await;
    let mut form = vec![
        ("language", "ar"),
        ("digits", "arabic-indic"),
        ("months", "levant"),
        ("time_zone", "Asia/Amman"),
        ("pictures", "never"),
        ("reveal", "press"),
        ("appearance", "dark"),
    ];
    assert_eq!(browser.send("/settings", &form).await.location(), "/settings?done=settings-kept");
    let shown = browser.get("/settings").await;
    assert!(shown.text.contains("lang=\"ar\" dir=\"rtl\" data-appearance=\"dark\""));
    assert!(shown.text.contains("تشرين الثاني ٢٠٢٦"), "{}", shown.text);
    form[3] = ("time_zone", "Nowhere/Such");
    let refused = browser.send("/settings", &form).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("Nowhere/Such") && refused.text.contains("role=\"alert\""));
    // The choice at the head of the page changes the language alone.
    assert_eq!(
        browser.send("/settings/language", &[("language", "es"), ("next", "/settings")]).await.location(),
        "/settings"
    );
    assert!(browser.get("/settings").await.text.contains("lang=\"es\" dir=\"ltr\" data-appearance=\"dark\""));
}

#[tokio::test]
async fn no_token_opens_a_page() {
    let world = world().await;
    let mut browser = Browser::new(&world, "en");
    let bearer = format!("Bearer {}", world.everybody);
    let shown = browser.ask(Method::GET, "/", &[("authorization", &bearer)], Body::empty()).await;
    assert_eq!((shown.status, shown.location()), (StatusCode::SEE_OTHER, "/sign-in"));
}

/// Every page and every role: whoever has nothing to do with it is told so on a page, and is not shown the way.
#[tokio::test]
async fn each_role_is_shown_its_pages_and_no_others() {
    let world = world().await;
    let mut n_denied = 0;
    // The supervisor comes last: from then on two say who works here.
    let mut roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| *role != Role::Matcher).collect();
    roles.sort_by_key(|role| *role == Role::Supervisor);
    for role in roles {
        let mut browser = Browser::signed_in(&world, &[role], "en").await;
        let menu = browser.get("/settings").await.text;
        for (path, _) in
            PAGES.iter().filter(|(path, _)| !["/renew", "/rules/words", "/administration/health"].contains(path))
        {
            let shown = browser.get(path).await;
            let is_in_menu = menu.contains(&format!("<a href=\"{path}\""));
            let expected = if is_in_menu { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(shown.status, expected, "{} and {path}", role.code());
            n_denied += u32::from(!is_in_menu);
        }
    }
    assert!(n_denied > 10, "{n_denied}");
}

#[tokio::test]
async fn whoever_reads_the_terminal_opens_the_unit_and_adds_people_and_two_say_so_later() {
    let world = empty_world().await;
    let code = world.node.founding_code().await.unwrap().unwrap();
    let mut browser = Browser::new(&world, "ar");
    assert_eq!(browser.get("/").await.location(), "/sign-in");
    assert_eq!(browser.get("/sign-in").await.location(), "/start");
    let mut form = vec![
        ("code", "WRONG-ONE"),
        ("unit", "وحدة عمّان"),
        ("country", "jo"),
        ("victim_prefix", "jo-am"),
        ("contact", ""),
        ("name", "رنا"),
        ("login", "rana"),
        ("password", "four plain canary words"),
        ("again", "four plain canary words"),
    ];
    let shown = browser.send("/start", &form).await;
    assert_eq!(shown.status, StatusCode::UNAUTHORIZED);
    assert!(
        shown.text.contains("وحدة عمّان") && !shown.text.contains("canary"),
        "what was typed is kept, but no secret"
    );
    form[0] = ("code", code.reveal());
    let shown = browser.send("/start", &form).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    let secret = between(&shown.text, SECRET, "</code>").to_owned();
    assert_eq!(browser.get("/start").await.location(), "/sign-in", "nobody founds it twice");
    assert_eq!(browser.sign_in("rana", "four plain canary words", &secret).await.location(), "/");
    let says = |text: &str, key: &str| text.contains(&Words::in_language(Lang::Arabic).say_plain(key, &[]));
    let today = browser.get("/").await.text;
    for step in ["second-administrator", "somebody-for-lists", "first-list", "recovery-key"] {
        assert!(says(&today, &format!("set-up-{step}")), "{step}: {today}");
    }
    assert!(!today.contains('‹'), "{today}");
    let shown = browser.get("/administration").await;
    assert!(shown.text.contains("رنا") && shown.text.contains("JO-AM"), "{}", shown.text);
    let unit = between(&shown.text, "<option value=\"unt_", "\"").to_owned();
    let unit = format!("unt_{unit}");
    let person = |login: &'static str, role: &'static str| {
        [("name", login), ("login", login), ("unit", unit.as_str()), ("role", role)].map(|(a, b)| (a, b.to_owned()))
    };
    for (login, role) in [("sami", "administrator"), ("huda", "supervisor")] {
        let fields = person(login, role);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let shown = browser.send("/administration/people", &fields).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
        assert_eq!(shown.text.matches(SECRET).count(), 3, "codes, password and recovery key, this once");
        let secrets: Vec<&str> = shown.text.split(SECRET).skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
        let mut theirs = Browser::new(&world, "fr");
        assert_eq!(theirs.sign_in(login, secrets[1], secrets[0]).await.location(), "/");
        theirs.renew(login, secrets[1]).await;
    }
    let today = browser.get("/").await.text;
    assert!(!says(&today, "set-up-second-administrator") && !says(&today, "set-up-somebody-for-lists"), "{today}");
    assert!(
        says(&today, "set-up-first-list") && !today.contains("href=\"/lists#import\""),
        "administrators take none in"
    );
    // There is a supervisor now: one person alone gives no right, and is shown how two do.
    let fields = person("omar", "grader");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let shown = browser.send("/administration/people", &fields).await;
    assert_eq!(shown.status, StatusCode::CONFLICT);
    assert!(shown.text.contains("action=\"/second-persons/ask\""), "{}", shown.text);
    let verb = between(&shown.text, "name=\"verb\" value=\"", "\"").to_owned();
    let roles = between(&shown.text, "name=\"roles\" value=\"", "\"").to_owned();
    let ask = [
        ("verb", verb.as_str()),
        ("subject", &unit),
        ("login", "omar"),
        ("roles", &roles),
        ("reason", "a new colleague"),
    ];
    assert_eq!(browser.send("/second-persons/ask", &ask).await.location(), "/second-persons?done=second-person-asked");
    assert!(browser.get("/second-persons").await.text.contains("a new colleague"));
}

#[tokio::test]
async fn a_units_own_word_stands_on_its_pages() {
    let own =
        "version = 7\n[term.lead]\nfr = { word = \"fil d’enquête\", plural = \"fils d’enquête\", confirmed = true }\n";
    let own = words::glossary::read(own).unwrap();
    let glossary = std::sync::Arc::new(words::glossary::Glossary::shipped().overridden_by(&own).unwrap());
    let world = crate::world::world_with(web::Settings { glossary, ..web::Settings::default() }).await;
    let mut browser = Browser::signed_in(&world, &[Role::Grader], "fr").await;
    let shown = browser.get("/rules/words").await;
    assert!(shown.text.contains("fil d’enquête") && !shown.text.contains("piste (d’enquête)"), "{}", shown.text);
}

/// Every key that a template says, so that a page nobody opened in a test misses none.
#[test]
fn templates_say_messages_that_there_are() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let words = Words::in_language(Lang::English);
    let mut n_said = 0;
    let mut waiting = vec![folder];
    while let Some(folder) = waiting.pop() {
        for item in std::fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for call in ["frame.say(\"", "frame.say_n(\"", "frame.say_of(\"", "frame.say_with(\"", "frame.say_plain(\""]
            {
                for said in text.split(call).skip(1) {
                    let key = said.split('"').next().unwrap();
                    assert!(words.has(key), "{}: {key}", path.display());
                    n_said += 1;
                }
            }
        }
    }
    assert!(n_said > 50, "{n_said}");
}

#[tokio::test]
async fn an_outdated_word_is_hinted_at_and_a_quotation_is_left_in_peace() {
    let world = world().await;
    let mut browser = Browser::signed_in(&world, &[Role::HotlineAnalyst], "en").await;
    let mut hinted = async |text: &str| browser.send("/rules/words/hints", &[("text", text)]).await;
    let one = hinted("They traded child pornography.").await;
    assert_eq!(one.status, StatusCode::OK);
    assert!(one.text.contains("child pornography") && one.text.contains("child sexual abuse material"), "{}", one.text);
    // Whatever language it is in, and once where two languages share a word.
    assert_eq!(hinted("pornographie infantile").await.text.matches("class=\"hint\"").count(), 1);
    assert_eq!(hinted("prostitution des enfants, child prostitution").await.text.matches("class=\"hint\"").count(), 2);
    for silent in ["", "A clue by the door.", "He wrote \u{201c}child pornography\u{201d} himself."] {
        assert!(!hinted(silent).await.text.contains("hint"), "{silent}");
    }
}
