//! The pages of the casebook, in process: what the forms do, who finds what, and that names are nowhere but where a purpose
//! was given.

use axum::http::StatusCode;
use casework::role::Role;
use web::Settings;
use web::router::DisputedBorders;

use crate::pages::{Browser, between};
use crate::world::{World, world, world_with};

const OFFICER: &[Role] = &[Role::VictimIdentificationOfficer, Role::Coordinator];

/// What one chain of records is called by.
struct Chain {
    case: String,
    series: String,
    other_series: String,
    victim: String,
    person: String,
    place: String,
    account: String,
    clue: String,
    report: String,
}

/// The id at the end of where a form led.
fn id_in(location: &str) -> String {
    let path = location.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

async fn made(browser: &mut Browser<'_>, path: &str, form: &[(&str, &str)]) -> String {
    let shown = browser.send(path, form).await;
    assert_eq!(shown.status, StatusCode::SEE_OTHER, "{path}: {}", shown.text);
    id_in(shown.location())
}

/// A case of a closed circle with one record of each kind, made by forms alone.
async fn chain(browser: &mut Browser<'_>) -> Chain {
    let closed = ("closed_circle", "yes");
    let case = made(browser, "/cases", &[("number", "SAMPLE/1"), ("legal_basis", "Order 1"), closed]).await;
    let into = [("case", case.as_str()), closed];
    let with =
        |fields: &[(&'static str, &'static str)]| -> Vec<(&str, &str)> { fields.iter().copied().chain(into).collect() };
    let series = made(browser, "/series", &with(&[("name", "The canary room")])).await;
    let other_series = made(browser, "/series", &with(&[("name", "The canary garden")])).await;
    let victim = made(browser, "/victims", &with(&[])).await;
    let person =
        made(browser, "/persons", &with(&[("names", "Canary Person\nCanary Alias"), ("under_18", "no")])).await;
    let place = [("thing", "place"), ("place_kind", "home"), ("written", "Canary Street"), ("device_kind", "phone")];
    let place = made(browser, "/things", &with(&place)).await;
    let account = [("thing", "handle"), ("written", "canary77"), ("service", "chat.example")];
    let account = made(browser, "/things", &with(&account)).await;
    let clue = [("kind", "plug"), ("certainty", "certain"), ("words", "A canary on the plug.")];
    let clue = made(browser, "/clues", &with(&clue)).await;
    let report = [
        ("source", "hotline"),
        ("weight", "referral"),
        ("viewed", "not-said"),
        ("youngest", "7-10"),
        ("signs", "grooming"),
        ("text", "Canary words of a report."),
    ];
    let report = made(browser, "/reports", &with(&report)).await;
    Chain { case, series, other_series, victim, person, place, account, clue, report }
}

impl Chain {
    fn pages(&self) -> Vec<String> {
        let Chain { case, series, victim, person, place, account, clue, report, .. } = self;
        vec![
            format!("/cases/{case}"),
            format!("/cases/{case}/disclosure"),
            format!("/series/{series}"),
            format!("/series/{series}/proposals"),
            format!("/victims/{victim}"),
            format!("/persons/{person}"),
            format!("/things/{place}"),
            format!("/things/{account}"),
            format!("/clues/{clue}"),
            format!("/reports/{report}"),
            format!("/links/around/{person}"),
            format!("/links/around/{person}/drawing"),
            format!("/links?from={victim}&to={place}"),
        ]
    }
}

async fn officer(world: &World) -> Browser<'_> {
    Browser::signed_in(world, OFFICER, "en").await
}

async fn link(browser: &mut Browser<'_>, of: &str, other: &str, kind: &str) {
    let form = [
        ("of", of),
        ("direction", "from"),
        ("other", other),
        ("kind", kind),
        ("confidence", "likely"),
        ("statement", "So says the school."),
    ];
    let shown = browser.send("/links/add", &form).await;
    assert!(shown.location().ends_with("?done=link-added#links"), "{} {}", shown.status, shown.text);
}

#[tokio::test]
async fn each_record_has_its_page_in_four_languages_and_is_not_there_for_whoever_need_not_know() {
    let world = world().await;
    let mut rana = officer(&world).await;
    let chain = chain(&mut rana).await;
    link(&mut rana, &chain.person, &chain.victim, "has-access-to").await;
    link(&mut rana, &chain.person, &chain.place, "lives-at").await;
    let at_risk = [("safety", "at-risk"), ("risk", "very-high"), ("reason", "Lives there."), ("case", &chain.case)];
    made(&mut rana, &format!("/victims/{}/safety", chain.victim), &at_risk).await;
    for lang in ["en", "ar", "fr", "es"] {
        rana.send("/settings/language", &[("language", lang), ("next", "/")]).await;
        for path in chain.pages() {
            let shown = rana.get(&path).await;
            assert_eq!(shown.status, StatusCode::OK, "{path}: {}", shown.text);
            assert!(!shown.text.contains('‹'), "{path} in {lang}: {}", shown.text);
            assert!(!shown.text.contains(" style=") && !shown.text.contains("<script>"), "{path}");
        }
    }
    // The same roles, and not on the case.
    let mut sami = officer(&world).await;
    for path in chain.pages() {
        let shown = sami.get(&path).await;
        assert_eq!(shown.status, StatusCode::NOT_FOUND, "{path}: {}", shown.text);
        assert!(!shown.text.to_lowercase().contains("canary"), "{path}");
    }
    for path in ["/cases", "/series", "/victims", "/persons", "/things", "/things?noun=account", "/clues", "/reports"] {
        let shown = sami.get(path).await;
        assert_eq!(shown.status, StatusCode::OK, "{path}");
        assert!(!shown.text.to_lowercase().contains("canary") && !shown.text.contains("SAMPLE/1"), "{path}");
        if path != "/clues" {
            assert!(rana.get(path).await.text.contains("<table"), "{path}");
        }
    }
}

