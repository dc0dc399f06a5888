//! Composed values: order limbs, a payload that opens, and search tokens in one text.

use std::error::Error;

use fieldgate_core::field::{
    Context, FieldCipher, Payload, RootKey, Scheme, SealError,
    composed::{self, ComposedCipher, Parts},
    leakage::Admitted,
    order::{OrderCipher, OrderError, OrderTextCipher, TextFit},
    token::{SALT_BYTES_MAX, TOKENS_MAX, TokenCipher, TokenError, TokenKind, TokenSet},
};
use fieldgate_text::{
    fold::Folded,
    grams::{prefixes, trigrams},
    words::words,
};

use super::{
    admission::Admission,
    plan::{ComposedPlan, Limbs, Search},
    sealer::{fill_nonce, in_words, limbs_text, single, token_setup},
    typed::Plain,
};

/// The ciphers of one field whose values are composed.
pub(super) struct Composer<'a> {
    payload: ComposedCipher,
    /// For values that have neither limbs nor tokens.
    alone: FieldCipher,
    limbs: Option<LimbsCipher>,
    tokens: Vec<(Scheme, TokenCipher)>,
    search: Search<'a>,
    pad_to: u8,
}

#[expect(
    clippy::large_enum_variant,
    reason = "there is one for each field, and a box would leave keys where they were made"
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

impl<'a> Composer<'a> {
    pub(super) fn derive(
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
                Some(LimbsCipher::derive(root, context, admitted, limbs)?)
            }
        };
        let mut tokens = Vec::new();
        for scheme in &plan.tokens {
            let kind = token_kind(*scheme, plan.search);
            let cipher = TokenCipher::derive(root, context, admission.admit(*scheme)?, kind)
                .map_err(token_setup)?;
            tokens.push((*scheme, cipher));
        }
        Ok(Self {
            payload: ComposedCipher::derive(root, context, admitted)?,
            alone: FieldCipher::derive(root, context, admitted)?,
            limbs,
            tokens,
            search: plan.search,
            pad_to: plan.pad_to,
        })
    }

    /// The composed value, and whether its limbs are of all of it. One that has neither limbs nor tokens is sealed as a value of one scheme.
    pub(super) fn seal(&self, value: &str, plain: &Plain<'_>) -> Result<(String, TextFit), String> {
        let (limbs, fit) = match &self.limbs {
            None => (String::new(), TextFit::Whole),
            Some(cipher) => cipher.encrypt(plain.bytes())?,
        };
        let mut tokens = String::new();
        let salt = self.salt().map_err(in_words)?;
        for (scheme, cipher) in &self.tokens {
            let set = self.token_set(*scheme, cipher, value, &salt)?;
            if !tokens.is_empty() && !set.is_empty() {
                tokens.push(' ');
            }
            tokens.push_str(&set);
        }
        if tokens.split(' ').count() > TOKENS_MAX {
            return Err(format!(
                "more than {TOKENS_MAX} different tokens of its schemes together, padding included; shorten the value, or leave a scheme out"
            ));
        }
        if limbs.is_empty() && tokens.is_empty() {
            return Ok((single(&self.alone, plain.bytes())?, fit));
        }
        let parts = Parts::new(&limbs, &tokens).map_err(in_words)?;
        let raw_bytes = self.payload.raw_bytes(plain.bytes().len());
        let characters = composed::text_bytes(limbs.len(), raw_bytes, parts.token_count());
        let (mut raw, mut line) = (vec![0; raw_bytes], vec![0; characters]);
        let line = self
            .payload
            .seal(plain.bytes(), &parts, fill_nonce, &mut raw, &mut line)
            .map_err(in_words)?;
        Ok((line.to_owned(), fit))
    }

    /// Fresh for each value, but where equal values are to be equal texts.
    fn salt(&self) -> Result<Vec<u8>, SealError> {
        match self.payload.header().payload {
            Payload::Equal => Ok(Vec::new()),
            _ => {
                let mut salt = [0; SALT_BYTES_MAX];
                fill_nonce(&mut salt).map_err(|_| SealError::RandomFailed)?;
                Ok(salt.to_vec())
            }
        }
    }

    /// The text of a value's tokens.
    fn token_set(
        &self,
        scheme: Scheme,
        cipher: &TokenCipher,
        value: &str,
        salt: &[u8],
    ) -> Result<String, String> {
        let folded = Folded::new(value, self.search.diacritics);
        let inputs: Vec<&[u8]> = match scheme {
            Scheme::Prefix => prefixes(&folded).map(str::as_bytes).collect(),
            Scheme::Substring => trigrams(&folded).map(str::as_bytes).collect(),
            _ => words(&folded).map(str::as_bytes).collect(),
        };
        let mut set = TokenSet::<TOKENS_MAX>::new();
        set.insert_all(cipher, &inputs)
            .and_then(|()| set.pad(cipher, self.pad_to, salt))
            .map_err(|error| match error {
                TokenError::SetFull => format!(
                    "more than {TOKENS_MAX} different tokens of {scheme}, padding included; shorten the value, or seal it without {scheme}"
                ),
                error => error.to_string(),
            })?;
        let mut text = vec![0; set.text_bytes()];
        set.write(&mut text).map(str::to_owned).map_err(in_words)
    }
}

impl LimbsCipher {
    fn derive(
        root: &RootKey,
        context: &Context<'_>,
        admitted: Admitted,
        limbs: Limbs,
    ) -> Result<Self, OrderError> {
        Ok(match limbs {
            Limbs::Value(parameters, value_bytes) => Self::Value(OrderCipher::derive(
                root,
                context,
                admitted,
                parameters,
                value_bytes,
            )?),
            Limbs::Text(text_bytes) => Self::Text(OrderTextCipher::derive(
                root, context, admitted, text_bytes,
            )?),
        })
    }

    fn encrypt(&self, plaintext: &[u8]) -> Result<(String, TextFit), String> {
        match self {
            Self::Value(cipher) => {
                let mut limbs = vec![0; cipher.ciphertext_bytes()];
                let limbs = cipher.encrypt(plaintext, &mut limbs).map_err(in_words)?;
                Ok((limbs_text(limbs)?, TextFit::Whole))
            }
            Self::Text(cipher) => {
                let mut limbs = vec![0; cipher.ciphertext_bytes()];
                let (limbs, fit) = cipher.encrypt(plaintext, &mut limbs).map_err(in_words)?;
                Ok((limbs_text(limbs)?, fit))
            }
        }
    }
}
