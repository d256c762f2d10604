//! A PostgreSQL server of this test program's own, from Debian's package, and a database on it for each test. It goes when
//! the program does, however that ends. Nothing else on the machine is touched.

use std::io::Read as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};

/// A server that is there already, where tests may make and drop databases: `postgres://user@host/postgres`. The last
/// databases of a run, `sanad_test_…`, stay there.
const GIVEN: &str = "SANAD_TEST_POSTGRES";
const START_MAX: Duration = Duration::from_secs(120);

/// Prepares a cluster, runs it with what else it is told, and waits for its standard input to end, which the system closes when the test program is
/// gone, also by `kill -9`. Then it stops the server and removes the folder. Root is refused by PostgreSQL.
const SCRIPT: &str = r#"
set -eu
bin=$1 folder=$2 as='' server=''
shift 2
if [ "$(id -u)" = 0 ]; then
    chown -R postgres "$folder"
    as='setpriv --reuid=postgres --regid=postgres --clear-groups'
fi
stop() {
    [ -e "$folder/ready" ] || cat "$folder/log" >&2
    [ -z "$server" ] || { kill -INT "$server"; wait "$server"; }
    rm -rf "$folder"
}
trap stop EXIT
cd "$folder"
$as "$bin/initdb" -D "$folder/db" -A trust -U sanad -E UTF8 --locale=C --no-sync >"$folder/log" 2>&1
$as "$bin/postgres" -D "$folder/db" -k "$folder" -c max_connections=400 -c shared_buffers=64MB "$@" \
    >>"$folder/log" 2>&1 </dev/null &
server=$!
until "$bin/pg_isready" -q -h "$folder"; do
    kill -0 "$server"
    sleep 0.1
done
: >"$folder/ready"
read -r _ || true
"#;

pub(crate) struct Server {
    /// The address of a database is `before`, its name, `after`.
    before: String,
    after: String,
    // The server goes when this is closed.
    _held: Option<ChildStdin>,
}

/// A database for one test.
pub(crate) struct Database {
    name: String,
    url: String,
}

impl Database {
    /// Its address.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

// Dropped databases are removed when the next one is made: there is no waiting in a `drop`.
static LEFT: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl Drop for Database {
    fn drop(&mut self) {
        LEFT.lock().unwrap().push(std::mem::take(&mut self.name));
    }
}

/// An empty database that sorts text by its bytes.
pub(crate) async fn database() -> Database {
    database_like("ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'").await
}

/// An empty database of another kind.
pub(crate) async fn database_like(kind: &str) -> Database {
    static N: AtomicU32 = AtomicU32::new(0);
    let name = format!("sanad_test_{}_{}", std::process::id(), N.fetch_add(1, Ordering::Relaxed));
    let left = std::mem::take(&mut *LEFT.lock().unwrap());
    for name in left {
        order(format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }
    order(format!("CREATE DATABASE {name} TEMPLATE template0 {kind}")).await;
    let Server { before, after, .. } = server();
    Database { url: format!("{before}{name}{after}"), name }
}

async fn order(sql: String) {
    let Server { before, after, .. } = server();
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(&format!("{before}postgres{after}")).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
    let started = SERVER.get_or_init(|| match std::env::var(GIVEN) {
        Ok(url) => Ok(given(&url)),
        Err(_) => start(&["-h", ""], None, |_| Ok(())),
    });
    started.as_ref().unwrap_or_else(|why| panic!("{why}"))
}

fn given(url: &str) -> Server {
    let (address, after) =
        url.split_once('?').map_or((url, String::new()), |(address, rest)| (address, format!("?{rest}")));
    let (before, _) = address.rsplit_once('/').unwrap();
    Server { before: format!("{before}/"), after, _held: None }
}

/// `put` lays files into the server's folder before it starts.
pub(crate) fn start(
    more: &[&str],
    port: Option<u16>,
    put: impl FnOnce(&Path) -> std::io::Result<()>,
) -> Result<Server, String> {
    let bin = programs().ok_or(
        "PostgreSQL is not installed, and this test needs it: apt-get install postgresql, or give the address of a server \
         whose databases tests may make and drop in SANAD_TEST_POSTGRES",
    )?;
    let folder = tempfile::Builder::new().prefix("sanad-pg-").tempdir().map_err(|wrong| wrong.to_string())?.keep();
    put(&folder).map_err(|wrong| wrong.to_string())?;
    let mut script = Command::new("sh")
        .args(["-c", SCRIPT, "sh"])
        .args([&bin, &folder])
        .args(more)
        // The server and who waits for it both go by it.
        .envs(port.map(|port| ("PGPORT", port.to_string())))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        // So that an interrupt from the keyboard reaches the test program, and not first what cleans up after it.
        .process_group(0)
        .spawn()
        .map_err(|wrong| format!("sh: {wrong}"))?;
    let begun = Instant::now();
    while !folder.join("ready").exists() {
        if script.try_wait().map_err(|wrong| wrong.to_string())?.is_some() || begun.elapsed() > START_MAX {
            drop(script.stdin.take());
            let mut said = String::new();
            let _ = script.stderr.take().expect("piped").read_to_string(&mut said);
            return Err(format!("PostgreSQL in {} did not start:\n{said}", bin.display()));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let after = format!("?host={}&user=sanad", folder.display());
    Ok(Server { before: "postgres:///".into(), after, _held: script.stdin.take() })
}

/// Debian's folder of the newest version that is here.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|version| {
            let path: PathBuf = version.ok()?.path();
            let number = Path::new(path.file_name()?).to_str()?.parse().ok()?;
            let bin = path.join("bin");
            ["initdb", "postgres", "pg_isready"]
                .iter()
                .all(|program| bin.join(program).exists())
                .then_some((number, bin))
        })
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin)
}
