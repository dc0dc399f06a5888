//! Seals the values of one field as planned.

use std::error::Error;

use clap::Args;
use fieldgate_core::field::{
    Context, FieldCipher, FieldType, RandomFailed, RootKey, Scheme,
    composed::{self, ComposedCipher, Parts},
    format::{FormatCipher, FormatSetupError},
    leakage::{Admitted, Domain},
    order::{
        OrderCipher, OrderNumberCipher, OrderRevealCipher, OrderTextCipher, TextFit, base32hex,
    },
    text,
    token::{TOKENS_MAX, TokenCipher, TokenError, TokenKind, TokenSet},
};
use fieldgate_text::{
    fold::Folded,
    grams::{prefixes, trigrams},
    words::words,
};

use super::{
    input::Work,
    plan::{ComposedPlan, Limbs, Plan, Search},
    typed::{self, Plain},
    usage::usage,
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
    fn admit(&self, scheme: Scheme) -> Result<Admitted, String> {
        let domain = self
            .distinct_values
            .map_or(Domain::Unstated, Domain::Values);
        match scheme.admit(domain) {
            Err(_) if self.allow_tiny_domain => Ok(Admitted::danger_tiny_domain(scheme)),
            admitted => admitted.map_err(|refused| format!("{refused} with --allow-tiny-domain")),
        }
    }
}

/// The ciphers of one field.
pub(super) struct Sealer<'a> {
    kind: FieldType,
    form: Form<'a>,
    /// Texts of which not all bytes decide their place.
    pub(super) cut: u64,
}

#[expect(
    clippy::large_enum_variant,
    reason = "there is one for each field, and boxes would leave keys where they were made"
)]
enum Form<'a> {
    Single(FieldCipher),
    Composed {
        payload: ComposedCipher,
        /// For values that have neither limbs nor tokens.
        alone: FieldCipher,
        limbs: Option<LimbsCipher>,
        tokens: Vec<(Scheme, TokenCipher)>,
        search: Search<'a>,
        pad_to: u8,
    },
    Blind(TokenCipher),
    Reveal(OrderRevealCipher),
    Column(OrderNumberCipher),
    Format(FormatCipher, &'a [u8]),
}

#[expect(
    clippy::large_enum_variant,
    reason = "as for the form that it is a part of"
)]
enum LimbsCipher {
    Value(OrderCipher),
    Text(OrderTextCipher),
}

/// The kind of tokens of a scheme of several.
pub(super) const fn token_kind<'a>(scheme: Scheme, search: Search<'a>) -> TokenKind<'a> {
    match scheme {
        Scheme::Prefix => TokenKind::Prefix,
        Scheme::Substring => TokenKind::Substring,
        _ => TokenKind::Words {
            language: search.language,
        },
    }
}

/// Why there are no keys for tokens; a language that is none is a mistake on the command line.
pub(super) fn token_setup(error: TokenError) -> Box<dyn Error> {
    match error {
        TokenError::LanguageTooLong | TokenError::LanguageNotATag => {
            usage(format!("--language: {error}")).into()
        }
        error => error.into(),
    }
}

/// Why there is no key for a format; an alphabet that is none is a mistake on the command line.
pub(super) fn format_setup(error: FormatSetupError) -> Box<dyn Error> {
    match error {
        FormatSetupError::Derive(_) => error.into(),
        error => usage(format!("--alphabet: {error}")).into(),
    }
}

