//! A call for every route of the document, its body made of the document's own schemas: what a route asks for is said in one
//! place, and a new route is called without anybody thinking of it.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Value, json};

/// What stands in for a field: by `Schema.field`, by `Schema`, by `field`, and by the `prefix` of an id.
pub(crate) type Names = BTreeMap<String, Value>;

/// A call, whole but for who makes it.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) operation: String,
    pub(crate) verb: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: Option<String>,
    /// Whether the body is bytes.
    pub(crate) is_bytes: bool,
}

/// What fields are called by when nothing else is said: values that the routes read, of things that are not there.
pub(crate) fn names() -> Names {
    let file = json!({ "sha256": "0".repeat(64) });
    let id = |prefix: &str| json!(format!("{prefix}_0000000000000000"));
    let known = [
        ("AskedHashes", json!({ "md5": crate::world::LISTED_MD5 })),
        ("SuppressMatch", json!({ "list": "None", "reason": "Some words.", "days": 7 })),
        ("PersonEntries.user", id("usr")),
        ("CloseCase.outcome", json!(["child-identified"])),
        ("PauseClock.because", json!("court-order")),
        ("StopClock.because", json!("plan-ended")),
        ("ReadVictimIdentity.purpose", json!("protection")),
        ("SplitSeries.into", id("ser")),
        ("NameDeputy.user", id("usr")),
        ("EndDeputy.user", id("usr")),
        ("SplitSeries.from", id("ser")),
        ("HandOverCase.to", id("unt")),
        ("AddToCase.records", json!([id("clu")])),
        ("NameDeputy.days", json!(7)),
        ("AddToken.days", json!(7)),
        ("ReviewGlass.verdict", json!("justified")),
        ("RecordOutcome.kinds", json!(["child-identified"])),
        ("verdict", json!({ "not-illegal": { "under": "interpol-baseline" } })),
        ("facts", json!({})),
        ("roles", json!(["grader"])),
        ("scope", json!(["user-show-own"])),
        ("scopes", json!(["notification"])),
        ("hashes", json!(["0".repeat(32)])),
        ("user", json!("nobody")),
        ("unit", json!("Unit One")),
        ("login", json!("some.body")),
        ("password", json!("a password of several plain words")),
        ("new_password", json!("another password of plain words")),
        ("list", json!("None")),
        ("file", file.clone()),
        ("files", json!([file])),
        ("members", json!([file])),
        ("viewed", json!([])),
        ("representative", file),
        ("at", json!(crate::world::NOON_US)),
        ("victim", id("vic")),
        ("person", id("per")),
        ("address", id("adr")),
        ("case", id("cas")),
        ("clock", id("clk")),
        ("series", id("ser")),
        ("keep", id("ser")),
        ("clue", id("clu")),
        ("report", id("rep")),
        ("link", id("lnk")),
        ("path", json!("nothing")),
    ];
    known.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Where a path begins decides which record its `{id}` names.
const IDS_OF_PATHS: &[(&str, &str)] = &[
    ("/cases/", "cas"),
    ("/clues/", "clu"),
    ("/exposure/", "usr"),
    ("/handlings/", "vic"),
    ("/holdings/series/", "ser"),
    ("/jobs/", "job"),
    ("/keeping/", "clu"),
    ("/leads/", "lea"),
    ("/operations/", "opn"),
    ("/persons/", "per"),
    ("/records/", "vic"),
    ("/reports/", "rep"),
    ("/series/", "ser"),
    ("/things/", "plc"),
    ("/victims/", "vic"),
];

/// Every call of the document but the public ones.
pub(crate) fn calls(document: &Value, names: &Names) -> Vec<Call> {
    let mut calls = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Some(verb) = operation["x-sanad-action"].as_str() else { continue };
            let id = operation["operationId"].as_str().unwrap().to_owned();
            // Served only where it is asked for; the same verb as by POST.
            if id == "match-query-by-get" {
                continue;
            }
            let content = operation["requestBody"]["content"].as_object();
            let (kind, media) = content.and_then(|content| content.iter().next()).unzip();
            let is_bytes = kind.is_some_and(|kind| kind != "application/json");
            let body = media.map(|media| match is_bytes {
                true => "md5\n0123456789abcdef0123456789abcdef\n".to_owned(),
                false => sample(document, &media["schema"], "", "", names).to_string(),
            });
            let method = method.to_uppercase().parse().unwrap();
            let path = filled(document, path, operation, names);
            calls.push(Call { operation: id, verb: verb.to_owned(), method, path, body, is_bytes });
        }
    }
    calls
}

