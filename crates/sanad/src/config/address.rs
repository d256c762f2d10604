//! The address of a database server, as it may be shown: without its password.

/// What stands in the place of a password.
const WITHHELD: &str = "…";

/// An address as it may be shown, and whether a password was left out of it. What has not the form of one may hold a password
/// anywhere, and is left out as a whole.
pub fn without_password(address: &str) -> (String, bool) {
    let Some((scheme, rest)) = address.split_once("://") else { return (WITHHELD.to_owned(), true) };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    let mut held = false;
    let authority = match authority.rsplit_once('@') {
        Some((user, host)) => match user.split_once(':') {
            Some((user, _)) => {
                held = true;
                format!("{user}:{WITHHELD}@{host}")
            }
            None => authority.to_owned(),
        },
        None => authority.to_owned(),
    };
    let Some((path, query)) = rest.split_once('?') else { return (format!("{scheme}://{authority}{rest}"), held) };
    let of_query = |part: &str| {
        let is_password = form_urlencoded::parse(part.as_bytes()).any(|(key, _)| key == "password");
        if is_password { (format!("password={WITHHELD}"), true) } else { (part.to_owned(), false) }
    };
    let parts: Vec<(String, bool)> = query.split('&').map(of_query).collect();
    held |= parts.iter().any(|(_, held)| *held);
    let query: Vec<String> = parts.into_iter().map(|(part, _)| part).collect();
    (format!("{scheme}://{authority}{path}?{}", query.join("&")), held)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown_wherever_it_stands() {
        let check = |address: &str, expected: &str| {
            let (shown, held) = without_password(address);
            assert_eq!((shown.as_str(), held), (expected, address.contains("secret")), "{address}");
        };
        check("postgres://db.example/unit", "postgres://db.example/unit");
        check("postgres://sanad@db.example:5433/unit?sslmode=x", "postgres://sanad@db.example:5433/unit?sslmode=x");
        check("postgres://sanad:secret@db.example/unit", "postgres://sanad:…@db.example/unit");
        check("postgres://sanad:se@cret:secret@db/unit", "postgres://sanad:…@db/unit");
        check("postgres:///unit?user=a&password=secret&host=/run", "postgres:///unit?user=a&password=…&host=/run");
        check("postgres:///unit?pass%77ord=secret", "postgres:///unit?password=…");
        check("sanad:secret@db.example/unit", "…");
    }
}