impl<'a> Sealer<'a> {
    pub(super) fn derive(
        root: &RootKey,
        context: &Context<'_>,
        plan: &Plan<'a>,
        admission: &Admission,
    ) -> Result<Self, Box<dyn Error>> {
        let form = match plan {
            Plan::Single(payload) => Form::Single(FieldCipher::derive(
                root,
                context,
                admission.admit(payload.scheme())?,
            )?),
            Plan::Composed(plan) => Form::composed(root, context, plan, admission)?,
            Plan::Blind(bits) => Form::Blind(TokenCipher::derive(
                root,
                context,
                admission.admit(Scheme::Blind)?,
                TokenKind::Blind(*bits),
            )?),
            Plan::OrderReveal(value_bytes) => Form::Reveal(OrderRevealCipher::derive(
                root,
                context,
                admission.admit(Scheme::OrderReveal)?,
                *value_bytes,
            )?),
            Plan::Column(column) => Form::Column(OrderNumberCipher::derive(
                root,
                context,
                admission.admit(Scheme::Order)?,
                *column,
            )?),
            Plan::Format(plan) => Form::Format(
                FormatCipher::derive(
                    root,
                    context,
                    admission.admit(Scheme::Format)?,
                    &plan.format,
                )
                .map_err(format_setup)?,
                plan.tweak,
            ),
        };
        Ok(Self {
            kind: context.kind,
            form,
            cut: 0,
        })
    }
}

impl<'a> Form<'a> {
    fn composed(
        root: &RootKey,
        context: &Context<'_>,
        plan: &ComposedPlan<'a>,
        admission: &Admission,
    ) -> Result<Self, Box<dyn Error>> {
        let admitted = admission.admit(plan.payload.scheme())?;
        let limbs = match plan.limbs {
            None => None,
            Some(limbs) => {
                let admitted = admission.admit(Scheme::Order)?;
                Some(match limbs {
                    Limbs::Value(parameters, value_bytes) => LimbsCipher::Value(
                        OrderCipher::derive(root, context, admitted, parameters, value_bytes)?,
                    ),
                    Limbs::Text(text_bytes) => LimbsCipher::Text(OrderTextCipher::derive(
                        root, context, admitted, text_bytes,
                    )?),
                })
            }
        };
        let mut tokens = Vec::new();
        for scheme in &plan.tokens {
            let kind = token_kind(*scheme, plan.search);
            let cipher = TokenCipher::derive(root, context, admission.admit(*scheme)?, kind)
                .map_err(token_setup)?;
            tokens.push((*scheme, cipher));
        }
        Ok(Self::Composed {
            payload: ComposedCipher::derive(root, context, admitted)?,
            alone: FieldCipher::derive(root, context, admitted)?,
            limbs,
            tokens,
            search: plan.search,
            pad_to: plan.pad_to,
        })
    }
}

impl Work for Sealer<'_> {
    fn work(&mut self, value: &str) -> Result<String, String> {
        let plain = typed::parse(self.kind, value)?;
        match &self.form {
            Form::Single(cipher) => single(cipher, plain.bytes()),
            Form::Composed {
                payload,
                alone,
                limbs,
                tokens,
                search,
                pad_to,
            } => {
                let (limbs, fit) = match limbs {
                    None => (String::new(), TextFit::Whole),
                    Some(cipher) => cipher.encrypt(plain.bytes())?,
                };
                self.cut += u64::from(fit == TextFit::Cut);
                let mut all = String::new();
                for (scheme, cipher) in tokens {
                    let set = token_set(*scheme, cipher, value, *search, *pad_to)?;
                    if !all.is_empty() && !set.is_empty() {
                        all.push(' ');
                    }
                    all.push_str(&set);
                }
                if limbs.is_empty() && all.is_empty() {
                    return single(alone, plain.bytes());
                }
                let parts = Parts::new(&limbs, &all).map_err(in_words)?;
                composed(payload, &plain, &parts)
            }
            Form::Blind(cipher) => {
                let token = cipher.token(plain.bytes()).map_err(in_words)?;
                Ok(token.to_string())
            }
            Form::Reveal(cipher) => {
                let mut limbs = vec![0; cipher.ciphertext_bytes()];
                let limbs = cipher
                    .encrypt(plain.bytes(), &mut limbs)
                    .map_err(in_words)?;
                base32(limbs)
            }
            Form::Column(cipher) => {
                let column = cipher.column();
                let bytes = typed::to_column(self.kind, column, plain.bytes()).ok_or_else(|| {
                    let (least, most) = typed::column_range(self.kind, column).unwrap_or_default();
                    format!(
                        "out of the column's range, {least} to {most}; use --order d1w8, d4w16 or d8w16, which take every value"
                    )
                })?;
                let number = cipher.encrypt_number(&bytes).map_err(in_words)?;
                Ok(number.to_string())
            }
            Form::Format(cipher, tweak) => {
                let mut sealed = vec![0; value.len()];
                let sealed = cipher.encrypt(value, tweak, &mut sealed).map_err(|error| {
                    format!("{error}; see --format in the help, or use --scheme equal, which takes every text")
                })?;
                String::from_utf8(sealed.to_vec()).map_err(in_words)
            }
        }
    }
}

