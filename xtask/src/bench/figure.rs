//! One figure: ours beside the peer's, the goal, and the JSON line that says so. It runs nothing.

use serde_json::{Map, Value, json};

use super::Bench;
use super::race::{Lap, Rounds};

/// What a figure must reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Goal {
    /// So many times the peer's speed.
    Times(f64),
    /// A value of at most this.
    AtMost(f64),
    /// Told for information.
    None,
}

/// A program's median round.
#[derive(Debug, Clone, PartialEq)]
struct Side {
    program: String,
    lap: Lap,
    /// Things a CPU second, of each round.
    rates: Vec<f64>,
}

/// One figure.
pub(super) struct Figure {
    name: String,
    unit: &'static str,
    goal: Goal,
    ours: Option<Side>,
    peer: Option<Side>,
    peer_missing: Option<String>,
    value: Option<f64>,
    note: Option<&'static str>,
}

impl Figure {
    /// How many times the peer's speed we have at a piece of work. `unit` names what is counted: pictures, bytes.
    pub(super) fn race(name: &str, unit: &'static str, ours: &Rounds, what: &str, peer: &Rounds, goal: Goal) -> Figure {
        Figure::race_of(name, unit, (ours, what), (peer, what), goal)
    }

    /// The same where the two call the work by different names.
    pub(super) fn race_of(
        name: &str,
        unit: &'static str,
        (ours, our_what): (&Rounds, &str),
        (peer, peer_what): (&Rounds, &str),
        goal: Goal,
    ) -> Figure {
        let peer_missing = peer.failure.as_ref().map(|why| format!("{}: {why}", peer.name));
        Figure {
            name: name.to_owned(),
            unit,
            goal,
            ours: Side::of(ours, our_what),
            peer: if peer_missing.is_some() { None } else { Side::of(peer, peer_what) },
            peer_missing,
            value: None,
            note: None,
        }
    }

    /// A value of our own that no peer is held against.
    pub(super) fn value(name: &str, unit: &'static str, value: f64, goal: Goal) -> Figure {
        let value = Some(value);
        Figure { name: name.to_owned(), unit, goal, ours: None, peer: None, peer_missing: None, value, note: None }
    }

    /// The same figure with our laps beside it, so that what they tell is kept.
    pub(super) fn beside(mut self, ours: &Rounds, what: &str) -> Figure {
        self.ours = Side::of(ours, what);
        self
    }

    /// What a reader of the figure must know.
    pub(super) fn with_note(mut self, note: &'static str) -> Figure {
        self.note = Some(note);
        self
    }

    /// Ours by the peer's, round by round: the median, the least and the greatest.
    fn ratios(&self) -> Option<(f64, f64, f64)> {
        let (ours, peer) = (self.ours.as_ref()?, self.peer.as_ref()?);
        let mut ratios: Vec<f64> = ours.rates.iter().zip(&peer.rates).map(|(ours, peer)| ours / peer).collect();
        // A peer that takes long is run fewer rounds than we are; the rounds that both have are compared.
        ratios.sort_by(f64::total_cmp);
        Some((*ratios.get(ratios.len() / 2)?, *ratios.first()?, *ratios.last()?))
    }

    /// The figure as a line for machines.
    pub(super) fn line(&self, bench: &Bench) -> Value {
        let ratios = self.ratios();
        let ratio = ratios.map(|(median, ..)| median);
        let (goal, goal_is, met) = match self.goal {
            Goal::Times(goal) => (Some(goal), Some("ratio-at-least"), ratio.map(|ratio| ratio >= goal)),
            Goal::AtMost(goal) => (Some(goal), Some("value-at-most"), self.value.map(|value| value <= goal)),
            Goal::None => (None, None, None),
        };
        json!({
            "schema": "sanad.bench", "schema_version": 1,
            "bench": bench.subject, "figure": self.name, "unit": self.unit,
            "ours": self.ours.as_ref().map(Side::to_json), "peer": self.peer.as_ref().map(Side::to_json),
            "peer_missing": self.peer_missing,
            "ratio": ratio.map(rounded), "ratio_min": ratios.map(|(_, min, _)| rounded(min)),
            "ratio_max": ratios.map(|(.., max)| rounded(max)), "value": self.value.map(rounded),
            "goal": goal, "goal_is": goal_is, "met": met, "note": self.note,
            "quick": bench.quick, "load_1min": rounded(bench.machine.load_1min()),
            "machine": bench.machine.text, "date": bench.machine.date,
        })
    }
}

