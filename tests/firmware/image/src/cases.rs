//! The cases: known answers and behaviour, each a function that says whether all was as it should be.

#[cfg(feature = "schemes")]
mod modes;
#[cfg(feature = "schemes")]
mod payload;
#[cfg(feature = "slots")]
mod slots;

/// Something was not as it should be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Wrong;

/// A case. Its name stands in the table of budgets.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) run: fn() -> Result<(), Wrong>,
}

/// All cases, in the order of running. `nothing` is what the counting itself costs.
pub(crate) const ALL: &[Case] = &[
    Case {
        name: "nothing",
        run: || Ok(()),
    },
    #[cfg(feature = "schemes")]
    Case {
        name: "cmac",
        run: modes::cmac,
    },
    #[cfg(feature = "schemes")]
    Case {
        name: "random",
        run: payload::random,
    },
    #[cfg(feature = "schemes")]
    Case {
        name: "equal",
        run: payload::equal,
    },
    #[cfg(feature = "slots")]
    Case {
        name: "slots",
        run: slots::expire,
    },
];

/// Compares a result with a known answer.
#[cfg(feature = "schemes")]
fn expect(found: &[u8], known: &[u8]) -> Result<(), Wrong> {
    if found == known { Ok(()) } else { Err(Wrong) }
}
