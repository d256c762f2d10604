//! `sanad serve`: the pages for people and the API for programs, until somebody stops it. The unit's folder is this program's alone meanwhile.

use std::ffi::OsString;
use std::io::Write as _;
use std::net::SocketAddr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;
use std::sync::Arc;

use casework::match_stop::FloodRule;
use node::provider::{NotAProvider, ProviderSettings};
use node::secret::Secret;
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};
use web::Settings;
use web::server::{Listen, ServeError, Server};
use words::glossary::{self, Glossary};
use words::visible;

use super::Surroundings;
use super::asking_the_node::open_node;
use super::machine_line::MachineLine;
use crate::cli::invocation::ServeArgs;
use crate::complaint::Complaint;
use crate::config::OIDC_SECRET;
use crate::exit::Exit;

/// Does it. SIGTERM and Ctrl-C let calls under way end; a second Ctrl-C does not wait for them.
///
/// # Errors
/// What a person must be told.
pub fn run(args: &ServeArgs, here: &Surroundings) -> anyhow::Result<Exit> {
    let listen = listen_of(args)?;
    keep_panics_quiet();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut asked_to_end = signal(SignalKind::terminate())?;
        let (node, _) = open_node(here).await?;
        let node = taking_from(node, &here.values.many_of("serve.intake"))?;
        node.quarantine_by(FloodRule {
            n_things_max: args.quarantine_things,
            window_us: i64::from(args.quarantine_minutes) * 60_000_000,
        });
        let server = Server::listen(&listen).await.map_err(complaint_of)?;
        let (address, scheme) = (server.address(), if listen.tls.is_some() { "https" } else { "http" });
        let node = reached_at(node, here.values.text_of("serve.origin").as_deref(), address, scheme)?;
        let node = asking_provider(node, here)?;
        // Whoever can read this terminal may found the node; over the network nobody can.
        let founding_code = if args.only_match { None } else { node.founding_code().await? };
        if here.json {
            let mut line = json!({ "address": address, "scheme": scheme });
            if let Some(code) = &founding_code {
                line["founding_code"] = code.reveal().into();
            }
            MachineLine::of("sanad.serving").put_all(line).print()?;
        } else {
            say(here, "serve-listening", &[("address", format!("{scheme}://{address}").into())])?;
            if let Some(code) = &founding_code {
                // Not even a quiet program keeps it to itself: nobody could come in.
                let args = [("address", format!("{scheme}://{address}/start").into()), ("code", code.reveal().into())];
                writeln!(std::io::stdout(), "{}", here.terminal.say("serve-founding", &args))?;
                std::io::stdout().flush()?;
            }
        }
        let glossary = Arc::new(glossary_of(&node, here)?);
        let settings = Settings {
            glossary,
            only_match: args.only_match,
            match_by_get: args.match_by_get,
            disputed_borders: here.values.disputed_borders(),
            ..Settings::default()
        };
        let stop = async {
            tokio::select! {
                _ = asked_to_end.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            tokio::spawn(async {
                if tokio::signal::ctrl_c().await.is_ok() {
                    std::process::exit(130);
                }
            });
        };
        server.serve(Arc::new(node), settings, stop).await;
        if !here.json {
            say(here, "serve-stopped", &[])?;
        }
        Ok(Exit::Finished)
    })
}

/// The words that pages say: the shipped ones, under those of the unit where it has written any.
fn glossary_of(node: &node::Node, here: &Surroundings) -> Result<Glossary, Complaint> {
    let path = node.folder().glossary();
    let unusable = |what: String| {
        let path = visible(path.as_os_str().as_bytes());
        Complaint::new(Exit::Usage, "serve-glossary-unusable", vec![("path", path.into()), ("what", what.into())])
    };
    let text = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Glossary::shipped().clone()),
        read => read.map_err(|error| unusable(error.to_string()))?,
    };
    let own = glossary::read(&text).and_then(|own| Glossary::shipped().overridden_by(&own));
    own.map_err(|problem| unusable(problem.said_in(&here.terminal.words)))
}

fn say(here: &Surroundings, key: &str, args: &[(&str, words::Value)]) -> std::io::Result<()> {
    if here.quiet {
        return Ok(());
    }
    let mut out = std::io::stdout();
    writeln!(out, "{}", here.terminal.say(key, args))?;
    // Whoever waits for the address may read it through a pipe.
    out.flush()
}

/// The node, which takes exhibits and lists from these folders.
fn taking_from(node: node::Node, folders: &[OsString]) -> Result<node::Node, Complaint> {
    let mut node = node;
    for folder in folders.iter().map(PathBuf::from) {
        let path = visible(folder.as_os_str().as_bytes());
        node = node.taking_from(&[folder]).map_err(|error| {
            Complaint::new(Exit::Usage, "serve-intake-unusable", vec![("path", path.into())]).because(error)
        })?;
    }
    Ok(node)
}

