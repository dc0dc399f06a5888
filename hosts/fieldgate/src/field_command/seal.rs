//! `fieldgate field seal`.

use clap::Args;
use fieldgate_core::field::{PLAINTEXT_BYTES_MAX, Scheme};
use fieldgate_hsm_bridge::scrub_stack;

use super::{
    admission::Admission,
    input::Input,
    key::Key,
    options::{FormatOptions, OrderOptions, PaddingOptions, TokenOptions, scheme_parser},
    place::Place,
    plan::{Parameters, Plan},
    sealer::Sealer,
};
use crate::outcome::Outcome;

pub(super) const EXAMPLES: &str = "\
Examples:
  echo 'Agnes Varda' | fieldgate field seal --trial-key --scheme random
  echo 'Agnes Varda' | fieldgate field seal --trial-key --scheme equal
  echo 'Cléo de 5 à 7' | fieldgate field seal --trial-key --scheme words --scheme order --language fr
  seq 1955 2019 | fieldgate field seal --trial-key --type unsigned --scheme order
  echo '4111 1111 1111 1111' | fieldgate field seal --trial-key --scheme format --format card
  fieldgate field seal --key-file key.hex --scheme equal --csv films.csv --column Director > sealed.csv

A value sealed with words, prefix, substring or order is composed: limbs that sort, a payload that opens, and tokens to
search for. The payload is random unless --scheme equal is named too. blind, order-reveal and format stand alone, and so
does order in a column for numbers.

Lines end with LF or CRLF. CSV is written with LF, and with quotation marks where they are needed; what is in the other
columns doesn't change. A value has up to 1048575 bytes.

Ends with 0 when every value was sealed, with 1 at the first that could not be, and with 2 for a mistake in the command.";

#[derive(Args)]
pub(crate) struct Arguments {
    /// How to seal; several make a composed value.
    #[arg(long = "scheme", value_name = "SCHEME", required = true, value_parser = scheme_parser(&Scheme::ALL))]
    schemes: Vec<Scheme>,
    #[command(flatten)]
    key: Key,
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    order: OrderOptions,
    #[command(flatten)]
    tokens: TokenOptions,
    #[command(flatten)]
    padding: PaddingOptions,
    #[command(flatten)]
    format: FormatOptions,
    #[command(flatten)]
    admission: Admission,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let kind = arguments.place.kind()?;
    let parameters = Parameters {
        order: &arguments.order,
        tokens: &arguments.tokens,
        padding: &arguments.padding,
        format: &arguments.format,
    };
    let plan = Plan::new(&arguments.schemes, kind, &parameters)?;
    let fields = arguments.place.fields(arguments.input.columns()?);
    let root = arguments.key.root()?;
    let derived: Result<Vec<_>, _> = fields
        .into_iter()
        .map(|field| {
            let context = arguments.place.context(field, kind);
            Sealer::derive(&root, &context, &plan, &arguments.admission)
        })
        .collect();
    drop(root);
    scrub_stack();
    let mut sealers = derived?;
    let outcome = arguments.input.run(&mut sealers, PLAINTEXT_BYTES_MAX);
    let cut: u64 = sealers.iter().map(|sealer| sealer.cut).sum();
    if cut > 0 {
        eprintln!(
            "fieldgate: {cut} of the texts tie with others that begin alike: they are longer than what --order-text-bytes keeps"
        );
    }
    outcome
}
