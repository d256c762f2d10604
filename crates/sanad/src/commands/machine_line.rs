//! What `--json` prints: one line for each answer, its schema and version first. Decides nothing.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use casework::exhibit::Exhibit;
use serde_json::{Map, Value, json};

/// One line under way.
pub(super) struct MachineLine(Map<String, Value>);

impl MachineLine {
    /// A line of this schema, version 1.
    pub(super) fn of(schema: &str) -> MachineLine {
        MachineLine(Map::new()).put("schema", schema).put("schema_version", 1)
    }

    /// The same with one more field.
    pub(super) fn put(mut self, name: &str, value: impl Into<Value>) -> MachineLine {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// The same with the fields of an object.
    pub(super) fn put_all(mut self, fields: Value) -> MachineLine {
        if let Value::Object(fields) = fields {
            self.0.extend(fields);
        }
        self
    }

    /// The same with raw bytes: as text, and exactly in `<name>_b64` where they are no UTF-8.
    pub(super) fn put_raw(mut self, name: &str, raw: &[u8]) -> MachineLine {
        put_raw(&mut self.0, name, raw);
        self
    }

    /// Prints it on standard output.
    pub(super) fn print(&self) -> std::io::Result<()> {
        let mut line = Vec::new();
        formats::report::json_text::write_line(&self.0, &mut line)?;
        line.push(b'\n');
        std::io::stdout().lock().write_all(&line)
    }
}

/// Raw bytes as text, and exactly in `<name>_b64` where they are no UTF-8: what differs stays apart.
pub(super) fn put_raw(fields: &mut Map<String, Value>, name: &str, raw: &[u8]) {
    fields.insert(name.to_owned(), String::from_utf8_lossy(raw).into());
    if std::str::from_utf8(raw).is_err() {
        fields.insert(format!("{name}_b64"), STANDARD.encode(raw).into());
    }
}

/// An exhibit with its root as text.
pub(super) fn exhibit(exhibit: &Exhibit) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert("id".to_owned(), exhibit.id.clone().into());
    fields.insert("kind".to_owned(), json!(exhibit.kind));
    put_raw(&mut fields, "root", &exhibit.root);
    fields.insert("custody".to_owned(), json!(exhibit.custody));
    fields.insert("manifest_sha256".to_owned(), json!(exhibit.manifest));
    fields.insert("changed_meanwhile".to_owned(), exhibit.changed_meanwhile.into());
    fields
}
