//! From the schemes and parameters on the command line to what is to be derived. Options that fit nothing are refused.

use clap::Error;
use fieldgate_core::field::{
    FieldType, Payload, Scheme,
    format::{EmailDomain, Format, Others},
    order::{OrderColumn, OrderParameters},
    token::BlindBits,
};
use fieldgate_text::fold::Diacritics;

use super::{
    options::{FormatName, FormatOptions, OrderForm, OrderOptions, PaddingOptions, TokenOptions},
    typed::has_column_form,
    usage::{belongs, usage},
};

/// Bytes of a text that decide its place, unless said otherwise.
const ORDER_TEXT_BYTES: usize = 16;
/// Tokens are padded to a multiple of this, unless said otherwise.
const PAD_TO: u8 = 8;

/// What a value becomes.
pub(super) enum Plan<'a> {
    /// A value of one scheme.
    Single(Payload),
    /// Several in one text.
    Composed(ComposedPlan<'a>),
    /// One token.
    Blind(BlindBits),
    /// Limbs that only our comparator orders.
    OrderReveal(usize),
    /// A number.
    Column(OrderColumn),
    /// A value of the same format.
    Format(FormatPlan<'a>),
}

/// The parts of a composed value.
pub(super) struct ComposedPlan<'a> {
    pub(super) payload: Payload,
    pub(super) limbs: Option<Limbs>,
    /// `words`, `prefix` and `substring`, as far as they were named.
    pub(super) tokens: Vec<Scheme>,
    pub(super) search: Search<'a>,
    pub(super) pad_to: u8,
}

/// How limbs are made.
#[derive(Clone, Copy)]
pub(super) enum Limbs {
    /// Of values of so many bytes.
    Value(OrderParameters, usize),
    /// Of the first bytes of texts, and of UUIDs.
    Text(usize),
}

/// What seals and searches have to agree on.
#[derive(Clone, Copy)]
pub(super) struct Search<'a> {
    pub(super) language: &'a str,
    pub(super) diacritics: Diacritics,
}

/// A format and its tweak.
pub(super) struct FormatPlan<'a> {
    pub(super) format: Format<'a>,
    pub(super) tweak: &'a [u8],
}

/// All parameters of schemes that a command takes.
pub(super) struct Parameters<'a> {
    pub(super) order: &'a OrderOptions,
    pub(super) tokens: &'a TokenOptions,
    pub(super) padding: &'a PaddingOptions,
    pub(super) format: &'a FormatOptions,
}

impl<'a> Plan<'a> {
    /// What a value of a type becomes under the schemes, which are at least one.
    pub(super) fn new(
        schemes: &[Scheme],
        kind: FieldType,
        parameters: &Parameters<'a>,
    ) -> Result<Self, Error> {
        parameters.order.check(schemes, kind)?;
        parameters.tokens.check(schemes)?;
        parameters.padding.check(schemes)?;
        parameters.format.check(schemes)?;
        for (at, scheme) in schemes.iter().enumerate() {
            if schemes[..at].contains(scheme) {
                return Err(usage(format!("--scheme {scheme} is given twice")));
            }
            check_type(*scheme, kind)?;
        }
        match schemes {
            [Scheme::Random] => Ok(Self::Single(Payload::Random)),
            [Scheme::Equal] => Ok(Self::Single(Payload::Equal)),
            [Scheme::Blind] => parameters.tokens.blind_bits().map(Self::Blind),
            [Scheme::OrderReveal] => Ok(Self::OrderReveal(value_bytes(kind))),
            [Scheme::Format] => parameters.format.plan().map(Self::Format),
            schemes => Self::composed(schemes, kind, parameters),
        }
    }

