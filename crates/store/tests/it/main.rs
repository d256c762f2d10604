//! The store on SQLite files and on a PostgreSQL server: every noun comes back as it was put, and what was acknowledged
//! survives a kill. One suite; what only one of the two promises says so.

/// Runs each of these tests, `async fn name(engine: Engine)`, on both databases.
#[cfg(test)]
macro_rules! on_each_engine {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test]
            async fn on_sqlite() {
                super::$name(store::Engine::Sqlite).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                super::$name(store::Engine::Postgres).await;
            }
        }
    )+};
}

#[cfg(test)]
mod casebook;
#[cfg(test)]
mod exhibits;
#[cfg(test)]
mod gradings;
#[cfg(test)]
mod holdings;
#[cfg(test)]
mod keeping;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod ledger;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod match_stops;
#[cfg(test)]
mod net_server;
#[cfg(test)]
mod people;
#[cfg(test)]
mod places;
#[cfg(test)]
mod postgres;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod second_persons;
#[cfg(test)]
mod series_proposals;
#[cfg(test)]
mod server;
#[cfg(test)]
mod snapshot;
#[cfg(test)]
mod tables_and_lists;
#[cfg(test)]
mod wire;
