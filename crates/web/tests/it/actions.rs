//! What was done, in words: each verb that the ledger can name has a message in every language.

use node::principal::Action;
use words::{Lang, Words};

/// What the ledger names besides what can be asked for: signing in and out, jobs, and the parts of a long verb.
const BESIDES: [&str; 14] = [
    "sign-in",
    "sign-out",
    "sign-in-failed",
    "sign-in-code-wanted",
    "passkey-copied",
    "user-recover",
    "user-recover-failed",
    "job-ask",
    "job-go-on",
    "triage-open",
    "triage-close",
    "match",
    "report-write",
    "grading-recompute",
];

#[test]
fn every_verb_has_its_words_in_four_languages_and_no_two_verbs_share_them() {
    for lang in Lang::ALL {
        let words = Words::in_language(lang);
        let mut said = std::collections::BTreeMap::new();
        for verb in Action::ALL.iter().map(|action| action.verb()).chain(BESIDES) {
            let key = format!("action-{verb}");
            assert!(words.has(&key), "{}: {key} is missing", lang.code());
            let other = said.insert(words.say_plain(&key, &[]), verb);
            assert_eq!(other, None, "{}: {verb} is said like another", lang.code());
        }
    }
}