fn id_of(prefix: &str, names: &Names) -> Value {
    names.get(prefix).cloned().unwrap_or_else(|| json!(format!("{prefix}_0000000000000000")))
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn filled(document: &Value, path: &str, operation: &Value, names: &Names) -> String {
    let of_file = names["file"]["sha256"].as_str().map(|digits| format!("sha256:{digits}")).unwrap_or_default();
    let short = path.trim_start_matches("/api/v1");
    let mut path = path.to_owned();
    let mut query = Vec::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap();
        match parameter["in"].as_str().unwrap() {
            "path" => {
                let prefix = IDS_OF_PATHS.iter().find(|(begins, _)| short.starts_with(begins)).map(|(_, id)| *id);
                let value = match (name, prefix) {
                    ("id", _) if short.starts_with("/files/") => of_file.clone(),
                    ("file", _) => of_file.clone(),
                    ("id", Some(prefix)) => text(&id_of(prefix, names)),
                    ("index", _) => "0".to_owned(),
                    _ => names.get(name).map_or_else(|| "none".to_owned(), text),
                };
                path = path.replace(&format!("{{{name}}}"), &value);
            }
            "query" if parameter["required"] == true => {
                let value = match name {
                    "of" | "from" => text(&id_of("vic", names)),
                    "to" => text(&id_of("plc", names)),
                    _ => text(&sample(document, &parameter["schema"], "", name, names)),
                };
                query.push(format!("{name}={}", value.replace(' ', "%20")));
            }
            _ => {}
        }
    }
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

/// A value of this schema, as short as the schema allows.
fn sample(document: &Value, schema: &Value, of: &str, field: &str, names: &Names) -> Value {
    let said = names.get(&format!("{of}.{field}")).or_else(|| names.get(field));
    if let (Some(value), false) = (said, field.is_empty()) {
        return value.clone();
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        if let Some(value) = names.get(name) {
            return value.clone();
        }
        return sample(document, &document["components"]["schemas"][name], name, "", names);
    }
    if let Some(first) = schema["oneOf"].as_array().and_then(|all| all.first()) {
        return sample(document, first, of, "", names);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let fields = parts.iter().filter_map(|part| match sample(document, part, of, "", names) {
            Value::Object(fields) => Some(fields),
            _ => None,
        });
        return Value::Object(fields.flatten().collect());
    }
    if let Some(properties) = schema["properties"].as_object() {
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let fields = properties.iter().filter(|(name, _)| required.contains(&name.as_str()));
        let name = |schema: &Value, field: &str| sample(document, schema, of, field, names);
        return fields.map(|(field, schema)| (field.clone(), name(schema, field))).collect();
    }
    if let Some(first) = schema["enum"].as_array().and_then(|all| all.first()) {
        return first.clone();
    }
    if let Some(example) = schema.get("example") {
        let prefix = example.as_str().and_then(|text| text.strip_suffix("_0000000000000000"));
        return prefix.map_or_else(|| example.clone(), |prefix| id_of(prefix, names));
    }
    match schema["type"].as_str().or(schema["type"][0].as_str()).unwrap_or_default() {
        "array" => json!([sample(document, &schema["items"], of, "", names)]),
        "integer" => schema.get("minimum").cloned().unwrap_or(json!(1)),
        "boolean" => json!(false),
        "object" => json!({}),
        _ => json!("Some words."),
    }
}
