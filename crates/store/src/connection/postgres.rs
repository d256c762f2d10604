//! What only PostgreSQL needs: whether the server may hold our data, our schema, and whose turn it is to write.

use std::net::IpAddr;
use std::str::FromStr as _;

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{AnyConnection, Connection as _, Executor as _};

use crate::column::get;
use crate::error::{Error, doing};

/// How a change begins; [`wait_for_turn`] comes next.
///
/// READ COMMITTED is enough, because there is one writer: whoever holds the turn keeps it until commit or rollback, so
/// nobody else's change can come between two statements of ours. And it is needed: each statement sees what was committed
/// before it began. In a REPEATABLE READ transaction the moment would be fixed when we begin to wait, and having had our
/// turn we would not see the entry that was written meanwhile.
pub(super) const BEGIN_WRITING: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

/// Waits until no other process has a change under way, and holds the turn until the transaction ends, also when its
/// process dies.
///
/// A lock on the frontier's row would do the same from the second entry on; this one is there for the first too, and for
/// migrations, and vacuuming never waits for it. PostgreSQL lets go of it after the commit can be seen by all, so the next
/// one reads the new frontier. Should a program ever write without it, the ledger's primary key refuses a second entry at
/// the same place. The number is no more than a name: the first eight bytes of the SHA-256 of `sanad ledger`.
pub(super) async fn wait_for_turn(connection: &mut AnyConnection) -> Result<(), Error> {
    connection
        .execute("SELECT pg_advisory_xact_lock(6227642751198367658)")
        .await
        .map_err(doing("waiting for the turn to write"))?;
    Ok(())
}

/// Makes the schema that everything of ours is in, unless it is there: somebody who may not make schemas can be given one.
/// What follows in the transaction takes as long as it takes.
pub(super) async fn make_schema(connection: &mut AnyConnection) -> Result<(), Error> {
    let step = "making the schema";
    connection.execute("SET LOCAL statement_timeout = 0").await.map_err(doing(step))?;
    let found =
        connection.fetch_optional("SELECT 1 FROM pg_namespace WHERE nspname = 'sanad'").await.map_err(doing(step))?;
    if found.is_none() {
        connection.execute("CREATE SCHEMA sanad").await.map_err(doing(step))?;
    }
    Ok(())
}

/// Refuses an address that leads over a network without `sslmode=verify-full`: casework does not travel in the clear, nor to
/// whoever answers in the server's place. A socket in the file system and the machine itself are no network.
pub(super) fn refuse_open_wire(url: &str) -> Result<(), Error> {
    let options = read(url)?;
    let host = options.get_host();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let is_here = options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if is_here || matches!(options.get_ssl_mode(), PgSslMode::VerifyFull) {
        Ok(())
    } else {
        Err(Error::Unfit {
            what: format!(
                "{host} is another machine: add sslmode=verify-full to its address, and sslrootcert=FILE where its \
                 certificate is signed by an authority of your own, so that the connection is encrypted and leads to it"
            ),
        })
    }
}

/// Host, port and name of the database, and nothing else of the address.
pub(super) fn shown(url: &str) -> Result<String, Error> {
    let options = read(url)?;
    let host = match options.get_socket() {
        Some(socket) => socket.display().to_string(),
        None => options.get_host().to_owned(),
    };
    // As PostgreSQL does where no name is given.
    let name = options.get_database().unwrap_or(options.get_username());
    Ok(format!("postgres {host} {} {name}", options.get_port()))
}

fn read(url: &str) -> Result<PgConnectOptions, Error> {
    // Of the parser's words only those that cannot hold what was given: an address may hold a password.
    PgConnectOptions::from_str(url).map_err(|_| Error::Unfit {
        what: "its address cannot be read; it has the form postgres://user@host/name".into(),
    })
}

/// Refuses a database that would not do as SQLite does: text in UTF-8, sorted by its bytes, and on disk once committed.
pub(super) async fn prove_fit(connection: &mut AnyConnection) -> Result<(), Error> {
    let step = "asking the database what it is";
    let row = connection
        .fetch_one("SELECT current_setting('server_encoding'), current_setting('fsync')")
        .await
        .map_err(doing(step))?;
    let (encoding, fsync) = (get::<String>(&row, 0)?, get::<String>(&row, 1)?);
    if encoding != "UTF8" {
        return Err(unfit(format!("its text is {encoding}, not UTF8")));
    }
    if fsync != "on" {
        return Err(Error::Unfit {
            what: "the server's fsync is off: what was acknowledged would not survive a power cut; switch it on".into(),
        });
    }
    // What differs between orders by bytes, by a language and by code units of UTF-16.
    let sql = "SELECT ('B' < 'a') AND ('a-b' < 'ab') AND ('a b' < 'ab') AND ('z' < U&'\\00E9')
               AND (U&'\\FFFD' < U&'\\+010000')";
    let row = connection.fetch_one(sql).await.map_err(doing(step))?;
    if get::<bool>(&row, 0)? { Ok(()) } else { Err(unfit("it does not sort text by its bytes".into())) }
}

fn unfit(why: String) -> Error {
    Error::Unfit { what: format!("{why}; make one that does: createdb -T template0 -E UTF8 -l C NAME") }
}

/// Gives the room of what was removed back. The connection is closed afterwards, for its settings are changed.
pub(super) async fn vacuum(mut connection: AnyConnection) -> Result<(), Error> {
    let step = "vacuuming the database";
    // A large table takes its time; and what belongs to others is passed over without a word.
    connection.execute("SET statement_timeout = 0").await.map_err(doing(step))?;
    connection.execute("SET client_min_messages = error").await.map_err(doing(step))?;
    connection.execute("VACUUM").await.map_err(doing(step))?;
    connection.close().await.map_err(doing(step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_reached_without_encryption() {
        for url in [
            "postgres://sanad@localhost/sanad",
            "postgres://sanad@127.0.0.1:5433/sanad",
            "postgres://sanad@[::1]/sanad",
            "postgres:///sanad?host=/run/postgresql&user=sanad",
            "postgres://sanad@%2Frun%2Fpostgresql/sanad",
            "postgres://sanad:secret@db.example/sanad?sslmode=verify-full",
        ] {
            assert!(refuse_open_wire(url).is_ok(), "{url}");
        }
        for url in [
            "postgres://sanad:secret@db.example/sanad",
            "postgres://sanad:secret@192.0.2.7/sanad?sslmode=require",
            "postgres://sanad:secret@192.0.2.7/sanad?sslmode=verify-full&sslmode=verify-ca",
            "postgres://sanad:secret@db.example:port/sanad",
            "postgres://sanad:secret@db.example/sanad?sslmode=secret",
            "postgres://sanad:secret@localhost/sanad?host=db.example",
            "postgres://sanad:secret@localhost.example/sanad",
        ] {
            match refuse_open_wire(url) {
                Err(error @ Error::Unfit { .. }) => assert!(!format!("{error} {error:?}").contains("secret"), "{url}"),
                other => panic!("{url}: {other:?}"),
            }
        }
    }

    #[test]
    fn an_address_is_shown_without_user_and_password() {
        let url = "postgres://sanad:secret@db.example:5433/unit?sslmode=verify-full&password=secret";
        assert_eq!(shown(url).unwrap(), "postgres db.example 5433 unit");
    }
}
