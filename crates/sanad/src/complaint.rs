//! What goes wrong, said once in the user's language: a message of `words`, an exit code, and the cause.

use words::{Value, Words, visible};

use crate::exit::Exit;

/// Something that a person must be told, by the key of its message.
#[derive(Debug)]
pub struct Complaint {
    /// The message.
    pub key: &'static str,
    /// What it is told. Untrusted text is made visible when it is printed.
    pub args: Vec<(&'static str, Value)>,
    /// More sentences that help to mend it, each on a line of its own.
    pub hints: Vec<(&'static str, Vec<(&'static str, Value)>)>,
    /// How the program ends.
    pub exit: Exit,
    /// What lies behind it; printed as it is, after the sentence.
    pub cause: Option<anyhow::Error>,
}

impl Complaint {
    /// A complaint without cause or hint.
    pub fn new(exit: Exit, key: &'static str, args: Vec<(&'static str, Value)>) -> Complaint {
        Complaint { key, args, hints: Vec::new(), exit, cause: None }
    }

    /// The same with its cause.
    pub fn because(mut self, cause: impl Into<anyhow::Error>) -> Complaint {
        self.cause = Some(cause.into());
        self
    }

    /// The same with one more sentence.
    pub fn with_hint(mut self, key: &'static str, args: Vec<(&'static str, Value)>) -> Complaint {
        self.hints.push((key, args));
        self
    }

    /// The lines to print, without a newline at the end.
    pub fn in_words(&self, words: &Words) -> String {
        let said = |key: &str, args: &[(&'static str, Value)]| words.say(key, &made_visible(args));
        let mut text = said(self.key, &self.args);
        if let Some(cause) = &self.cause {
            // The chain once, as whoever met it put it.
            let detail = visible(format!("{cause:#}"));
            text = words.say("error-because", &[("what", text.into()), ("cause", detail.into())]);
        }
        for (key, args) in &self.hints {
            text.push('\n');
            text.push_str(&said(key, args));
        }
        text
    }
}

fn made_visible(args: &[(&'static str, Value)]) -> Vec<(&'static str, Value)> {
    let show = |value: &Value| match value {
        Value::Text(text) => Value::Text(visible(text)),
        other => other.clone(),
    };
    args.iter().map(|(name, value)| (*name, show(value))).collect()
}

// For chains of errors and logs only; people read `in_words`.
impl std::fmt::Display for Complaint {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.key)
    }
}

impl std::error::Error for Complaint {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| cause.as_ref() as _)
    }
}

/// Prints an error to standard error, once, and says how the program ends.
///
/// A [`Complaint`] anywhere in the chain speaks for it; everything else is our fault and is printed as it is.
pub fn print_error(error: &anyhow::Error, words: &Words) -> Exit {
    let (text, exit) = match error.downcast_ref::<Complaint>() {
        Some(complaint) => (complaint.in_words(words), complaint.exit),
        None => {
            let detail = visible(format!("{error:#}"));
            (words.say("error-our-fault", &[("detail", detail.into())]), Exit::OurFault)
        }
    };
    let text =
        crate::terminal::for_this_terminal(&text, words.lang(), std::io::IsTerminal::is_terminal(&std::io::stderr()));
    // Where even this cannot be written there is nobody left to tell.
    let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("sanad: {text}\n").as_bytes());
    exit
}
