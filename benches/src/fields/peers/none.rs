//! No peers.

use crate::measure::Candidate;

pub(in crate::fields) fn random(_bytes: usize) -> Vec<Candidate> {
    Vec::new()
}

pub(in crate::fields) fn equal(_bytes: usize) -> Vec<Candidate> {
    Vec::new()
}

pub(in crate::fields) fn words(_bytes: usize) -> Vec<Candidate> {
    Vec::new()
}

pub(in crate::fields) fn order() -> Vec<Candidate> {
    Vec::new()
}

pub(in crate::fields) fn order_number(_bytes: usize) -> Vec<Candidate> {
    Vec::new()
}

pub(in crate::fields) fn order_text(_bytes: usize) -> Vec<Candidate> {
    Vec::new()
}

pub(in crate::fields) fn order_reveal(_values: [u64; 2]) -> Vec<Candidate> {
    Vec::new()
}

pub(in crate::fields) fn format(_digits: usize) -> Vec<Candidate> {
    Vec::new()
}
