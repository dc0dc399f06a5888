//! `fieldgate kmip decode`: TTLV, or XML or JSON, to what people read.

use clap::{Args, ValueEnum};
use fieldgate_kmip_text::{
    Secrets, first_secret,
    input::{self, InputForm},
    json,
    node::Node,
    tree, ttlv, xml,
};
use zeroize::Zeroizing;

use super::{
    encode::hex_line,
    input::{Source, print},
};
use crate::outcome::Outcome;

pub(super) const EXAMPLES: &str = "\
Examples:
  echo 42007801000000104200…  | fieldgate kmip decode
  fieldgate kmip decode --to xml capture.bin
  fieldgate kmip encode test-case.xml | fieldgate kmip decode --to xml --show-secrets

Several messages may follow one another: a line each, or without anything between them. Of a message that was cut or
damaged, what comes before the fault is printed; then the fault is told, and the command ends with 1.

Masked are keys and their private parts, passwords, tickets, and the data of cryptographic operations; and
texts and bytes that the standard doesn't define, such as those of custom attributes and of vendors' tags.";

/// What is printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Target {
    /// A line an item, with the standard's names.
    Tree,
    /// KMIP XML; several messages in an element KMIP.
    Xml,
    /// KMIP JSON; several messages in a list.
    Json,
    /// TTLV in hexadecimal, a line a message.
    Hex,
}

/// What is read.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Recognised by looking at it.
    Auto,
    /// Hexadecimal, with or without blanks, line breaks, colons and 0x; or a hex dump.
    Hex,
    Base64,
    /// TTLV as it is sent.
    Binary,
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
    #[arg(long, value_enum, default_value_t = Target::Tree)]
    to: Target,
    /// Print secrets as they are.
    #[arg(long)]
    show_secrets: bool,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let source = &arguments.source;
    let input = source.read()?;
    let form = match arguments.from {
        Form::Auto => input::recognise(&input).map_err(|error| source.located(&error))?,
        Form::Hex => InputForm::Hex,
        Form::Base64 => InputForm::Base64,
        Form::Binary => InputForm::Binary,
        Form::Xml => InputForm::Xml,
        Form::Json => InputForm::Json,
    };
    let bytes = match form {
        InputForm::Xml | InputForm::Json => {
            return show(arguments, &source.messages(form, &input)?);
        }
        InputForm::Hex => input::from_hex(&input),
        InputForm::Base64 => input::from_base64(&input),
        _ => Ok(input),
    };
    let bytes = bytes.map_err(|error| source.located(&error))?;
    let reading = ttlv::read(&bytes);
    if reading.messages.is_empty() && reading.fault.is_none() {
        return Err(format!("there is no message in {}", source.name()).into());
    }
    if !reading.messages.is_empty() {
        show(arguments, &reading.messages)?;
    }
    match reading.fault {
        None => Ok(()),
        Some(fault) => Err(source.located(&fault).into()),
    }
}

fn show(arguments: &Arguments, messages: &[Node]) -> Outcome {
    let secrets = match arguments.show_secrets {
        true => Secrets::Shown,
        false => Secrets::Masked,
    };
    let text = match arguments.to {
        Target::Tree => trees(messages, secrets),
        Target::Xml => xml::write(messages, secrets),
        Target::Json => json::write(messages, secrets),
        Target::Hex => hex_lines(messages, secrets)?,
    };
    print(text.as_bytes())
}

/// The trees of messages, with an empty line between them.
fn trees(messages: &[Node], secrets: Secrets) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::new());
    for (number, message) in messages.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        text.push_str(&tree::write(message, secrets));
    }
    text
}

/// Hexadecimal shows every byte: nothing can be masked in it.
fn hex_lines(messages: &[Node], secrets: Secrets) -> Result<Zeroizing<String>, String> {
    let mut text = Zeroizing::new(String::new());
    for (number, message) in (1..).zip(messages) {
        if secrets == Secrets::Masked
            && let Some(path) = first_secret(message)
        {
            return Err(format!(
                "message {number} has a secret, {path}, which hexadecimal can't mask; add --show-secrets, or choose another --to"
            ));
        }
        let bytes = ttlv::write(message).map_err(|error| format!("message {number}: {error}"))?;
        text.push_str(&hex_line(&bytes));
    }
    Ok(text)
}