impl LimbsCipher {
    fn encrypt(&self, plaintext: &[u8]) -> Result<(String, TextFit), String> {
        match self {
            Self::Value(cipher) => {
                let mut limbs = vec![0; cipher.ciphertext_bytes()];
                let limbs = cipher.encrypt(plaintext, &mut limbs).map_err(in_words)?;
                Ok((base32(limbs)?, TextFit::Whole))
            }
            Self::Text(cipher) => {
                let mut limbs = vec![0; cipher.ciphertext_bytes()];
                let (limbs, fit) = cipher.encrypt(plaintext, &mut limbs).map_err(in_words)?;
                Ok((base32(limbs)?, fit))
            }
        }
    }
}

fn in_words(error: impl Error) -> String {
    error.to_string()
}

fn fill_nonce<const N: usize>(nonce: &mut [u8; N]) -> Result<(), RandomFailed> {
    getrandom::fill(nonce).map_err(|_| RandomFailed)
}

fn single(cipher: &FieldCipher, plaintext: &[u8]) -> Result<String, String> {
    let mut raw = vec![0; cipher.sealed_bytes(plaintext.len())];
    let raw = cipher
        .seal(plaintext, fill_nonce, &mut raw)
        .map_err(in_words)?;
    let mut line = vec![0; text::text_bytes(raw.len())];
    text::encode(raw, &mut line)
        .map(str::to_owned)
        .map_err(in_words)
}

fn composed(
    cipher: &ComposedCipher,
    plain: &Plain<'_>,
    parts: &Parts<'_>,
) -> Result<String, String> {
    let raw_bytes = cipher.raw_bytes(plain.bytes().len());
    let characters = composed::text_bytes(parts.limbs().len(), raw_bytes, parts.token_count());
    let (mut raw, mut line) = (vec![0; raw_bytes], vec![0; characters]);
    cipher
        .seal(plain.bytes(), parts, fill_nonce, &mut raw, &mut line)
        .map(str::to_owned)
        .map_err(in_words)
}

fn base32(raw: &[u8]) -> Result<String, String> {
    let mut text = vec![0; base32hex::text_bytes(raw.len())];
    base32hex::encode(raw, &mut text)
        .map(str::to_owned)
        .map_err(in_words)
}

/// The text of a value's tokens.
fn token_set(
    scheme: Scheme,
    cipher: &TokenCipher,
    value: &str,
    search: Search<'_>,
    pad_to: u8,
) -> Result<String, String> {
    let folded = Folded::new(value, search.diacritics);
    let inputs: Vec<&[u8]> = match scheme {
        Scheme::Prefix => prefixes(&folded).map(str::as_bytes).collect(),
        Scheme::Substring => trigrams(&folded).map(str::as_bytes).collect(),
        _ => words(&folded).map(str::as_bytes).collect(),
    };
    let mut set = TokenSet::<TOKENS_MAX>::new();
    set.insert_all(cipher, &inputs)
        .and_then(|()| set.pad(cipher, pad_to))
        .map_err(|error| match error {
            TokenError::SetFull => format!(
                "more than {TOKENS_MAX} different tokens of {scheme}, padding included; shorten the value, or seal it without {scheme}"
            ),
            error => error.to_string(),
        })?;
    let mut text = vec![0; set.text_bytes()];
    set.write(&mut text).map(str::to_owned).map_err(in_words)
}