#[tokio::test]
async fn names_are_nowhere_but_on_the_page_that_asked_for_a_purpose() {
    let world = world().await;
    let mut rana = officer(&world).await;
    let chain = chain(&mut rana).await;
    let victim = format!("/victims/{}", chain.victim);
    let names = [("names", "Canary Child"), ("contact", "+962 canary"), ("of", "guardian")];
    made(&mut rana, &format!("{victim}/write"), &names).await;
    link(&mut rana, &chain.person, &chain.victim, "has-access-to").await;
    for path in chain.pages().into_iter().chain(["/victims".into(), "/persons".into()]) {
        let text = rana.get(&path).await.text;
        assert!(!text.contains("Canary Child") && !text.contains("Canary Person"), "{path}");
        assert!(!text.contains("Canary words"), "{path}");
    }
    let refused = rana.send(&format!("{victim}/identity"), &[("purpose", "protection"), ("why", " ")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("role=\"alert\"") && !refused.text.contains("Canary Child"));
    let read = rana.send(&format!("{victim}/identity"), &[("purpose", "protection"), ("why", "To call them.")]).await;
    assert!(read.text.contains("Canary Child") && read.text.contains("+962 canary"), "{}", read.text);
    let read = rana.send(&format!("{victim}/identity"), &[("purpose", "court"), ("why", "The court asks.")]).await;
    assert!(read.text.contains("Canary Child") && !read.text.contains("+962 canary"), "no contact for a court");
    let person = format!("/persons/{}/names", chain.person);
    assert_eq!(rana.send(&person, &[("purpose", "curiosity")]).await.status, StatusCode::BAD_REQUEST);
    let read = rana.send(&person, &[("purpose", "investigate")]).await;
    assert!(read.text.contains("Canary Person") && read.text.contains("Canary Alias"));
    assert_eq!(read.headers["cache-control"], "no-store");
    let read = rana.send(&format!("/reports/{}/text", chain.report), &[]).await;
    assert!(read.text.contains("Canary words of a report."));
}

#[tokio::test]
async fn a_form_that_a_rule_refuses_says_why_and_keeps_what_was_written() {
    let world = world().await;
    let mut rana = officer(&world).await;
    let refused = rana.send("/cases", &[("number", " "), ("legal_basis", "Order 7")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("role=\"alert\"") && refused.text.contains("value=\"Order 7\""), "{}", refused.text);
    let case = made(&mut rana, "/cases", &[("number", "7"), ("legal_basis", "Order 7")]).await;
    let close = format!("/cases/{case}/close");
    let refused = rana.send(&close, &[("words", "Nothing chosen.")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("Nothing chosen."), "{}", refused.text);
    let closed = rana.send(&close, &[("outcome", "child-identified"), ("outcome", "arrest")]).await;
    assert_eq!(closed.location(), format!("/cases/{case}?done=case-closed"));
    let shown = rana.get(closed.location()).await.text;
    assert!(shown.contains("child identified") && shown.contains("arrest") && shown.contains("provisional"), "{shown}");
    let malformed = rana.send(&format!("/cases/{case}/add"), &[("records", "cas_nonsense")]).await;
    assert_eq!(malformed.status, StatusCode::CONFLICT);
    let reopened = rana.send(&format!("/cases/{case}/reopen"), &[("reason", "A second report.")]).await;
    assert_eq!(reopened.location(), format!("/cases/{case}?done=case-reopened"));
    assert!(rana.get(reopened.location()).await.text.contains("A second report."));
    assert_eq!(rana.get("/cases/cas_nonsense").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_time_limit_of_a_child_at_risk_ends_with_who_was_told_and_what_was_answered() {
    let world = world().await;
    let mut rana = officer(&world).await;
    let victim = made(&mut rana, "/victims", &[]).await;
    let page = format!("/victims/{victim}");
    let at_risk = [("safety", "at-risk"), ("risk", "high"), ("reason", "Lives there.")];
    made(&mut rana, &format!("{page}/safety"), &at_risk).await;
    let mut ali = Browser::signed_in(&world, &[Role::SocialWorker], "en").await;
    let shown = ali.get(&page).await.text;
    let clock = between(&shown, "action=\"/clocks/", "/told\"").to_owned();
    let stop = [("next", page.as_str()), ("because", "plan-ended"), ("reason", "A slip.")];
    let refused = ali.send(&format!("/clocks/{clock}/stop"), &stop).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains(&format!("href=\"{page}\"")), "{}", refused.text);
    let told = [("next", page.as_str()), ("whom", "Duty officer Noor"), ("minutes_ago", "5")];
    let told = ali.send(&format!("/clocks/{clock}/told"), &told).await;
    assert_eq!(told.location(), format!("{page}?done=clock-told#clocks"));
    let shown = ali.get(&page).await.text;
    assert!(shown.contains("Duty officer Noor"), "{shown}");
    let clock = between(&shown, "action=\"/clocks/", "/accepted\"").to_owned();
    let elsewhere = [("next", "//evil.example"), ("reference", "R-55")];
    let answered = ali.send(&format!("/clocks/{clock}/accepted"), &elsewhere).await;
    assert_eq!(answered.location(), "/?done=clock-answered#clocks", "nobody is led elsewhere");
    assert!(ali.get(&page).await.text.contains("R-55"));
    // Pages of what a social worker has nothing to do with.
    for path in ["/search", "/series", "/persons", "/reports", "/clues", "/things"] {
        assert_eq!(ali.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn a_link_is_made_seen_with_its_evidence_and_taken_back() {
    let world = world().await;
    let mut rana = officer(&world).await;
    let chain = chain(&mut rana).await;
    link(&mut rana, &chain.person, &chain.victim, "has-access-to").await;
    link(&mut rana, &chain.person, &chain.place, "lives-at").await;
    let wrong = [
        ("of", chain.person.as_str()),
        ("other", chain.account.as_str()),
        ("kind", "lives-at"),
        ("confidence", "guess"),
        ("statement", "A slip."),
    ];
    assert_eq!(rana.send("/links/add", &wrong).await.status, StatusCode::CONFLICT);
    let way = rana.get(&format!("/links?from={}&to={}", chain.victim, chain.place)).await.text;
    assert!(way.contains("steps between them") && way.contains("So says the school."), "{way}");
    let table = rana.get(&format!("/links/around/{}?steps=1", chain.person)).await.text;
    let drawn = rana.get(&format!("/links/around/{}/drawing?steps=1", chain.person)).await;
    let drawn: serde_json::Value = serde_json::from_str(&drawn.text).unwrap();
    assert_eq!(drawn["links"].as_array().unwrap().len(), 2);
    for record in drawn["records"].as_array().unwrap() {
        assert!(table.contains(record["id"].as_str().unwrap()), "the table says what is drawn: {record}");
        assert_ne!(record["says"], "Canary Person", "a drawing names nobody");
    }
    assert!(table.contains("lives or lived at"));
    let page = rana.get(&format!("/persons/{}", chain.person)).await.text;
    let id = between(&page, "name=\"link\" value=\"", "\"").to_owned();
    let back = [("of", chain.person.as_str()), ("link", id.as_str()), ("reason", "Not the same house.")];
    let back = rana.send("/links/take-back", &back).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text);
    let page = rana.get(&format!("/persons/{}", chain.person)).await.text;
    assert!(page.contains("Not the same house."));
    assert!(
        page.contains(&format!("<a href=\"/cases/{}\">", chain.case)) && page.contains("SAMPLE/1"),
        "by its number"
    );
    let around = rana.get(&format!("/links/around/{}?steps=1", chain.person)).await.text;
    let (table, in_time) = around.split_once("id=\"time-title\"").unwrap();
    assert!(in_time.contains("Link taken back") && in_time.contains("Not the same house."), "{in_time}");
    assert!(!table.contains(&format!("name=\"link\" value=\"{id}\"")));
}

#[tokio::test]
async fn records_are_named_by_code_or_label_and_chosen_where_several_could_be_meant() {
    let world = world().await;
    let mut rana = officer(&world).await;
    let chain = chain(&mut rana).await;
    // A number, a code and a name stand for a record as its id does.
    let safety = format!("/victims/{}/safety", chain.victim);
    let at_risk = [("safety", "at-risk"), ("risk", "high"), ("reason", "Lives there."), ("case", "sample/1")];
    made(&mut rana, &safety, &at_risk).await;
    let way = [("from", "jo-1-000001"), ("to", " canary street ")];
    let way = rana.send("/links", &way).await;
    assert_eq!(way.location(), format!("/links?from={}&to={}", chain.victim, chain.place), "{}", way.text);
    link(&mut rana, &chain.person, &format!("The child (\u{2068}{}\u{2069})", chain.victim), "has-access-to").await;
    link(&mut rana, &chain.place, "JO-1-000001", "used-by").await;
    // What could mean several is asked about where it was written; what means nothing is said so, and nothing was done.
    let series = format!("/series/{}", chain.series);
    let merge = |absorb: &'static str| [("absorb", absorb), ("confidence", "certain"), ("statement", "One set.")];
    let several = rana.send(&format!("{series}/merge"), &merge("canary")).await;
    assert_eq!(several.status, StatusCode::CONFLICT);
    let form = between(&several.text, &format!("action=\"{series}/merge\""), "</form>");
    for id in [&chain.series, &chain.other_series] {
        assert!(form.contains(&format!("type=\"radio\" name=\"absorb\" value=\"{id}\"")), "{form}");
    }
    assert!(form.contains("The canary garden") && form.contains("One set."), "{form}");
    assert!(several.text.contains("choose which, at the field"), "{}", several.text);
    let none = rana.send(&format!("{series}/merge"), &merge("no such room")).await;
    assert_eq!(none.status, StatusCode::CONFLICT);
    assert!(
        none.text.contains("Nothing that you may see is called so") && none.text.contains("value=\"no such room\"")
    );
    assert!(!rana.get(&series).await.text.contains("Merged with another series"));
    let chosen =
        [("absorb", chain.other_series.as_str()), ("absorb", ""), ("confidence", "certain"), ("statement", "One.")];
    made(&mut rana, &format!("{series}/merge"), &chosen).await;
    assert!(rana.get(&series).await.text.contains("Merged with another series"));
    // Of several names each is read by itself, and what was settled stays.
    let other = made(&mut rana, "/cases", &[("number", "B/2"), ("legal_basis", "Order 2")]).await;
    let add = format!("/cases/{other}/add");
    let partly = rana.send(&add, &[("records", "Canary Street, nowhere at all")]).await;
    assert_eq!(partly.status, StatusCode::CONFLICT);
    assert!(partly.text.contains(&format!("{}\nnowhere at all</textarea>", chain.place)), "{}", partly.text);
    made(&mut rana, &add, &[("records", "Canary Street\nJO-1-000001")]).await;
    let held = rana.get(&format!("/cases/{other}")).await.text;
    assert!(held.contains(&chain.place) && held.contains(&chain.victim), "{held}");
}

#[tokio::test]
async fn what_is_offered_while_somebody_types_is_theirs_to_open() {
    let world = world().await;
    let mut rana = officer(&world).await;
    let chain = chain(&mut rana).await;
    let asked = [("words", "the cana"), ("nouns", "series,case")];
    for lang in ["en", "ar", "fr", "es"] {
        rana.send("/settings/language", &[("language", lang), ("next", "/")]).await;
        let offered = rana.send("/records/called", &asked).await;
        assert_eq!(offered.text.matches("role=\"option\"").count(), 2, "{}", offered.text);
        let value = format!("data-value=\"The canary garden ({})\"", chain.other_series);
        assert!(offered.text.contains(&value) && !offered.text.contains('‹'), "{}", offered.text);
    }
    let of_kind = rana.send("/records/called", &[("words", "canary"), ("nouns", "clue")]).await;
    assert!(of_kind.text.contains(&chain.clue) && !of_kind.text.contains(&chain.series), "{}", of_kind.text);
    let nameless = rana.send("/records/called", &[("words", "Canary Person"), ("nouns", "")]).await;
    assert!(!nameless.text.contains(&chain.person), "a name leads to nobody: {}", nameless.text);
    let mut sami = officer(&world).await;
    let hidden = sami.send("/records/called", &asked).await;
    assert_eq!(hidden.text.matches("data-value").count(), 0, "{}", hidden.text);
    let mut grader = Browser::signed_in(&world, &[Role::Grader], "en").await;
    assert_eq!(grader.send("/records/called", &asked).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_map_and_a_timeline_stand_around_a_record_where_there_is_something_to_show() {
    let world = world().await;
    let mut rana = officer(&world).await;
    let chain = chain(&mut rana).await;
    let around = |id: &str| format!("/links/around/{id}?steps=2");
    let alone = rana.get(&around(&chain.person)).await.text;
    assert!(!alone.contains("leaflet") && !alone.contains("cytoscape"), "nothing to draw: {alone}");
    assert!(alone.contains("<ol class=\"days\">"), "that it was made stands in time: {alone}");
    let place = [("thing", "place"), ("place_kind", "area"), ("country", "TN"), ("device_kind", "phone")];
    let place = [&place[..], &[("case", &chain.case), ("closed_circle", "yes")]].concat();
    let country = made(&mut rana, "/things", &place).await;
    link(&mut rana, &chain.person, &chain.victim, "has-access-to").await;
    link(&mut rana, &chain.person, &country, "lives-at").await;
    let shown = rana.get(&around(&chain.victim)).await.text;
    assert!(
        shown.contains("leaflet")
            && shown.contains("data-country=\"TN\"")
            && shown.contains("data-disputed=\"dashed\"")
    );
    assert!(shown.contains("No boundary is endorsed."), "{shown}");
    let in_time = &shown[shown.find("id=\"time-title\"").unwrap()..];
    for says in [chain.person.as_str(), &chain.victim, &country, "lives or lived at", "Colleague"] {
        assert!(in_time.contains(says), "{says}: {in_time}");
    }
    assert!(!shown.contains("Canary Person"), "a name is on no page that asked for no purpose");
    let land = rana.get(between(&shown, "aria-label=\"Map\" data-source=\"", "\"")).await;
    assert_eq!(land.status, StatusCode::OK, "the map's land is ours");
    let mut sami = officer(&world).await;
    let hidden = sami.get(&around(&chain.victim)).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn how_a_record_is_handled_is_said_beneath_its_head() {
    let world = world().await;
    let mut rana = officer(&world).await;
    let victim = made(&mut rana, "/victims", &[]).await;
    let (page, handling) = (format!("/victims/{victim}"), format!("/handling/{victim}"));
    let shown = rana.get(&page).await.text;
    let form = between(&shown, &format!("action=\"{handling}\""), "</form>").to_owned();
    assert!(form.contains("value=\"amber\" required checked"), "{form}");
    let people = form.split("name=\"named\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let people: Vec<(&str, &str)> = people.map(|id| ("named", id)).collect();
    let all = [("uses", "match"), ("uses", "store"), ("uses", "onward")];
    let red = [&all[..], &[("next", &page), ("tlp", "red")]].concat();
    let refused = rana.send(&handling, &red).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("name who may see it") && refused.text.contains("value=\"red\" required checked"));
    let wrong = [&all[..], &[("tlp", "amber"), ("not_to_countries", "TN, nowhere")]].concat();
    let wrong = rana.send(&handling, &wrong).await;
    assert!(wrong.text.contains("value=\"TN, nowhere\"") && wrong.text.contains("two letters"), "{}", wrong.text);
    let set = [("next", page.as_str()), ("tlp", "red"), ("not_to_countries", "tn"), ("uses", "match")];
    let set = [&set[..], &people].concat();
    let set = rana.send(&handling, &set).await;
    assert_eq!(set.location(), format!("{page}?done=handling-set"), "{}", set.text);
    let shown = rana.get(set.location()).await.text;
    for says in ["TLP:RED", "Only for:", "Not for these countries: ", "may not keep it", "may not pass it on"] {
        assert!(shown.contains(says), "{says}: {shown}");
    }
    // Whom red does not name finds nothing any more, and still says how it is handled.
    let mut sami = officer(&world).await;
    assert_eq!(sami.get(&page).await.status, StatusCode::NOT_FOUND);
    assert!(sami.get(&handling).await.text.contains("TLP:RED"));
    let wider = [&all[..], &[("next", "/victims"), ("tlp", "amber")]].concat();
    let unexplained = sami.send(&handling, &wider).await;
    assert!(unexplained.text.contains("write down why"), "{}", unexplained.text);
    let wider = [&wider[..], &[("reason", "The other shift works on it.")]].concat();
    assert_eq!(sami.send(&handling, &wider).await.location(), "/victims?done=handling-set");
    assert!(sami.get(&handling).await.text.contains("The other shift works on it."));
    // Who may not say it reads it.
    let mut ali = Browser::signed_in(&world, &[Role::SocialWorker], "en").await;
    let read = ali.get(&page).await;
    assert!(read.text.contains("TLP:AMBER") && !read.text.contains(&format!("action=\"{handling}\"")));
    assert_eq!(ali.send(&handling, &wider).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn until_when_a_record_is_kept_is_said_prolonged_and_held_on_its_own_page() {
    let world = world().await;
    let mut rana = Browser::signed_in(&world, &[Role::Coordinator], "en").await;
    let clue = {
        let mut examiner = officer(&world).await;
        made(&mut examiner, "/clues", &[("kind", "plug"), ("certainty", "certain"), ("words", "A canary.")]).await
    };
    let page = format!("/keeping/{clue}");
    assert!(rana.get(&format!("/clues/{clue}")).await.text.contains(&format!("href=\"{page}\"")));
    let shown = rana.get(&page).await.text;
    assert!(shown.contains("nobody has set others") && !shown.contains("canary"), "{shown}");
    let days = |purpose, until| {
        [("purpose", purpose), ("legal_basis", "Law 12"), ("review_on", "2026-12-01"), ("until", until)]
    };
    let late = rana.send(&format!("{page}/set"), &days("identify-victims", "2199-01-01")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("choose an earlier day") && late.text.contains("value=\"Law 12\""), "{}", late.text);
    let no_day = rana.send(&format!("{page}/set"), &days("identify-victims", "soon")).await;
    assert!(no_day.text.contains("This is no day"), "{}", no_day.text);
    let set = rana.send(&format!("{page}/set"), &days("identify-victims", "2026-12-31")).await;
    assert_eq!(set.location(), format!("{page}?done=keeping-set"), "{}", set.text);
    assert!(rana.get(&page).await.text.contains("Law 12"));
    let longer = [("review_on", "2027-01-15"), ("until", "2027-02-01"), ("reason", "The child is not known yet.")];
    let longer = rana.send(&format!("{page}/extend"), &longer).await;
    assert_eq!(longer.location(), format!("{page}?done=keeping-extended"), "{}", longer.text);
    let shown = rana.get(&page).await.text;
    assert!(
        shown.contains("From <bdi>31 December 2026</bdi> to <bdi>1 February 2027</bdi>")
            && shown.contains("The child is not known yet.")
    );
    assert_eq!(rana.send(&format!("{page}/hold"), &[("reason", "Order 5")]).await.status, StatusCode::FORBIDDEN);
    // Whoever looks after keeping reads ids and days, and no record.
    let mut omar = Browser::signed_in(&world, &[Role::DataProtectionOfficer], "en").await;
    let empty = omar.send(&format!("{page}/hold"), &[("reason", " ")]).await;
    assert_eq!(empty.status, StatusCode::CONFLICT);
    let held = omar.send(&format!("{page}/hold"), &[("reason", "Order 5 of the court.")]).await;
    assert_eq!(held.location(), format!("{page}?done=keeping-held"));
    assert!(omar.get(&page).await.text.contains("Order 5 of the court."));
    world.clock.advance_us(200 * 86_400_000_000);
    // Nobody is signed in for so long.
    let mut omar = Browser::signed_in(&world, &[Role::DataProtectionOfficer], "en").await;
    let due = omar.get("/keeping").await.text;
    assert!(due.contains(&clue) && due.contains("a hold forbids erasing it") && !due.contains("canary"), "{due}");
    let lifted = omar.send(&format!("{page}/lift-hold"), &[("reason", "The court lifted it.")]).await;
    assert_eq!(lifted.location(), format!("{page}?done=keeping-hold-lifted"));
    assert!(omar.get("/keeping").await.text.contains("erase it, or keep it longer"));
    for lang in ["ar", "fr", "es"] {
        omar.send("/settings/language", &[("language", lang), ("next", "/")]).await;
        for path in ["/keeping", &page, &format!("/handling/{clue}")] {
            let shown = omar.get(path).await;
            assert!(shown.status == StatusCode::OK && !shown.text.contains('‹'), "{path} in {lang}: {}", shown.text);
        }
    }
}

#[tokio::test]
async fn a_record_is_erased_by_two_and_its_page_says_where_it_still_is() {
    let world = world().await;
    let (clue, other) = {
        let mut examiner = officer(&world).await;
        let fields = [("kind", "plug"), ("certainty", "certain"), ("words", "A canary.")];
        (made(&mut examiner, "/clues", &fields).await, made(&mut examiner, "/clues", &fields).await)
    };
    let page = format!("/keeping/{clue}");
    let mut coordinator = Browser::signed_in(&world, &[Role::Coordinator], "en").await;
    assert!(!coordinator.get(&page).await.text.contains(&format!("action=\"{page}/erase\"")));
    let ground = [("because", "written-in-error")];
    assert_eq!(coordinator.send(&format!("{page}/erase"), &ground).await.status, StatusCode::FORBIDDEN);
    let mut omar = Browser::signed_in(&world, &[Role::DataProtectionOfficer], "en").await;
    let mut supervisor = Browser::signed_in(&world, &[Role::Supervisor], "en").await;
    let too_early = omar.send(&format!("{page}/erase"), &[("because", "expired")]).await;
    assert!(too_early.status == StatusCode::CONFLICT && too_early.text.contains("kept until a later day"));
    let alone = omar.send(&format!("{page}/erase"), &ground).await;
    assert_eq!(alone.status, StatusCode::CONFLICT);
    assert!(alone.text.contains("One person alone may not do this"), "{}", alone.text);
    assert!(alone.text.contains("value=\"written-in-error\" selected"), "what was chosen stays: {}", alone.text);
    // A ground that there is not stands as it was sent.
    let strange = [("verb", "record-erase"), ("subject", &clue), ("because", "<b>whim"), ("reason", "No reason.")];
    omar.send("/second-persons/ask", &strange).await;
    let shown = supervisor.get("/second-persons").await.text;
    assert!(shown.contains("&lt;b&gt;whim") || shown.contains("&#60;b&#62;whim"), "{shown}");
    let id = between(&shown, "name=\"id\" value=\"", "\"").to_owned();
    let declined = [("id", id.as_str()), ("agrees", "false"), ("reason", "What for?")];
    assert_eq!(supervisor.send("/second-persons", &declined).await.status, StatusCode::SEE_OTHER);
    let ask = [("verb", "record-erase"), ("subject", &clue), ground[0], ("reason", "The room is another one.")];
    assert_eq!(omar.send("/second-persons/ask", &ask).await.location(), "/second-persons?done=second-person-asked");
    let shown = supervisor.get("/second-persons").await.text;
    assert!(shown.contains("it should never have been written") && shown.contains(&clue), "{shown}");
    let id = between(&shown, "name=\"id\" value=\"", "\"").to_owned();
    let agreed = supervisor.send("/second-persons", &[("id", &id), ("agrees", "true")]).await;
    assert_eq!(agreed.location(), "/second-persons?done=second-person-answered");
    let other_ground = omar.send(&format!("{page}/erase"), &[("because", "ordered")]).await;
    assert_eq!(other_ground.status, StatusCode::CONFLICT, "they agreed to another ground");
    let erased = omar.send(&format!("{page}/erase"), &ground).await;
    assert_eq!(erased.status, StatusCode::OK, "{}", erased.text);
    assert!(erased.text.contains("In no copy and no backup that this node knows of."), "{}", erased.text);
    assert!(erased.text.contains(&clue) && !erased.text.contains("canary"));
    assert_eq!(omar.get(&page).await.status, StatusCode::NOT_FOUND);
    for lang in ["ar", "fr", "es"] {
        omar.send("/settings/language", &[("language", lang), ("next", "/")]).await;
        let shown = omar.get(&format!("/keeping/{other}")).await;
        assert!(shown.status == StatusCode::OK && !shown.text.contains('‹'), "{lang}: {}", shown.text);
    }
}

#[tokio::test]
async fn what_a_child_wishes_and_consents_to_is_written_down_and_withdrawn() {
    let world = world().await;
    let mut rana = officer(&world).await;
    let victim = made(&mut rana, "/victims", &[]).await;
    let page = format!("/victims/{victim}");
    let mut ali = Browser::signed_in(&world, &[Role::SocialWorker], "en").await;
    let wish = [("wish", "wants"), ("through", "counsel")];
    assert_eq!(ali.send(&format!("{page}/wish"), &wish).await.location(), format!("{page}?done=wish-set"));
    assert!(ali.get(&page).await.text.contains("Wants to be told, through: <bdi>counsel</bdi>"));
    let nothing = ali.send(&format!("{page}/consent"), &[("by", "guardian")]).await;
    assert_eq!(nothing.status, StatusCode::CONFLICT);
    assert!(nothing.text.contains("Say what is consented to"), "{}", nothing.text);
    let given = [("scopes", "sharing"), ("scopes", "notification"), ("by", "guardian")];
    made(&mut ali, &format!("{page}/consent"), &given).await;
    let shown = ali.get(&page).await.text;
    assert!(shown.contains("sharing the record with partners</span> by <bdi>a parent or guardian</bdi>"), "{shown}");
    made(&mut ali, &format!("{page}/withdraw"), &[("scopes", "sharing"), ("by", "victim")]).await;
    let shown = ali.get(&page).await.text;
    assert!(shown.contains("sharing the record with partners</span> by <bdi>the child</bdi>"), "{shown}");
    assert!(shown.contains("the copies that partners have") && !shown.contains("letters and calls"), "{shown}");
    // Everything, where nothing is named: the wish to be told ends as well.
    made(&mut ali, &format!("{page}/withdraw"), &[("by", "victim")]).await;
    let shown = ali.get(&page).await.text;
    assert!(shown.contains("letters and calls") && shown.contains("Does not want to be told"), "{shown}");
    let mut examiner = Browser::signed_in(&world, &[Role::Examiner], "en").await;
    assert_eq!(examiner.send(&format!("{page}/wish"), &wish).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_came_to_be_known_of_a_report_stands_beside_what_it_said() {
    let world = world().await;
    let mut rana = officer(&world).await;
    let chain = chain(&mut rana).await;
    let page = format!("/reports/{}", chain.report);
    let shown = rana.get(&page).await.text;
    let form = between(&shown, &format!("action=\"{page}/version\""), "</form>");
    assert!(form.contains("value=\"grooming\" checked") && form.contains("value=\"7-10\" selected"), "{form}");
    assert!(!form.contains("Canary words"), "words are read apart");
    let version = |harmed: &'static str| {
        [
            ("weight", "referral"),
            ("viewed", "not-said"),
            ("youngest", "3-6"),
            ("signs", "extortion"),
            ("harmed", harmed),
        ]
    };
    let refused = rana.send(&format!("{page}/version"), &version("nobody of that name")).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("Nothing that you may see is called so"), "{}", refused.text);
    let added = rana.send(&format!("{page}/version"), &version("JO-1-000001")).await;
    assert_eq!(added.location(), format!("{page}?done=report-version-added"), "{}", added.text);
    let shown = rana.get(&page).await.text;
    assert!(shown.contains(&chain.victim), "{shown}");
    let read = rana.send(&format!("{page}/text"), &[]).await;
    assert!(read.text.contains("Canary words of a report."), "they stay");
    let mut examiner = Browser::signed_in(&world, &[Role::Examiner], "en").await;
    let denied = examiner.send(&format!("{page}/version"), &version("")).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_node_can_leave_disputed_borders_out() {
    let settings = Settings { disputed_borders: DisputedBorders::Hidden, ..Settings::default() };
    let world = world_with(settings).await;
    let mut rana = officer(&world).await;
    let place = [("thing", "place"), ("place_kind", "area"), ("country", "TN"), ("device_kind", "phone")];
    let country = made(&mut rana, "/things", &place).await;
    let shown = rana.get(&format!("/links/around/{country}")).await.text;
    assert!(shown.contains("data-disputed=\"hidden\"") && shown.contains("are left out."), "{shown}");
}

#[tokio::test]
async fn a_merge_of_series_is_undone_from_its_history() {
    let world = world().await;
    let mut rana = officer(&world).await;
    let chain = chain(&mut rana).await;
    let page = format!("/series/{}", chain.series);
    let merge = [
        ("absorb", chain.other_series.as_str()),
        ("confidence", "certain"),
        ("statement", "One set."),
        ("reason", "The same room."),
    ];
    made(&mut rana, &format!("{page}/merge"), &merge).await;
    let merged = rana.get(&page).await.text;
    assert!(merged.contains("Merged with another series") && merged.contains("The canary garden"), "{merged}");
    let link = between(&merged, "name=\"asserted\" value=\"", "\"").to_owned();
    // A change is one moment's: what is undone later is another.
    world.clock.advance_us(1_000_000);
    let undo = [("asserted", link.as_str()), ("reason", "Two rooms after all.")];
    let undone = rana.send(&format!("{page}/undo"), &undo).await;
    assert_eq!(undone.location(), format!("{page}?done=series-undone"), "{}", undone.text);
    let shown = rana.get(&page).await.text;
    assert!(shown.contains("A merge was undone") && shown.contains("Two rooms after all."), "{shown}");
    let clue = [("kind", "toy"), ("certainty", "likely"), ("words", "A red lorry.")];
    made(&mut rana, &format!("{page}/clue"), &clue).await;
    assert!(rana.get(&page).await.text.contains("A red lorry."));
}

#[tokio::test]
async fn a_search_for_people_asks_for_a_case_or_a_purpose_and_stands_in_no_address() {
    let world = world().await;
    let mut rana = officer(&world).await;
    let chain = chain(&mut rana).await;
    let mut form = vec![("by", "handle"), ("written", "canary77"), ("service", "chat.example"), ("purpose", "")];
    let refused = rana.send("/search/exact", &form).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("role=\"alert\"") && refused.text.contains("value=\"canary77\""), "{}", refused.text);
    form[3] = ("case", &chain.case);
    let found = rana.send("/search/exact", &form).await;
    assert_eq!(found.status, StatusCode::OK, "{}", found.text);
    assert!(found.text.contains(&format!("href=\"/things/{}\"", chain.account)), "{}", found.text);
    let found = rana.send("/search/words", &[("words", "canary plug")]).await;
    assert!(found.text.contains(&format!("href=\"/clues/{}\"", chain.clue)), "{}", found.text);
    let mut sami = officer(&world).await;
    let found = sami.send("/search/words", &[("words", "canary plug")]).await;
    assert!(!found.text.contains(&chain.clue), "nobody finds what they may not see");
}

#[tokio::test]
async fn a_note_about_a_series_is_written_to_a_colleague_and_says_when_it_was_read() {
    let world = world().await;
    let mut rana = officer(&world).await;
    let mut sami = officer(&world).await;
    let series = made(&mut rana, "/series", &[("name", "Blue sofa")]).await;
    let page = format!("/series/{series}");
    let shown = rana.get(&page).await.text;
    let (form, _) = shown.split_once("name=\"words\" rows=\"3\" maxlength").expect("a form to write a note");
    let offered = form.rsplit_once("<select name=\"to\"").unwrap().1;
    assert!(
        !offered.contains("Colleague u2<") && !offered.contains("matcher"),
        "neither oneself nor a machine: {offered}"
    );
    let to =
        between(offered.split_once("Colleague u3<").unwrap().0.rsplit_once("<option ").unwrap().1, "value=\"", "\"");
    let to = to.to_owned();
    let note = format!("{page}/note");
    let refused = rana.send(&note, &[("to", &to), ("words", " ")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("a note says something"), "{}", refused.text);
    let written = rana.send(&note, &[("to", &to), ("words", "Seen this <b>sofa</b>?")]).await;
    assert_eq!(written.location(), format!("{page}?done=series-note-written"));
    let shown = rana.get(&page).await.text;
    assert!(shown.contains("Seen this &#60;b&#62;sofa") && shown.contains("Not read yet"), "{shown}");
    assert!(!shown.contains("/read-notes"), "it is not for whoever wrote it");
    let today = sami.get("/").await.text;
    assert!(today.contains("wrote to you") && today.contains(&format!("href=\"{page}\"")), "{today}");
    assert!(sami.get(&page).await.text.contains(&format!("action=\"{page}/read-notes\"")));
    let read = sami.send(&format!("{page}/read-notes"), &[]).await;
    assert_eq!(read.location(), format!("{page}?done=series-notes-read"));
    let shown = rana.get(&page).await.text;
    assert!(shown.contains("Read:") && !shown.contains("Not read yet"), "{shown}");
    assert!(!sami.get("/").await.text.contains("wrote to you"));
}

#[tokio::test]
async fn a_series_names_the_countries_to_which_its_links_lead_each_with_its_reason() {
    let world = world().await;
    let mut rana = officer(&world).await;
    let series = made(&mut rana, "/series", &[("name", "Blue sofa")]).await;
    let page = format!("/series/{series}");
    assert!(rana.get(&page).await.text.contains("No link leads to a country yet."));
    let place = [("thing", "place"), ("place_kind", "area"), ("country", "TN"), ("device_kind", "phone")];
    let place = made(&mut rana, "/things", &place).await;
    link(&mut rana, &series, &place, "taken-at").await;
    let shown = rana.get(&page).await.text;
    let countries = between(&shown, "aria-labelledby=\"countries\"", "</section>");
    assert!(countries.contains("<bdi dir=\"ltr\">TN</bdi>") && countries.contains("likely"), "{countries}");
    assert!(countries.contains(&format!("/things/{place}")), "{countries}");
}
