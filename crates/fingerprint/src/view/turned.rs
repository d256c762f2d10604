//! A sample seen turned, and what was computed of its rows, so that views with the same top and bottom share it.
//! A mirrored picture's rows give the same, read backwards.

use std::collections::HashMap;

use crate::Kernel;
use crate::pdq::Turn;

use super::kernel::{Half, multiply_rows};
use super::operator::{FREQUENCIES, Matrices, Side};
use super::reduction::CELLS;
use super::sample::{Cells, Sample};

/// A sample, turned.
pub(super) struct Turned<'s> {
    sample: &'s Sample,
    own: Option<Cells>,
    turn: Turn,
    is_mirrored: bool,
    halves: HashMap<(Side, bool), KeptHalf>,
}

/// Columns of a picture by frequency, overwritten when dropped.
struct KeptHalf(Box<Half>);

impl Drop for KeptHalf {
    fn drop(&mut self) {
        self.0.as_flattened_mut().fill(0.0);
        std::hint::black_box(&mut self.0);
    }
}

impl<'s> Turned<'s> {
    /// Of any turn.
    pub(super) fn new(sample: &'s Sample, turn: Turn) -> Turned<'s> {
        let (turn, is_mirrored) = match turn {
            Turn::FlipY => (Turn::Original, true),
            Turn::FlipX => (Turn::Rotate180, true),
            Turn::FlipMinus1 => (Turn::Rotate90, true),
            Turn::FlipPlus1 => (Turn::Rotate270, true),
            turn => (turn, false),
        };
        Turned { sample, own: None, turn, is_mirrored, halves: HashMap::new() }
    }

    /// Mirrored at its vertical axis, or back.
    pub(super) fn mirror(&mut self) {
        self.is_mirrored = !self.is_mirrored;
    }

    pub(super) fn turn(&self) -> Turn {
        match (self.turn, self.is_mirrored) {
            (turn, false) => turn,
            (Turn::Rotate180, true) => Turn::FlipX,
            (Turn::Rotate90, true) => Turn::FlipMinus1,
            (Turn::Rotate270, true) => Turn::FlipPlus1,
            (_, true) => Turn::FlipY,
        }
    }

    /// Pixels across and down.
    pub(super) fn size_px(&self) -> (u32, u32) {
        match self.turn {
            Turn::Rotate90 | Turn::Rotate270 => (self.sample.height_px, self.sample.width_px),
            _ => (self.sample.width_px, self.sample.height_px),
        }
    }

    pub(super) fn quality(&self, cuts: [i16; 4]) -> u8 {
        self.sample.quality(self.turn(), cuts)
    }

    pub(super) fn half(&mut self, kernel: Kernel, matrices: &mut Matrices, rows: Side) -> &Half {
        let is_mirrored = self.is_mirrored;
        if !self.halves.contains_key(&(rows, is_mirrored)) {
            let mut half = Box::new([[0.0; CELLS]; FREQUENCIES]);
            match self.halves.get(&(rows, !is_mirrored)) {
                Some(other) => {
                    let pairs = half.iter_mut().zip(other.0.iter());
                    pairs.for_each(|(row, other)| {
                        row.iter_mut().zip(other.iter().rev()).for_each(|(to, from)| *to = *from)
                    });
                }
                None => {
                    let matrix = matrices.of(rows);
                    let values = match self.turn {
                        Turn::Original => self.sample.values(),
                        turn => self.own.get_or_insert_with(|| self.sample.turned(turn)).values(),
                    };
                    multiply_rows(kernel, &matrix, values, &mut half);
                    if is_mirrored {
                        half.iter_mut().for_each(|row| row.reverse());
                    }
                }
            }
            self.halves.insert((rows, is_mirrored), KeptHalf(half));
        }
        &self.halves[&(rows, is_mirrored)].0
    }
}
