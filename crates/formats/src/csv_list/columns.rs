//! Which column means what: by the names in use, or by what the list's owner maps.

use std::collections::BTreeMap;

use casework::list::HashKind;

use crate::row::{Unreadable, closed_set};

closed_set! {
    /// What a column may mean. The codes are the names under `[columns]` in a list's TOML.
    Column {
        /// The owner's id of an entry.
        Id = "id",
        /// MD5.
        Md5 = "md5",
        /// SHA-1.
        Sha1 = "sha1",
        /// SHA-256.
        Sha256 = "sha256",
        /// PDQ.
        Pdq = "pdq",
        /// A hash whose kind the list's `kind` says, or its length where that is no guess.
        Hash = "hash",
        /// PhotoDNA: kept, never matched.
        PhotoDna = "photodna",
        /// The quality of the PDQ.
        PdqQuality = "pdq-quality",
        /// The category.
        Category = "category",
        /// The scheme that the category belongs to.
        Scheme = "scheme",
        /// Bytes of the file.
        Size = "size",
        /// Path of the file.
        Path = "path",
        /// Name of the file.
        Name = "name",
        /// Type of the file.
        Mime = "mime",
        /// Whether it was deleted.
        Deleted = "deleted",
        /// Whether it lay in unallocated space.
        Unallocated = "unallocated",
    }
}

impl Column {
    /// The kind of hash that stands in it.
    pub fn hash_kind(self) -> Option<HashKind> {
        match self {
            Column::Md5 => Some(HashKind::Md5),
            Column::Sha1 => Some(HashKind::Sha1),
            Column::Sha256 => Some(HashKind::Sha256),
            Column::Pdq => Some(HashKind::Pdq),
            _ => None,
        }
    }
}

/// How a table is to be read where it does not say so itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnMap {
    /// What stands between fields; without it the header shows.
    pub delimiter: Option<u8>,
    /// Whether the first line names the columns.
    pub has_header: bool,
    /// Columns by their name in the header, whatever its case, or by their number from 1.
    pub columns: BTreeMap<Column, String>,
}

impl Default for ColumnMap {
    fn default() -> ColumnMap {
        ColumnMap { delimiter: None, has_header: true, columns: BTreeMap::new() }
    }
}

/// What becomes of the fields of one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    /// It means this.
    Is(Column),
    /// Kept as a word of this name.
    Word(String),
}

impl ColumnMap {
    /// The roles of all columns of a header. A second column of one meaning is a word.
    pub(crate) fn roles(&self, header: &[String]) -> Result<Vec<Role>, Unreadable> {
        let mut roles: Vec<Option<Role>> = vec![None; header.len()];
        for (column, named) in &self.columns {
            let by_name = header.iter().position(|name| name.trim().eq_ignore_ascii_case(named.trim()));
            let by_number = || named.trim().parse::<usize>().ok()?.checked_sub(1);
            let missing = || Unreadable::ColumnMissing { column: named.clone() };
            let at = by_name.or_else(by_number).ok_or_else(missing)?;
            if at >= roles.len() {
                // Without a header the width is the first row's, and later rows may be wider.
                if self.has_header || at >= 1000 {
                    return Err(missing());
                }
                roles.resize(at + 1, None);
            }
            roles[at] = Some(Role::Is(*column));
        }
        let mut taken: Vec<Column> = self.columns.keys().copied().collect();
        for (role, name) in roles.iter_mut().zip(header) {
            let known = known_column(name).filter(|column| self.has_header && !taken.contains(column));
            if role.is_none() {
                taken.extend(known);
                *role = known.map(Role::Is);
            }
        }
        let word = |(at, role): (usize, Option<Role>)| {
            let name = header.get(at).map(|name| name.trim()).filter(|name| self.has_header && !name.is_empty());
            role.unwrap_or_else(|| Role::Word(name.map_or_else(|| format!("column {}", at + 1), str::to_owned)))
        };
        Ok(roles.into_iter().enumerate().map(word).collect())
    }
}

/// Whether a row may hold a hash.
pub(crate) fn has_hash(roles: &[Role]) -> bool {
    roles.iter().any(|role| matches!(role, Role::Is(column) if *column == Column::Hash || column.hash_kind().is_some()))
}

/// The meaning of a column's name, as tools and owners spell it.
pub(crate) fn known_column(name: &str) -> Option<Column> {
    let plain: String = name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    Some(match plain.as_str() {
        "id" | "entryid" | "imageid" | "mediaid" | "hashid" => Column::Id,
        "md5" | "md5hash" | "hashmd5" => Column::Md5,
        "sha1" | "sha1hash" | "hashsha1" => Column::Sha1,
        "sha256" | "sha256hash" | "hashsha256" => Column::Sha256,
        "pdq" | "pdqhash" | "hashpdq" => Column::Pdq,
        "hash" | "hashvalue" | "digest" => Column::Hash,
        "photodna" | "pdna" => Column::PhotoDna,
        "pdqquality" | "quality" => Column::PdqQuality,
        "category" | "categorisation" | "categorization" => Column::Category,
        "scheme" | "scale" => Column::Scheme,
        "size" | "filesize" | "sizebytes" | "bytes" => Column::Size,
        "path" | "filepath" | "fullpath" | "fullname" => Column::Path,
        "name" | "filename" => Column::Name,
        "mime" | "mimetype" => Column::Mime,
        "deleted" | "isdeleted" => Column::Deleted,
        "unallocated" | "isunallocated" => Column::Unallocated,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, mapped: &[(Column, &str)], expected: &str) {
        let columns = mapped.iter().map(|(column, name)| (*column, name.to_string())).collect();
        let header: Vec<String> = header.split(',').map(str::to_owned).collect();
        let roles = ColumnMap { columns, ..ColumnMap::default() }.roles(&header).unwrap();
        let text: Vec<String> = roles
            .iter()
            .map(|role| match role {
                Role::Is(column) => column.code().to_owned(),
                Role::Word(name) => format!("\"{name}\""),
            })
            .collect();
        assert_eq!(text.join(" "), expected);
    }

    #[test]
    fn headers_and_mappings() {
        check(
            "md5,sha1,sha256,pdq,pdq_quality,size,scale,category,source",
            &[],
            "md5 sha1 sha256 pdq pdq-quality size scheme category \"source\"",
        );
        check("SHA-1,MD5,CRC32,FileName,FileSize", &[], "sha1 md5 \"CRC32\" name size");
        check("MD5,Fingerprint,Note", &[(Column::Sha1, "fingerprint"), (Column::Id, "3")], "md5 sha1 id");
        check("md5,x", &[(Column::Md5, "x")], "\"md5\" md5");
        check("md5,MD5", &[], "md5 \"MD5\"");
    }

    #[test]
    fn a_column_that_is_not_there() {
        let map = ColumnMap { columns: [(Column::Md5, "none".to_owned())].into(), ..ColumnMap::default() };
        assert!(matches!(map.roles(&["md5".to_owned()]), Err(Unreadable::ColumnMissing { .. })));
    }
}