/// The node, which browsers reach under this address: a passkey is bound to it. Where nobody says so, a node that only this
/// machine can ask is `localhost`; any other has no passkeys.
fn reached_at(
    node: node::Node,
    origin: Option<&str>,
    address: SocketAddr,
    scheme: &str,
) -> Result<node::Node, Complaint> {
    let origin = match origin {
        Some(origin) => origin.to_owned(),
        None if address.ip().is_loopback() => format!("{scheme}://localhost:{}", address.port()),
        None => return Ok(node),
    };
    node.reached_at(&origin).map_err(|error| {
        Complaint::new(Exit::Usage, "serve-not-an-origin", vec![("text", origin.as_str().into())]).because(error)
    })
}

/// The node, which lets a provider say who people are, where somebody named one.
fn asking_provider(node: node::Node, here: &Surroundings) -> Result<node::Node, Complaint> {
    let complaint = |key, args| Complaint::new(Exit::Usage, key, args);
    let Some(issuer) = here.values.text_of("serve.oidc-issuer") else {
        let others = ["serve.oidc-client", "serve.oidc-secret-file", "serve.oidc-second-factor"];
        let is_half = others.iter().any(|key| here.values.get(key).is_some());
        return if is_half { Err(complaint("serve-oidc-no-issuer", vec![])) } else { Ok(node) };
    };
    let settings = ProviderSettings {
        client: here.values.text_of("serve.oidc-client").unwrap_or_default(),
        secret: provider_secret(here.values.path_of("serve.oidc-secret-file"))?,
        second_factors: here
            .values
            .many_of("serve.oidc-second-factor")
            .iter()
            .map(|text| text.to_string_lossy().into_owned())
            .collect(),
        issuer,
    };
    node.asking_provider(&settings).map_err(|error| {
        let key = match error {
            NotAProvider::NotBuiltIn => "serve-oidc-not-built-in",
            NotAProvider::NoOrigin => "serve-oidc-no-origin",
            NotAProvider::NotAnIssuer => "serve-oidc-not-an-issuer",
            NotAProvider::NoClient => "serve-oidc-no-client",
            NotAProvider::NotAFactor => "serve-oidc-not-a-factor",
            NotAProvider::NoAuthorities => "serve-oidc-no-authorities",
        };
        complaint(key, vec![("text", settings.issuer.as_str().into())]).because(error)
    })
}

/// By what the provider knows this node: from a file, else from the environment, never from the command line, which others
/// on the machine can read.
fn provider_secret(file: Option<PathBuf>) -> Result<Option<Secret>, Complaint> {
    let Some(path) = file else {
        let said = std::env::var(OIDC_SECRET).ok().filter(|text| !text.is_empty());
        return Ok(said.map(Secret::new));
    };
    let unusable = || {
        let path = visible(path.as_os_str().as_bytes());
        Complaint::new(Exit::Usage, "serve-oidc-secret-unusable", vec![("path", path.into())])
    };
    let text = std::fs::read_to_string(&path).map_err(|source| unusable().because(source))?;
    match text.trim_end_matches(['\r', '\n']) {
        "" => Err(unusable()),
        secret => Ok(Some(Secret::new(secret))),
    }
}

/// A panic names its place on standard error and not what it says, which may be of a record: it costs one call or one job.
fn keep_panics_quiet() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        // Nobody is left to be told when that cannot be written.
        let _ = writeln!(std::io::stderr(), "sanad: a mistake of the program at {place}");
    }));
}

fn listen_of(args: &ServeArgs) -> Result<Listen, Complaint> {
    let address: SocketAddr = args.listen.parse().map_err(|_| {
        Complaint::new(Exit::Usage, "serve-not-an-address", vec![("text", args.listen.as_str().into())])
    })?;
    let tls = match (&args.tls_cert, &args.tls_key) {
        (Some(certificate), Some(key)) => Some((certificate.clone(), key.clone())),
        (None, None) => None,
        _ => return Err(Complaint::new(Exit::Usage, "serve-tls-half", vec![])),
    };
    Ok(Listen { address, tls })
}

fn complaint_of(error: ServeError) -> Complaint {
    let address_arg = |address: SocketAddr| vec![("address", address.to_string().into())];
    match error {
        ServeError::PlainBeyondLoopback { address } => {
            Complaint::new(Exit::Usage, "serve-plain-beyond-loopback", address_arg(address))
        }
        ServeError::Listening { address, source } => {
            Complaint::new(Exit::OurFault, "serve-not-listening", address_arg(address)).because(source)
        }
        ServeError::Certificate { path, source } => {
            let path = visible(path.as_os_str().as_bytes());
            let complaint = Complaint::new(Exit::Usage, "serve-certificate", vec![("path", path.into())]);
            complaint.because(anyhow::Error::from_boxed(source))
        }
    }
}