    fn composed(
        schemes: &[Scheme],
        kind: FieldType,
        parameters: &Parameters<'a>,
    ) -> Result<Self, Error> {
        let has = |scheme| schemes.contains(&scheme);
        for alone in [Scheme::Blind, Scheme::OrderReveal, Scheme::Format] {
            if has(alone) {
                return Err(usage(format!(
                    "--scheme {alone} stands alone: its values are no part of a composed value"
                )));
            }
        }
        if has(Scheme::Random) && has(Scheme::Equal) {
            return Err(usage(
                "--scheme random and --scheme equal both seal the payload; a value has one: name one of them",
            ));
        }
        let payload = if has(Scheme::Equal) {
            Payload::Equal
        } else {
            Payload::Random
        };
        let limbs = match (has(Scheme::Order), parameters.order.limbs(kind)) {
            (false, _) => None,
            (true, Ok(limbs)) => Some(limbs),
            (true, Err(column)) if schemes.len() == 1 => return Ok(Self::Column(column)),
            (true, Err(_)) => {
                return Err(usage(
                    "--order integer-column and double-column give bare numbers, which stand alone; \
                     for a composed value use d1w8, d4w16 or d8w16",
                ));
            }
        };
        let tokens = [Scheme::Words, Scheme::Prefix, Scheme::Substring];
        Ok(Self::Composed(ComposedPlan {
            payload,
            limbs,
            tokens: tokens.into_iter().filter(|scheme| has(*scheme)).collect(),
            search: parameters.tokens.search(),
            pad_to: parameters.padding.pad_to.unwrap_or(PAD_TO),
        }))
    }
}

/// Bytes of the limbs' values: those of every type that `order-reveal` takes.
fn value_bytes(kind: FieldType) -> usize {
    kind.encoded_bytes().unwrap_or_default()
}

/// Whether a scheme takes values of a type.
pub(super) fn check_type(scheme: Scheme, kind: FieldType) -> Result<(), Error> {
    let is_text = kind == FieldType::Text;
    match scheme {
        Scheme::Words | Scheme::Prefix | Scheme::Substring | Scheme::Format if !is_text => {
            Err(usage(format!("--scheme {scheme} takes --type text only")))
        }
        Scheme::OrderReveal if is_text || kind == FieldType::Uuid => Err(usage(
            "--scheme order-reveal takes numbers, dates and times only; for text and UUIDs use --scheme order",
        )),
        _ => Ok(()),
    }
}

impl OrderOptions {
    fn check(&self, schemes: &[Scheme], kind: FieldType) -> Result<(), Error> {
        let has_order = schemes.contains(&Scheme::Order);
        let by_text = matches!(kind, FieldType::Text | FieldType::Uuid);
        let form = self.order.is_some();
        belongs(form, "--order", has_order, "--scheme order")?;
        belongs(
            form,
            "--order",
            !by_text,
            "numbers, dates and times: text and UUIDs have one form",
        )?;
        let cut = self.order_text_bytes.is_some();
        let cuts = has_order && kind == FieldType::Text;
        belongs(
            cut,
            "--order-text-bytes",
            cuts,
            "--scheme order with --type text",
        )?;
        if let Some(Err(_)) = self.order.map(OrderForm::parameters)
            && !has_column_form(kind)
        {
            return Err(usage(format!(
                "--order integer-column and double-column take the types unsigned, signed, decimal and date, not {}",
                kind.name()
            )));
        }
        Ok(())
    }

    /// How limbs are made, or the column.
    fn limbs(&self, kind: FieldType) -> Result<Limbs, OrderColumn> {
        match kind {
            FieldType::Text => Ok(Limbs::Text(
                self.order_text_bytes.map_or(ORDER_TEXT_BYTES, usize::from),
            )),
            FieldType::Uuid => Ok(Limbs::Text(value_bytes(kind))),
            _ => {
                let parameters = match self.order {
                    Some(form) => form.parameters()?,
                    None => OrderParameters::D1W8,
                };
                Ok(Limbs::Value(parameters, value_bytes(kind)))
            }
        }
    }
}

