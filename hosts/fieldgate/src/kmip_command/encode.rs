//! `fieldgate kmip encode`: KMIP XML or JSON to TTLV.

use base64ct::{Base64, Encoding};
use clap::{Args, ValueEnum};
use fieldgate_kmip_text::{
    input::{self, InputForm},
    ttlv,
};
use zeroize::Zeroizing;

use super::input::{Source, print};
use crate::outcome::Outcome;

pub(super) const EXAMPLES: &str = "\
Examples:
  fieldgate kmip encode request.xml
  fieldgate kmip encode --to binary request.json > request.bin
  fieldgate kmip encode --define UNIQUE_IDENTIFIER_0=4711 --define-file KEY_MATERIAL=key.hex test-case.xml

XML may be one message or hold many, in an element KMIP or any other, as the published test cases do; JSON an object or a
list. $NAME stays what it is in a Text String; $NOW, $NOW+60 and $NOW-60 stand for times; other types need --define,
or, so that nobody sees a key or password on the command line, --define-file.";

/// What is printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Target {
    /// Hexadecimal, a line a message.
    Hex,
    /// Base64, a line a message.
    Base64,
    /// TTLV as it is sent, one message after another.
    Binary,
}

/// What is read.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Recognised by looking at it.
    Auto,
    Xml,
    Json,
}

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// What it is.
    #[arg(long, value_enum, default_value_t = Form::Auto)]
    from: Form,
    /// What to print.
    #[arg(long, value_enum, default_value_t = Target::Hex)]
    to: Target,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let source = &arguments.source;
    let input = source.read()?;
    let form = match arguments.from {
        Form::Auto => match input::recognise(&input) {
            Ok(form @ (InputForm::Xml | InputForm::Json)) => form,
            _ => {
                return Err(format!(
                    "{} is neither XML nor JSON: it has to begin with < or {{ or [; for TTLV there is fieldgate kmip decode",
                    source.name()
                )
                .into());
            }
        },
        Form::Xml => InputForm::Xml,
        Form::Json => InputForm::Json,
    };
    let messages = source.messages(form, &input)?;
    let mut out = Zeroizing::new(Vec::new());
    for (number, message) in (1..).zip(&messages) {
        let bytes = ttlv::write(message)
            .map_err(|error| format!("{}: message {number}: {error}", source.name()))?;
        match arguments.to {
            Target::Hex => out.extend_from_slice(hex_line(&bytes).as_bytes()),
            Target::Base64 => {
                let text = Zeroizing::new(Base64::encode_string(&bytes));
                out.extend_from_slice(text.as_bytes());
                out.push(b'\n');
            }
            Target::Binary => out.extend_from_slice(&bytes),
        }
    }
    print(&out)
}

/// Bytes as a line of hexadecimal.
pub(super) fn hex_line(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(2 * bytes.len() + 1));
    for byte in bytes {
        for four in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(four.into(), 16));
        }
    }
    text.push('\n');
    text
}
