//! Asks for a password without showing it. One on the command line would stand in the list of processes: none is taken there.

use std::io::{BufRead as _, IsTerminal as _, Write as _};

use node::secret::Secret;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use super::Surroundings;
use crate::complaint::Complaint;
use crate::exit::Exit;

/// The first line of standard input when `from_stdin`; what somebody types, twice, where somebody sits at a terminal; else
/// none, and the node makes one.
///
/// # Errors
/// When two answers differ, or standard input ends.
pub(super) fn ask(from_stdin: bool, here: &Surroundings) -> anyhow::Result<Option<Secret>> {
    if from_stdin {
        let typed = read_line()?;
        if typed.reveal().is_empty() {
            return Err(Complaint::new(Exit::Usage, "password-not-given", vec![]).into());
        }
        return Ok(Some(typed));
    }
    let somebody_is_there = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    if !somebody_is_there || here.json || here.quiet {
        return Ok(None);
    }
    let typed = ask_unseen("password-ask", here)?;
    if typed.reveal().is_empty() {
        return Ok(None);
    }
    if ask_unseen("password-ask-again", here)?.reveal() != typed.reveal() {
        return Err(Complaint::new(Exit::Usage, "password-not-the-same", vec![]).into());
    }
    Ok(Some(typed))
}

fn ask_unseen(question: &str, here: &Surroundings) -> anyhow::Result<Secret> {
    let mut err = std::io::stderr().lock();
    write!(err, "{}: ", here.terminal.words.say(question, &[]))?;
    err.flush()?;
    let unseen = Unseen::begin()?;
    let typed = read_line();
    drop(unseen);
    writeln!(err)?;
    typed
}

fn read_line() -> anyhow::Result<Secret> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    while line.ends_with(['\n', '\r']) {
        line.pop();
    }
    // Without a copy: the secret wipes what it was given.
    Ok(Secret::new(line))
}

/// A terminal that does not show what is typed, until this is dropped.
struct Unseen {
    before: Termios,
}

impl Unseen {
    fn begin() -> anyhow::Result<Unseen> {
        let before = tcgetattr(std::io::stdin())?;
        let mut unseen = before.clone();
        unseen.local_modes.remove(LocalModes::ECHO);
        tcsetattr(std::io::stdin(), OptionalActions::Flush, &unseen)?;
        Ok(Unseen { before })
    }
}

impl Drop for Unseen {
    fn drop(&mut self) {
        // Nobody is left to tell; the shell sets its terminal itself.
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Flush, &self.before);
    }
}