impl TokenOptions {
    pub(super) fn check(&self, schemes: &[Scheme]) -> Result<(), Error> {
        let words = schemes.contains(&Scheme::Words);
        let blind = schemes.contains(&Scheme::Blind);
        belongs(
            self.language.is_some(),
            "--language",
            words,
            "--scheme words",
        )?;
        belongs(
            self.blind_bits.is_some(),
            "--blind-bits",
            blind,
            "--scheme blind",
        )?;
        belongs(
            self.keep_diacritics,
            "--keep-diacritics",
            has_tokens(schemes),
            "--scheme words, prefix or substring",
        )
    }

    /// How wide blind tokens are.
    pub(super) fn blind_bits(&self) -> Result<BlindBits, Error> {
        let Some(bits) = self.blind_bits else {
            return Ok(BlindBits::FULL);
        };
        BlindBits::new(bits)
            .or_else(|_| BlindBits::bucket(bits))
            .map_err(|error| usage(format!("--blind-bits {bits}: {error}")))
    }

    /// What seals and searches have to agree on.
    pub(super) fn search(&self) -> Search<'_> {
        let diacritics = if self.keep_diacritics {
            Diacritics::Keep
        } else {
            Diacritics::Remove
        };
        Search {
            language: self.language.as_deref().unwrap_or_default(),
            diacritics,
        }
    }
}

impl PaddingOptions {
    fn check(&self, schemes: &[Scheme]) -> Result<(), Error> {
        belongs(
            self.pad_to.is_some(),
            "--pad-to",
            has_tokens(schemes),
            "--scheme words, prefix or substring",
        )
    }
}

fn has_tokens(schemes: &[Scheme]) -> bool {
    [Scheme::Words, Scheme::Prefix, Scheme::Substring]
        .iter()
        .any(|scheme| schemes.contains(scheme))
}

impl FormatOptions {
    fn check(&self, schemes: &[Scheme]) -> Result<(), Error> {
        let has_format = schemes.contains(&Scheme::Format);
        let is = |name| has_format && self.format == Some(name);
        belongs(
            self.format.is_some(),
            "--format",
            has_format,
            "--scheme format",
        )?;
        belongs(
            self.tweak.is_some(),
            "--tweak",
            has_format,
            "--scheme format",
        )?;
        let alphabet = is(FormatName::Alphabet);
        belongs(
            self.alphabet.is_some(),
            "--alphabet",
            alphabet,
            "--format alphabet",
        )?;
        belongs(
            self.keep_others,
            "--keep-others",
            alphabet,
            "--format alphabet",
        )?;
        let phone = is(FormatName::Phone);
        belongs(
            self.clear_digits.is_some(),
            "--clear-digits",
            phone,
            "--format phone",
        )?;
        belongs(
            self.seal_domain,
            "--seal-domain",
            is(FormatName::Email),
            "--format email",
        )
    }

    fn plan(&self) -> Result<FormatPlan<'_>, Error> {
        let name = self.format.ok_or_else(|| {
            usage("--scheme format needs --format digits, card, phone, email or alphabet")
        })?;
        let format = match name {
            FormatName::Digits => Format::Digits,
            FormatName::Card => Format::Card,
            FormatName::Phone => Format::Phone {
                clear_digits: self.clear_digits.unwrap_or_default(),
            },
            FormatName::Email => Format::Email {
                domain: if self.seal_domain {
                    EmailDomain::Seal
                } else {
                    EmailDomain::Keep
                },
            },
            FormatName::Alphabet => Format::Custom {
                alphabet: self
                    .alphabet
                    .as_deref()
                    .ok_or_else(|| usage("--format alphabet needs --alphabet LETTERS"))?,
                others: if self.keep_others {
                    Others::Keep
                } else {
                    Others::Refuse
                },
            },
        };
        Ok(FormatPlan {
            format,
            tweak: self.tweak.as_ref().map_or(&[], |tweak| &tweak.0),
        })
    }
}
