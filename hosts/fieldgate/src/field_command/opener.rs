//! Opens the values of one field.

use std::error::Error;

use fieldgate_core::field::{
    Context, FieldCipher, FieldType, Payload, RootKey, Scheme,
    composed::{self, Composed, ComposedCipher},
    format::FormatCipher,
    frame::Frame,
    leakage::Admitted,
    order::{OrderCipher, OrderNumberCipher, OrderRevealCipher, OrderTextCipher, limb_text},
    text,
};

use super::{
    input::Work,
    plan::{ComposedPlan, Limbs, Plan},
    sealer::format_setup,
    typed,
};

/// What is said of every value that doesn't open, whatever the cause.
const CANNOT_BE_OPENED: &str = "the value can't be opened: changed, cut, not a sealed value, or of another key, place, type or scheme";

/// The ciphers of one field.
pub(super) struct Opener<'a> {
    kind: FieldType,
    form: Form<'a>,
}

#[expect(
    clippy::large_enum_variant,
    reason = "there is one for each field, and boxes would leave keys where they were made"
)]
enum Form<'a> {
    /// Values that tell their scheme: with a payload of each scheme, alone and composed.
    Framed([(FieldCipher, ComposedCipher); 2]),
    Limbs(OrderCipher),
    TextLimbs(OrderTextCipher),
    Column(OrderNumberCipher),
    Reveal(OrderRevealCipher),
    Format(FormatCipher, &'a [u8]),
}

impl<'a> Opener<'a> {
    /// Without a plan, for values that tell their scheme.
    pub(super) fn derive(
        root: &RootKey,
        context: &Context<'_>,
        plan: Option<&Plan<'a>>,
    ) -> Result<Self, Box<dyn Error>> {
        // What was sealed was admitted then, or meant so; to open it gives nothing more away.
        let admitted = Admitted::danger_tiny_domain;
        let payload = |payload: Payload| -> Result<_, Box<dyn Error>> {
            let admitted = admitted(payload.scheme());
            Ok((
                FieldCipher::derive(root, context, admitted)?,
                ComposedCipher::derive(root, context, admitted)?,
            ))
        };
        let order = admitted(Scheme::Order);
        let form = match plan {
            Some(Plan::Composed(ComposedPlan {
                limbs: Some(Limbs::Value(parameters, value_bytes)),
                ..
            })) => {
                let cipher = OrderCipher::derive(root, context, order, *parameters, *value_bytes)?;
                Form::Limbs(cipher)
            }
            Some(Plan::Composed(ComposedPlan {
                limbs: Some(Limbs::Text(text_bytes)),
                ..
            })) => Form::TextLimbs(OrderTextCipher::derive(root, context, order, *text_bytes)?),
            Some(Plan::Column(column)) => {
                Form::Column(OrderNumberCipher::derive(root, context, order, *column)?)
            }
            Some(Plan::OrderReveal(value_bytes)) => Form::Reveal(OrderRevealCipher::derive(
                root,
                context,
                admitted(Scheme::OrderReveal),
                *value_bytes,
            )?),
            Some(Plan::Format(plan)) => Form::Format(
                FormatCipher::derive(root, context, admitted(Scheme::Format), &plan.format)
                    .map_err(format_setup)?,
                plan.tweak,
            ),
            _ => Form::Framed([payload(Payload::Random)?, payload(Payload::Equal)?]),
        };
        Ok(Self {
            kind: context.kind,
            form,
        })
    }

    fn open(&self, sealed: &str) -> Option<String> {
        match &self.form {
            Form::Framed(ciphers) => self.framed(ciphers, sealed),
            Form::Limbs(cipher) => {
                let (mut raw, mut value) = (decoded(sealed), vec![0; cipher.value_bytes()]);
                let limbs = limb_text::decode(sealed.as_bytes(), &mut raw).ok()?;
                typed::write(self.kind, cipher.decrypt(limbs, &mut value).ok()?)
            }
            Form::TextLimbs(cipher) => {
                let (mut raw, mut value) = (decoded(sealed), vec![0; cipher.text_bytes()]);
                let limbs = limb_text::decode(sealed.as_bytes(), &mut raw).ok()?;
                let text = cipher.decrypt(limbs, &mut value).ok()?;
                if self.kind == FieldType::Text {
                    whole_characters(text)
                } else {
                    typed::write(self.kind, text)
                }
            }
            Form::Column(cipher) => {
                let number: u64 = sealed.parse().ok()?;
                let column = cipher.column();
                let mut value = vec![0; column.value_bytes()];
                let value = cipher.decrypt_number(number, &mut value).ok()?;
                typed::from_column(self.kind, column, value)
            }
            Form::Reveal(cipher) => {
                let (mut raw, mut value) = (decoded(sealed), vec![0; cipher.value_bytes()]);
                let limbs = limb_text::decode(sealed.as_bytes(), &mut raw).ok()?;
                typed::write(self.kind, cipher.decrypt(limbs, &mut value).ok()?)
            }
            Form::Format(cipher, tweak) => {
                let mut value = vec![0; sealed.len()];
                let value = cipher.decrypt(sealed, tweak, &mut value).ok()?;
                String::from_utf8(value.to_vec()).ok()
            }
        }
    }

    fn framed(&self, ciphers: &[(FieldCipher, ComposedCipher); 2], sealed: &str) -> Option<String> {
        let mut raw = vec![0; text::raw_bytes_max(sealed.len())];
        if sealed.starts_with(composed::MARKER) {
            let composed = Composed::parse(sealed.as_bytes()).ok()?;
            let frame = composed.frame(&mut raw).ok()?;
            let mut plaintext = vec![0; frame.plaintext_bytes()];
            let payload = frame.header.payload;
            let (_, cipher) = ciphers
                .iter()
                .find(|(c, _)| c.header().payload == payload)?;
            let plaintext = cipher.open(&composed, &mut raw, &mut plaintext).ok()?;
            return typed::write(self.kind, plaintext);
        }
        let frame = Frame::parse(text::decode(sealed.as_bytes(), &mut raw).ok()?).ok()?;
        let mut plaintext = vec![0; frame.plaintext_bytes()];
        let payload = frame.header.payload;
        let (cipher, _) = ciphers
            .iter()
            .find(|(c, _)| c.header().payload == payload)?;
        typed::write(self.kind, cipher.open(&frame, &mut plaintext).ok()?)
    }
}

impl Work for Opener<'_> {
    fn work(&mut self, sealed: &str) -> Result<String, String> {
        self.open(sealed).ok_or_else(|| CANNOT_BE_OPENED.to_owned())
    }
}

/// Room for the bytes of a text in limb_text.
fn decoded(text: &str) -> Vec<u8> {
    vec![0; limb_text::raw_bytes(text.len())]
}

/// The text without the part of a character that it was cut in.
fn whole_characters(text: &[u8]) -> Option<String> {
    match std::str::from_utf8(text) {
        Ok(text) => Some(text.to_owned()),
        Err(error) if error.error_len().is_none() => {
            let whole = text.get(..error.valid_up_to())?;
            std::str::from_utf8(whole).ok().map(str::to_owned)
        }
        Err(_) => None,
    }
}
