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
    /// What it is told that is a sentence of ours already, and is printed as it is.
    pub sentences: Vec<(&'static str, String)>,
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
        Complaint { key, args, sentences: Vec::new(), hints: Vec::new(), exit, cause: None }
    }

    /// The same with its cause.
    pub fn because(mut self, cause: impl Into<anyhow::Error>) -> Complaint {
        self.cause = Some(cause.into());
        self
    }

    /// The same with an argument that has been said in the user's language: its isolates and thin spaces are ours and
    /// must not be shown as escapes.
    pub fn with_sentence(mut self, name: &'static str, sentence: String) -> Complaint {
        self.sentences.push((name, sentence));
        self
    }

    /// The same with one more sentence after it.
    pub fn with_hint(mut self, key: &'static str, args: Vec<(&'static str, Value)>) -> Complaint {
        self.hints.push((key, args));
        self
    }

    /// The lines to print, without a newline at the end.
    pub fn in_words(&self, words: &Words) -> String {
        let mut args = made_visible(&self.args);
        args.extend(self.sentences.iter().map(|(name, sentence)| (*name, Value::from(sentence))));
        let mut text = words.say(self.key, &args);
        if let Some(cause) = &self.cause {
            // The chain once, as whoever met it put it.
            let detail = format!("\u{2068}{}\u{2069}", visible(format!("{cause:#}")));
            text = words.say_plain("error-because", &[("what", text.into()), ("cause", detail.into())]);
        }
        for (key, args) in &self.hints {
            text.push('\n');
            text.push_str(&words.say(key, &made_visible(args)));
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
/// A [`Complaint`] anywhere in the chain speaks for it; everything else is our fault and is printed as it is. That
/// nobody reads our output any more is no error.
pub fn print_error(error: &anyhow::Error, words: &Words) -> Exit {
    let is_reader_gone = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(is_reader_gone) {
        // Whoever read our output, `head` for one, has seen enough.
        return Exit::Finished;
    }
    let (text, exit) = match error.downcast_ref::<Complaint>() {
        Some(complaint) => (complaint.in_words(words), complaint.exit),
        None => {
            let detail = visible(format!("{error:#}"));
            (words.say("error-our-fault", &[("detail", detail.into())]), Exit::OurFault)
        }
    };
    print_line(&text, words);
    exit
}

/// Prints what a person should know, and goes on.
pub fn print_warning(complaint: &Complaint, words: &Words) {
    print_line(&complaint.in_words(words), words);
}

fn print_line(text: &str, words: &Words) {
    let text =
        crate::terminal::for_this_terminal(text, words.lang(), std::io::IsTerminal::is_terminal(&std::io::stderr()));
    // Where even this cannot be written there is nobody left to tell.
    let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("sanad: {text}\n").as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Lang;

    #[test]
    fn a_complaint_says_its_cause_once_and_shows_what_is_hidden() {
        let cause = anyhow::anyhow!("disk\u{1b}[2J full").context("while writing");
        let complaint = Complaint::new(Exit::OurFault, "error-not-written", vec![("path", "a\u{202E}b".into())])
            .because(cause)
            .with_hint("usage-see-help", vec![("command", "sanad --help".into())]);
        let said = complaint.in_words(&Words::in_language(Lang::English)).replace(['\u{2068}', '\u{2069}'], "");
        assert_eq!(
            said,
            "a\\u{202E}b could not be written: while writing: disk\\x1B[2J full\n“sanad --help” shows how it is used"
        );
    }

    #[test]
    fn a_sentence_of_ours_is_not_escaped() {
        let sentence = "ligne \u{2068}3\u{2069}\u{202F}: a".to_owned();
        let complaint = Complaint::new(Exit::Usage, "usage-other", vec![]);
        let said = complaint.with_sentence("detail", sentence).in_words(&Words::in_language(Lang::French));
        assert!(said.contains("ligne \u{2068}3\u{2069}\u{202F}: a"), "{said}");
    }

    #[test]
    fn the_exit_code_is_the_complaint_s_wherever_it_stands() {
        let words = Words::in_language(Lang::English);
        let complaint = Complaint::new(Exit::Node, "error-denied", vec![]);
        assert_eq!(print_error(&anyhow::Error::from(complaint).context("while asking"), &words), Exit::Node);
        assert_eq!(print_error(&anyhow::anyhow!("anything"), &words), Exit::OurFault);
        let gone = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        assert_eq!(print_error(&anyhow::Error::from(gone).context("printing"), &words), Exit::Finished);
    }
}
