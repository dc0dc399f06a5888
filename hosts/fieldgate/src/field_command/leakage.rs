//! `fieldgate field leakage`: the profiles of the schemes.

use clap::Args;
use fieldgate_core::field::{Scheme, growth::Shape, leakage::Profile};
use serde_json::{Value, json};

use super::{options::scheme_parser, output::print};
use crate::outcome::Outcome;

pub(super) const EXAMPLES: &str = "\
Examples:
  fieldgate field leakage
  fieldgate field leakage order
  fieldgate field leakage words --bytes 40 --tokens 16 --json

The last column of the table, and \"characters\" of the rest, is how long a value becomes that has so many bytes, tokens
and bytes of limbs. words, prefix, substring and order are counted with a payload of random.";

#[derive(Args)]
pub(crate) struct Arguments {
    /// One scheme, in full; without it, all in a table.
    #[arg(value_name = "SCHEME", value_parser = scheme_parser(&Scheme::ALL))]
    scheme: Option<Scheme>,
    /// Bytes of a value.
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = size())]
    bytes: u64,
    /// Tokens of a value, its padding included.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = size())]
    tokens: u64,
    /// Bytes of limbs: for a number of 8 bytes 64 with d1w8, 32 with d4w16, 16 with d8w16; 2 a byte of text.
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = size())]
    limb_bytes: u64,
    /// JSON: an object for one scheme, an array for all.
    #[arg(long)]
    json: bool,
}

fn size() -> clap::builder::RangedU64ValueParser {
    clap::value_parser!(u64).range(..=1 << 20)
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let shape = Shape {
        plaintext_bytes: usize::try_from(arguments.bytes)?,
        tokens: usize::try_from(arguments.tokens)?,
        limb_bytes: usize::try_from(arguments.limb_bytes)?,
    };
    let text = match (arguments.scheme, arguments.json) {
        (Some(scheme), false) => full(&scheme.profile(), shape),
        (None, false) => table(shape),
        (Some(scheme), true) => pretty(&object(&scheme.profile(), shape))?,
        (None, true) => {
            let all = Scheme::ALL.map(|scheme| object(&scheme.profile(), shape));
            pretty(&Value::from(all.to_vec()))?
        }
    };
    print(&text)
}

fn pretty(value: &Value) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(value).map(|text| text + "\n")
}

fn object(profile: &Profile, shape: Shape) -> Value {
    let leaks: Vec<_> = profile
        .leaks
        .iter()
        .map(|leak| json!({"name": leak.name(), "text": leak.text()}))
        .collect();
    let attacks: Vec<_> = profile
        .attacks
        .iter()
        .map(|attack| json!({"name": attack.name, "text": attack.text, "source": attack.source}))
        .collect();
    json!({
        "scheme": profile.scheme.name(),
        "opens": profile.opens,
        "domain_min": profile.domain_min,
        "leaks": leaks,
        "attacks": attacks,
        "growth": {
            "bytes": shape.plaintext_bytes,
            "tokens": shape.tokens,
            "limb_bytes": shape.limb_bytes,
            "characters": profile.stored_characters(shape),
        },
    })
}

fn table(shape: Shape) -> String {
    let mut text = format!(
        "{:14}{:7}{:>10}{:>12}  {}\n",
        "scheme", "opens", "domain", "characters", "gives away"
    );
    for scheme in Scheme::ALL {
        let profile = scheme.profile();
        let leaks: Vec<_> = profile.leaks.iter().map(|leak| leak.name()).collect();
        text.push_str(&format!(
            "{:14}{:7}{:>10}{:>12}  {}\n",
            scheme.name(),
            if profile.opens { "yes" } else { "no" },
            profile.domain_min,
            profile.stored_characters(shape),
            leaks.join(", ")
        ));
    }
    text
}

fn full(profile: &Profile, shape: Shape) -> String {
    let mut text = format!(
        "{}\n\nopens: {}\nfewest values of a field: {}\ncharacters of a value of {} bytes, {} tokens, {} bytes of limbs: {}\n\ngives away, to whoever sees the values and has no key:\n",
        profile.scheme,
        if profile.opens {
            "yes, with the key"
        } else {
            "no, not even with the key"
        },
        profile.domain_min,
        shape.plaintext_bytes,
        shape.tokens,
        shape.limb_bytes,
        profile.stored_characters(shape),
    );
    for leak in profile.leaks {
        text.push_str(&format!("  {}: {}\n", leak.name(), leak.text()));
    }
    if profile.attacks.is_empty() {
        text.push_str("\nno attack on that is known\n");
        return text;
    }
    text.push_str("\nknown attacks on that:\n");
    for attack in profile.attacks {
        text.push_str(&format!(
            "  {}: {}\n    {}\n",
            attack.name, attack.text, attack.source
        ));
    }
    text
}
