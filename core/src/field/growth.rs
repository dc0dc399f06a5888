//! How long values become where they are stored.

use super::{Payload, Scheme, composed, frame, leakage::Profile, order, text, token};

/// What of a value decides how long its stored form is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Shape {
    /// Bytes of the plaintext.
    pub plaintext_bytes: usize,
    /// Tokens, dummies counted: for `words`, `prefix` and `substring`.
    pub tokens: usize,
    /// Bytes of the order ciphertext: for `order` and `order-reveal`.
    pub limb_bytes: usize,
}

impl Profile {
    /// Characters that a value of this shape takes in a text column; each is one byte.
    ///
    /// `words`, `prefix`, `substring` and `order` are counted with a `random` payload, without which they can't be read back;
    /// `blind` and `order-reveal` stand alone. `format` keeps the number of characters, and so, for ASCII, of bytes.
    ///
    /// ```
    /// use fieldgate_core::field::{Scheme, growth::Shape};
    ///
    /// let sixteen = Shape { plaintext_bytes: 16, ..Shape::default() };
    /// assert_eq!(Scheme::Random.profile().stored_characters(sixteen), 93);
    /// assert_eq!(Scheme::Equal.profile().stored_characters(sixteen), 56);
    /// assert_eq!(Scheme::Words.profile().stored_characters(Shape { tokens: 4, ..sixteen }), 203);
    /// assert_eq!(Scheme::Format.profile().stored_characters(sixteen), 16);
    /// ```
    #[must_use]
    pub const fn stored_characters(&self, shape: Shape) -> usize {
        let payload = frame::raw_bytes(Payload::Random, shape.plaintext_bytes);
        match self.scheme {
            Scheme::Random => text::text_bytes(payload),
            Scheme::Equal => {
                text::text_bytes(frame::raw_bytes(Payload::Equal, shape.plaintext_bytes))
            }
            Scheme::Blind => token::TOKEN_TEXT_BYTES,
            Scheme::Words | Scheme::Prefix | Scheme::Substring => {
                composed::text_bytes(0, payload, shape.tokens)
            }
            Scheme::Order => {
                let limbs = order::limb_text::text_bytes(shape.limb_bytes);
                composed::text_bytes(limbs, payload, 0)
            }
            Scheme::OrderReveal => order::limb_text::text_bytes(shape.limb_bytes),
            Scheme::Format => shape.plaintext_bytes,
        }
    }
}
