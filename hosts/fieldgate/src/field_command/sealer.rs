//! Seals the values of one field as planned.

use std::error::Error;

use fieldgate_core::field::{
    Context, FieldCipher, FieldType, RandomFailed, RootKey, Scheme,
    format::{FormatCipher, FormatSetupError},
    order::{OrderNumberCipher, OrderRevealCipher, TextFit, limb_text},
    text,
    token::{TokenCipher, TokenError, TokenKind},
};

use super::{
    admission::Admission, composer::Composer, input::Work, plan::Plan, typed, usage::usage,
};

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
    Composed(Composer<'a>),
    Blind(TokenCipher),
    Reveal(OrderRevealCipher),
    Column(OrderNumberCipher),
    Format(FormatCipher, &'a [u8]),
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
            Plan::Composed(plan) => {
                Form::Composed(Composer::derive(root, context, plan, admission)?)
            }
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

impl Work for Sealer<'_> {
    fn work(&mut self, value: &str) -> Result<String, String> {
        let plain = typed::parse(self.kind, value)?;
        match &self.form {
            Form::Single(cipher) => single(cipher, plain.bytes()),
            Form::Composed(composer) => {
                let (line, fit) = composer.seal(value, &plain)?;
                self.cut += u64::from(fit == TextFit::Cut);
                Ok(line)
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
                limbs_text(limbs)
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

/// What an error says. None of core's shows a value.
pub(super) fn in_words(error: impl Error) -> String {
    error.to_string()
}

/// Draws a nonce from the operating system.
pub(super) fn fill_nonce<const N: usize>(nonce: &mut [u8; N]) -> Result<(), RandomFailed> {
    getrandom::fill(nonce).map_err(|_| RandomFailed)
}

/// Seals a value of one scheme.
pub(super) fn single(cipher: &FieldCipher, plaintext: &[u8]) -> Result<String, String> {
    let mut raw = vec![0; cipher.sealed_bytes(plaintext.len())];
    let raw = cipher
        .seal(plaintext, fill_nonce, &mut raw)
        .map_err(in_words)?;
    let mut line = vec![0; text::text_bytes(raw.len())];
    text::encode(raw, &mut line)
        .map(str::to_owned)
        .map_err(in_words)
}

/// Limbs as text.
pub(super) fn limbs_text(raw: &[u8]) -> Result<String, String> {
    let mut text = vec![0; limb_text::text_bytes(raw.len())];
    limb_text::encode(raw, &mut text)
        .map(str::to_owned)
        .map_err(in_words)
}
