//! Whether a field takes enough values for a scheme.

use clap::Args;
use fieldgate_core::field::{
    Scheme,
    leakage::{Admitted, Domain},
};

/// Whether a field takes enough values for its schemes.
#[derive(Args)]
#[command(next_help_heading = "How many values the field takes")]
pub(super) struct Admission {
    /// How many different values the field takes, if you know: schemes that would give away too few of them are refused.
    #[arg(long, value_name = "N")]
    distinct_values: Option<u64>,
    /// Seal with such a scheme nevertheless.
    #[arg(long, requires = "distinct_values")]
    allow_tiny_domain: bool,
}

impl Admission {
    /// Admits a scheme for the field, or says why not.
    pub(super) fn admit(&self, scheme: Scheme) -> Result<Admitted, String> {
        let domain = self
            .distinct_values
            .map_or(Domain::Unstated, Domain::Values);
        match scheme.admit(domain) {
            Err(_) if self.allow_tiny_domain => Ok(Admitted::danger_tiny_domain(scheme)),
            admitted => admitted.map_err(|refused| format!("{refused} with --allow-tiny-domain")),
        }
    }
}
