//! `fieldgate field open`.

use clap::Args;
use fieldgate_core::field::{PLAINTEXT_BYTES_MAX, Payload, Scheme, composed, frame::raw_bytes};
use fieldgate_hsm_bridge::scrub_stack;

use super::{
    input::Input,
    key::Key,
    opener::Opener,
    options::{FormatOptions, OrderOptions, PaddingOptions, TokenOptions, scheme_parser},
    place::Place,
    plan::{Parameters, Plan},
};
use crate::outcome::Outcome;

pub(super) const EXAMPLES: &str = "\
Examples:
  echo 'Agnes Varda' | fieldgate field seal --trial-key --scheme equal | fieldgate field open --trial-key
  fieldgate field open --key-file key.hex --csv sealed.csv --column Director > films.csv
  fieldgate field open --trial-key --type date --scheme order --order double-column < numbers
  fieldgate field open --trial-key --scheme format --format card < cards

Values that begin with fg1. or fg1_ tell themselves how they are sealed. Others don't: for these, --scheme and the
parameters they were sealed with. What is not authenticated (order, order-reveal, format) may open to another value when
it was changed, or under other parameters. A value that doesn't open gives one message, whatever the cause.

Ends with 0 when every value was opened, with 1 at the first that could not be, and with 2 for a mistake in the command.";

/// Longest sealed value, in bytes.
const SEALED_BYTES_MAX: usize = composed::text_bytes(
    composed::LIMBS_CHARACTERS_MAX,
    raw_bytes(Payload::Random, PLAINTEXT_BYTES_MAX),
    composed::TOKENS_MAX,
);
const BARE: &[Scheme] = &[Scheme::Order, Scheme::OrderReveal, Scheme::Format];

#[derive(Args)]
pub(crate) struct Arguments {
    /// How the values are sealed, when they don't tell themselves.
    #[arg(long, value_name = "SCHEME", value_parser = scheme_parser(BARE))]
    scheme: Option<Scheme>,
    #[command(flatten)]
    key: Key,
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    order: OrderOptions,
    #[command(flatten)]
    format: FormatOptions,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let kind = arguments.place.kind()?;
    let parameters = Parameters {
        order: &arguments.order,
        tokens: &TokenOptions::default(),
        padding: &PaddingOptions::default(),
        format: &arguments.format,
    };
    let plan = match arguments.scheme {
        Some(scheme) => Some(Plan::new(&[scheme], kind, &parameters)?),
        // Parameters that were given without their scheme are refused by the check for one that has none.
        None => Plan::new(&[Scheme::Random], kind, &parameters).map(|_| None)?,
    };
    let fields = arguments.place.fields(arguments.input.columns()?);
    let root = arguments.key.root()?;
    let derived: Result<Vec<_>, _> = fields
        .into_iter()
        .map(|field| Opener::derive(&root, &arguments.place.context(field, kind), plan.as_ref()))
        .collect();
    drop(root);
    scrub_stack();
    arguments.input.run(&mut derived?, SEALED_BYTES_MAX)
}
