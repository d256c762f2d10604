//! A strip of rows as decoders give them, luma and half as many chromas each way, and the weights that make colours of
//! them. No arithmetic: the truth is the converter of `video::hash_planar`, and a kernel gives the luma of its colours.

/// Factors over 2¹³, applied to eighths.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weights {
    pub(crate) black: i16,
    pub(crate) luma: i16,
    pub(crate) red_of_red: i16,
    pub(crate) green_of_red: i16,
    pub(crate) green_of_blue: i16,
    pub(crate) blue_of_blue: i16,
}

/// Rows of luma, an even number of them and each of even width, and the chromas that belong to them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlaneStrip<'p> {
    pub(crate) luma: &'p [u8],
    pub(crate) blue: &'p [u8],
    pub(crate) red: &'p [u8],
    pub(crate) weights: Weights,
}
