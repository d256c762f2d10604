//! Whether text could hold an image. Lists speak of images and must never carry one.
//!
//! Decodes nothing: it looks at what encodings of binary data look like.

/// The longest stretch of base64 or hexadecimal digits that is taken for a word: longer than any hash but PhotoDNA's,
/// which has a field of its own.
const RUN_MAX: usize = 256;

/// Stretches shorter than this are words. Wrapped base64 has 64 or 76 to a line.
const RUN_MIN: usize = 40;

/// How base64 of a picture begins: JPEG, PNG, GIF, RIFF (WebP), BMP, TIFF in both orders, ISO media (HEIC, AVIF, MP4),
/// JPEG XL in both forms.
const BASE64_BEGINNINGS: &[&[u8]] = &[
    b"/9j/",
    b"iVBORw0KGgo",
    b"R0lGODlh",
    b"R0lGODdh",
    b"UklGR",
    b"Qk0",
    b"SUkqA",
    b"TU0AK",
    b"AAAAGGZ0eX",
    b"AAAAHGZ0eX",
    b"AAAAIGZ0eX",
    b"AAAAFGZ0eX",
    b"AAAADEpYTCAN",
    b"/wo",
];

/// How pictures begin as they are.
const RAW_BEGINNINGS: &[&[u8]] = &[b"\xFF\xD8\xFF", b"\x89PNG", b"GIF87a", b"GIF89a"];

/// What was seen so far in one row.
#[derive(Default)]
pub(crate) struct Suspicion {
    n_run_bytes: usize,
    n_hexadecimal: usize,
    is_found: bool,
}

impl Suspicion {
    /// Looks at the next field of the row.
    pub(crate) fn look_at(&mut self, text: &[u8]) {
        self.look_at_path(text);
        for run in runs(text) {
            // Paths and addresses are full of slashes, base64 has one in 64.
            let n_slashes = run.iter().filter(|byte| **byte == b'/').count();
            let is_path = n_slashes * 12 > run.len();
            if run.iter().all(u8::is_ascii_hexdigit) {
                self.n_hexadecimal += run.len();
            } else if is_mixed(run) && !is_path {
                self.n_run_bytes += run.len();
            }
            self.is_found |= run.len() > RUN_MAX && !is_path;
        }
        // A dozen digests of other kinds may stand in one row; a thumbnail in hexadecimal is far longer.
        self.is_found |= self.n_run_bytes > RUN_MAX || self.n_hexadecimal > 8 * RUN_MAX;
    }

    /// Looks at a path or name, which may be long and without spaces: only for what surely is no name.
    pub(crate) fn look_at_path(&mut self, text: &[u8]) {
        self.is_found |= text.contains(&0)
            || RAW_BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
            || has_data_uri(text)
            || runs(text)
                .any(|run| run.len() > RUN_MAX && BASE64_BEGINNINGS.iter().any(|beginning| run.starts_with(beginning)));
    }

    /// Whether the row could hold an image.
    pub(crate) fn is_found(&self) -> bool {
        self.is_found
    }

    /// Told by a reader that saw binary data in another shape.
    pub(crate) fn found(&mut self) {
        self.is_found = true;
    }
}

/// Stretches of at least [`RUN_MIN`] base64 characters.
fn runs(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_=".contains(byte);
    text.split(move |byte| !is_base64(byte)).filter(|run| run.len() >= RUN_MIN)
}

/// Whether both cases and digits stand in it, as they do in nearly every stretch of base64 and in few long words.
fn is_mixed(run: &[u8]) -> bool {
    let share = |is: fn(&u8) -> bool| run.iter().filter(|byte| is(byte)).count() * 100 / run.len();
    share(u8::is_ascii_uppercase) >= 15 && share(u8::is_ascii_lowercase) >= 15 && share(u8::is_ascii_digit) >= 4
}

fn has_data_uri(text: &[u8]) -> bool {
    let colons = text.iter().enumerate().filter(|(_, byte)| **byte == b':').map(|(at, _)| at);
    let mut after_word = colons.filter(|at| *at >= 4);
    after_word.any(|at| {
        text[at - 4..at].eq_ignore_ascii_case(b"data") && {
            let rest = &text[at + 1..];
            let head = &rest[..rest.len().min(200)];
            let begins = |start: &[u8]| head.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start));
            begins(b"image/")
                || begins(b"video/")
                || head.windows(7).any(|window| window.eq_ignore_ascii_case(b"base64,"))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(fields: &[&str], expected: bool) {
        let mut suspicion = Suspicion::default();
        fields.iter().for_each(|field| suspicion.look_at(field.as_bytes()));
        assert_eq!(suspicion.is_found(), expected, "{fields:?}");
    }

    /// Text that looks as base64 of noise does, from a fixed seed.
    fn noise(n_bytes: usize) -> String {
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut state = 7u64;
        let mut next = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            letters[(state >> 58) as usize] as char
        };
        (0..n_bytes).map(|_| next()).collect()
    }

    #[test]
    fn words_paths_and_hashes_are_no_images() {
        check(&["a series of drawings", "", "2026-01-06T09:00:00Z"], false);
        check(&[&"/a/long/path/with/many/parts/and/more/of/them".repeat(12)], false);
        check(&["https://example.org/one/two/three?four=five&six=seven"; 20], false);
        check(&["327f507d570ab1988284e40f4eb39512", &"ab".repeat(64), &"CD".repeat(32)], false);
        check(&[&"word ".repeat(2000)], false);
        check(&["Metadata: taken in March"], false);
    }

    #[test]
    fn what_could_be_an_image() {
        check(&["data:image/png,x"], true);
        check(&["see DATA:application/octet-stream;charset=x;BASE64,AAAA"], true);
        check(&[&noise(257)], true);
        check(&[&"A".repeat(300)], true);
        check(&["bin\0ary"], true);
        let wrapped: Vec<String> =
            noise(760).as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line).into()).collect();
        check(&[&wrapped.join("\r\n")], true);
        check(&wrapped.iter().map(String::as_str).collect::<Vec<_>>(), true);
        check(&[&"ffd8ffe0".repeat(64)], true);
    }

    #[test]
    fn a_path_is_given_more_room() {
        let mut suspicion = Suspicion::default();
        suspicion.look_at_path(noise(900).as_bytes());
        assert!(!suspicion.is_found());
        suspicion.look_at_path(format!("iVBORw0KGgo{}", noise(900)).as_bytes());
        assert!(suspicion.is_found());
    }
}
