//! What a view supposes was done to a picture, for people: *cropped about 3 % on each side, mirrored*. Codes for machines
//! stand elsewhere.

use fingerprint::Turn;
use fingerprint::view::{Cuts, Family, View};
use words::{Value, Words};

use crate::report::turn_code;

/// Sides that differ by no more than this are cut evenly, to a person's eye.
const EVEN_PERMILLE: i16 = 10;

/// The alterations one after the other, with commas between; never empty.
pub fn view_words(words: &Words, view: &View) -> String {
    let mut said = Vec::new();
    match (view.family, view.area) {
        (Family::Covered, _) => said.push(words.say_plain("view-covered", &[])),
        (Family::Piece, _) => said.push(words.say_plain("view-piece", &[])),
        (_, Some(area)) => {
            let percent = |from: u16, to: u16| percent(i16::try_from(to.saturating_sub(from)).unwrap_or(i16::MAX));
            let width = percent(area.left_permille, area.right_permille);
            let height = percent(area.top_permille, area.bottom_permille);
            said.push(words.say_plain("view-part", &[("width", width), ("height", height)]));
        }
        _ => {}
    }
    if view.family == Family::Format {
        said.push(words.say_plain("view-format", &[]));
    } else if view.family != Family::Covered {
        said.extend(cuts_words(words, &view.cuts));
    }
    if let Some(tilt) = view.tilt {
        let key = if tilt.is_cut_upright { "view-tilted-cut" } else { "view-tilted" };
        said.push(words.say_plain(key, &[("degrees", Value::from(u32::from(tilt.degrees.unsigned_abs())))]));
    }
    if view.turn != Turn::Original || said.is_empty() {
        said.push(words.say_plain(&format!("turn-{}", turn_code(view.turn)), &[]));
    }
    let joint = words.say_plain("view-joint", &[]);
    said.join(&format!("{joint} "))
}

fn cuts_words(words: &Words, cuts: &Cuts) -> Vec<String> {
    let Cuts { left_permille, top_permille, right_permille, bottom_permille } = *cuts;
    let sides = [left_permille, top_permille, right_permille, bottom_permille];
    let (least, most) = (sides.into_iter().min().unwrap_or(0), sides.into_iter().max().unwrap_or(0));
    let mut said = Vec::new();
    if least > 0 && most - least <= EVEN_PERMILLE {
        let mean = sides.iter().sum::<i16>() / 4;
        said.push(words.say_plain("view-cropped-evenly", &[("percent", percent(mean))]));
    } else if most > 0 {
        let side = |permille: i16| percent(permille.max(0));
        let args = [
            ("left", side(left_permille)),
            ("top", side(top_permille)),
            ("right", side(right_permille)),
            ("bottom", side(bottom_permille)),
        ];
        said.push(words.say_plain("view-cropped", &args));
    }
    if least < 0 {
        said.push(words.say_plain("view-bordered", &[("percent", percent(-least))]));
    }
    said
}

/// Whole percent, for no view is finer than that.
fn percent(permille: i16) -> Value {
    Value::from(i32::from(permille + 5) / 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fingerprint::view::{Area, Tilt};
    use words::{Lang, visible::visible};

    fn cuts(left_permille: i16, top_permille: i16, right_permille: i16, bottom_permille: i16) -> Cuts {
        Cuts { left_permille, top_permille, right_permille, bottom_permille }
    }

    fn views() -> Vec<View> {
        let area = Some(Area { left_permille: 100, top_permille: 0, right_permille: 900, bottom_permille: 600 });
        let cropped = View { family: Family::Cropped, cuts: cuts(30, 30, 30, 20), ..View::PLAIN };
        vec![
            cropped,
            View { turn: Turn::FlipY, ..cropped },
            View { cuts: cuts(-20, 0, 45, 0), ..cropped },
            View { family: Family::Turned, turn: Turn::Rotate90, ..View::PLAIN },
            View { family: Family::Format, cuts: cuts(125, 0, 125, 0), ..View::PLAIN },
            View { family: Family::Part, area, ..View::PLAIN },
            View { family: Family::Covered, area, cuts: cuts(0, 0, 0, 80), ..View::PLAIN },
            View { family: Family::Piece, area, ..View::PLAIN },
            View { family: Family::Tilted, tilt: Some(Tilt { degrees: -2, is_cut_upright: false }), ..View::PLAIN },
            View { family: Family::Tilted, tilt: Some(Tilt { degrees: 3, is_cut_upright: true }), ..View::PLAIN },
            View::PLAIN,
        ]
    }

    #[test]
    fn what_was_done_can_be_read_aloud() {
        let words = Words::in_language(Lang::English);
        let said: Vec<String> = views().iter().map(|view| view_words(&words, view)).collect();
        expect_test::expect![[r#"
            cropped about 3 % on each side
            cropped about 3 % on each side, mirrored
            cropped about 0 % at the left, 0 % at the top, 5 % at the right, 0 % at the bottom, with a border of about 2 %
            turned by 90°
            cut to another format
            shown within a larger picture, 80 % of its width and 60 % of its height
            partly covered along a side
            one picture of a collage
            tilted by about 2°, with empty corners
            tilted by about 3° and cut upright
            as stored"#]]
        .assert_eq(&said.join("\n"));
    }

    #[test]
    fn every_language_says_every_view() {
        for lang in Lang::ALL {
            let words = Words::in_language(lang);
            for view in views() {
                let said = view_words(&words, &view);
                assert!(!said.contains("{$") && !said.contains('‹') && !visible(&said).is_empty(), "{said}");
            }
        }
    }
}