impl Side {
    fn of(rounds: &Rounds, what: &str) -> Option<Side> {
        let mut laps = rounds.of(what);
        let rates = laps.iter().map(rate).collect();
        laps.sort_by(|one, two| rate(one).total_cmp(&rate(two)));
        let lap = if laps.is_empty() { None } else { Some(laps.swap_remove(laps.len() / 2)) }?;
        Some(Side { program: rounds.name.clone(), lap, rates })
    }

    fn to_json(&self) -> Value {
        // Lists are there to be compared, and would make lines of a thousand letters.
        let facts: Map<String, Value> =
            self.lap.facts.clone().into_iter().filter(|(_, fact)| !fact.is_array()).collect();
        json!({
            "program": self.program, "n": self.lap.n, "cpu_s": rounded(self.lap.cpu_s),
            "per_cpu_s": rounded(rate(&self.lap)), "rounds": self.rates.len(), "facts": facts,
        })
    }
}

fn rate(lap: &Lap) -> f64 {
    // What took no measurable time took at most the tick of the clock.
    lap.n / lap.cpu_s.max(1e-6)
}

/// Four digits that count, which is more than such a measurement has.
pub(super) fn rounded(value: f64) -> f64 {
    // By way of decimal text, for a power of ten is none in binary.
    format!("{value:.3e}").parse().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::super::machine::Machine;
    use super::*;

    fn rounds(name: &str, rates: &[f64]) -> Rounds {
        let lap = |rate: &f64| Lap { what: "look".into(), n: *rate, cpu_s: 1.0, facts: Map::new() };
        Rounds { name: name.into(), laps: rates.iter().map(|rate| vec![lap(rate)]).collect(), failure: None }
    }

    fn bench() -> Bench {
        Bench::of("near", true, Machine { text: "a machine".into(), date: "2026-11-22".into() })
    }

    #[test]
    fn the_ratio_is_the_median_of_the_rounds() {
        // A slow minute that falls on both sides of a round does not show.
        let figure = Figure::race(
            "look-ups",
            "look-ups",
            &rounds("ours", &[300.0, 30.0, 280.0]),
            "look",
            &rounds("peer", &[10.0, 1.0, 14.0]),
            Goal::Times(25.0),
        );
        let line = figure.line(&bench());
        assert_eq!((line["ratio"].as_f64(), line["ratio_min"].as_f64()), (Some(30.0), Some(20.0)));
        assert_eq!((line["met"].as_bool(), line["goal"].as_f64()), (Some(true), Some(25.0)));
        assert_eq!(line["ours"]["per_cpu_s"], 280.0);
    }

    #[test]
    fn a_missing_peer_is_said_and_nothing_is_met_without_it() {
        let peer = Rounds::missing("faiss", "no module named faiss");
        let line = Figure::race("look-ups", "look-ups", &rounds("ours", &[3.0]), "look", &peer, Goal::Times(2.0))
            .line(&bench());
        assert_eq!(line["peer_missing"], "faiss: no module named faiss");
        assert!(line["ratio"].is_null() && line["met"].is_null() && line["peer"].is_null());
    }

    #[test]
    fn a_value_is_held_against_its_goal() {
        let met = |value, goal| Figure::value("bytes", "bytes an entry", value, goal).line(&bench())["met"].as_bool();
        assert_eq!(met(139.9, Goal::AtMost(140.0)), Some(true));
        assert_eq!(met(140.1, Goal::AtMost(140.0)), Some(false));
        assert_eq!(met(1.0, Goal::None), None);
    }

    #[test]
    fn every_line_is_as_its_schema_says() {
        let schema = crate::root().join("docs/schema/sanad.bench-1.json");
        let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
        let schema = compiler.compile(&schema.to_string_lossy(), &mut schemas).unwrap();
        let (ours, peer) = (rounds("ours", &[3.0]), rounds("peer", &[2.0]));
        let missing = Rounds::missing("peer", "not there");
        for figure in [
            Figure::race("a", "files", &ours, "look", &peer, Goal::Times(1.0)),
            Figure::race("b", "files", &ours, "look", &missing, Goal::None).with_note("a note"),
            Figure::value("c", "ms", 1.0, Goal::AtMost(2.0)).beside(&ours, "look"),
        ] {
            let line = figure.line(&bench());
            schemas.validate(&line, schema).unwrap_or_else(|error| panic!("{error:#}\n{line}"));
        }
    }

    #[test]
    fn four_digits_are_kept() {
        assert_eq!(rounded(123_456.0), 123_500.0);
        assert_eq!(rounded(0.000_123_456), 0.000_123_5);
        assert_eq!(rounded(842_712_345.678).to_string(), "842700000");
        assert_eq!(rounded(0.0), 0.0);
    }
}
