//! Scheme `format`: FF1 over AES-256 on the letters or digits of a value, so that the application still accepts it.
//!
//! Separators and punctuation keep their places, so that a ciphertext has the length and the look of its plaintext: a card
//! number's ciphertext is a card number, with a right check digit.
//!
//! # What it leaks, and what it isn't
//! - Which values of a field are equal (under one tweak), and all that stands outside the enciphered characters: length,
//!   separators, the clear digits of a phone number, the kept domain of an e-mail address.
//! - It is not authenticated. Any value of the format decrypts to another value of the format: a changed or foreign
//!   ciphertext can't be told from a right one.
//! - Formats with few values can be searched whole by whoever can have values encrypted, and FF1's ten rounds don't hide
//!   small domains perfectly: Durak and Vaudenay (CRYPTO 2017), Hoang, Tessaro and Trieu (CRYPTO 2018); Beyne (CRYPTO 2021)
//!   on its relatives FF3-1 and FEA. Values with fewer than 10⁶ siblings are refused
//!   ([`DOMAIN_SIZE_MIN`](crate::cipher::ff1::DOMAIN_SIZE_MIN)), the standard's bound. Where the application takes longer
//!   values, use `random` or `equal`.
//!
//! Key: KDF(root key, "fieldgate/1 format NAME", context ‖ length of the parameters in two bytes ‖ parameters): each format
//! and each setting of it has a key of its own.
//!
//! # Timing
//! Which places of a value are enciphered is public, because the ciphertext shows it; the characters there are neither
//! branched on nor used as an index.
//!
//! ```
//! use fieldgate_core::field::{Context, FieldType, RootKey, Scheme, format::{Format, FormatCipher}, leakage::Domain};
//! # use fieldgate_core::secret::Secret;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let root = RootKey::new(&Secret::copied_from(&[7; 32]).ok_or("32 bytes")?);
//! let context =
//!     Context { tenant: "demo", partition: "shop", object: "order", field: "Card", kind: FieldType::Text, epoch: 0 };
//! let admitted = Scheme::Format.admit(Domain::Unstated)?;
//! let card = FormatCipher::derive(&root, &context, admitted, &Format::Card)?;
//! let mut sealed = [0; 19];
//! let sealed = card.encrypt("4111 1111 1111 1111", b"", &mut sealed)?;
//! assert_eq!(sealed[4], b' ');
//! let mut opened = [0; 19];
//! let opened = card.decrypt(core::str::from_utf8(sealed)?, b"", &mut opened)?;
//! assert_eq!(opened, b"4111 1111 1111 1111");
//! # Ok(())
//! # }
//! ```

mod alphabet;
mod card;
mod custom;
mod digits;
mod email;
mod error;
mod layout;
mod phone;

pub use alphabet::{ALPHABET_LETTERS_MAX, ALPHABET_LETTERS_MIN};
pub use error::{FormatError, FormatSetupError};
pub use layout::VALUE_BYTES_MAX;

use self::{alphabet::Alphabet, layout::Layout};
use super::{Context, DeriveError, RootKey, Scheme, leakage::Admitted};
use crate::cipher::{
    Aes256,
    ff1::{Domain, Ff1},
};

/// What a value looks like, and which of its characters are enciphered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Format<'a> {
    /// ASCII digits and nothing else; all are enciphered.
    Digits,
    /// A card number (ISO/IEC 7812-1): digits, the last of them a Luhn check digit, which must be right and is computed
    /// anew. Spaces and hyphens are kept.
    Card,
    /// A phone number: digits are enciphered. A `+` in front, and spaces and `-./()`, are kept.
    Phone {
        /// As many of the first digits are kept, such as those of a country code.
        clear_digits: u8,
    },
    /// An e-mail address (RFC 5322 section 3.4.1, without quotes and comments): ASCII letters and digits are enciphered as
    /// numerals of radix 36, after folding to lower case; other characters are kept. Decryption gives lower case.
    Email {
        /// What happens to the part after the `@`.
        domain: EmailDomain,
    },
    /// Letters of an own alphabet.
    Custom {
        /// Different letters, from [`ALPHABET_LETTERS_MIN`] to [`ALPHABET_LETTERS_MAX`], in the order of their numerals.
        /// All take the same number of bytes in UTF-8, so that a ciphertext is as long as its plaintext in bytes too.
        alphabet: &'a str,
        /// What happens to characters outside the alphabet.
        others: Others,
    },
}

/// What happens to the domain of an e-mail address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum EmailDomain {
    /// It is kept, folded to lower case. The local part alone is enciphered, and must be long enough for it.
    Keep = 1,
    /// Letters and digits of its labels but the last are enciphered along with the local part, as one string. The result is
    /// a name that somebody may own: nothing should be sent there.
    Seal = 2,
}

/// What happens to characters outside an own alphabet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Others {
    /// A value with one is refused.
    Refuse = 1,
    /// They stay in their places.
    Keep = 2,
}

/// A format without the alphabet, which is held apart.
#[derive(Clone, Copy)]
enum Kind {
    Digits,
    Card,
    Phone { clear_digits: u8 },
    Email { domain: EmailDomain },
    Custom { others: Others },
}

/// The key of one field for one format, expanded. Wiped when dropped.
pub struct FormatCipher {
    ff1: Ff1<Aes256>,
    kind: Kind,
    alphabet: Alphabet,
}

impl FormatCipher {
    /// Derives the key of the field that `context` names, for `format`.
    ///
    /// # Errors
    /// See [`FormatSetupError`].
    pub fn derive(
        root: &RootKey,
        context: &Context<'_>,
        admitted: Admitted,
        format: &Format<'_>,
    ) -> Result<Self, FormatSetupError> {
        if admitted.scheme() != Scheme::Format {
            let other = DeriveError::OtherScheme(admitted.scheme());
            return Err(FormatSetupError::Derive(other));
        }
        let framed = context
            .framed()
            .map_err(|error| FormatSetupError::Derive(error.into()))?;
        let [t, tenant, p, partition, o, object, f, field, tail] = framed.parts();
        let own;
        let setting;
        let (label, letters, setting, kind, alphabet): (&[u8], &str, &[u8], _, _) = match *format {
            Format::Digits => (
                b"fieldgate/1 format digits",
                "",
                &[],
                Kind::Digits,
                Alphabet::Digits,
            ),
            Format::Card => (
                b"fieldgate/1 format card",
                "",
                &[],
                Kind::Card,
                Alphabet::Digits,
            ),
            Format::Phone { clear_digits } => {
                setting = [clear_digits];
                let kind = Kind::Phone { clear_digits };
                (
                    b"fieldgate/1 format phone",
                    "",
                    &setting,
                    kind,
                    Alphabet::Digits,
                )
            }
            Format::Email { domain } => {
                setting = [domain as u8];
                let kind = Kind::Email { domain };
                let alphabet = Alphabet::LettersAndDigits;
                (b"fieldgate/1 format e-mail", "", &setting, kind, alphabet)
            }
            Format::Custom { alphabet, others } => {
                own = alphabet::Letters::new(alphabet)?;
                setting = [others as u8];
                let kind = Kind::Custom { others };
                let letters = Alphabet::Own(own);
                (
                    b"fieldgate/1 format custom",
                    alphabet,
                    &setting,
                    kind,
                    letters,
                )
            }
        };
        // An alphabet has at most 128 letters of four bytes.
        let length = ((setting.len() + letters.len()) as u16).to_be_bytes();
        let parts: [&[u8]; 12] = [
            t,
            tenant,
            p,
            partition,
            o,
            object,
            f,
            field,
            tail,
            &length,
            setting,
            letters.as_bytes(),
        ];
        let key = root.derive::<32>(label, &parts);
        Ok(Self {
            ff1: Ff1::new(key.expose().into()),
            kind,
            alphabet,
        })
    }

    /// Encrypts `value` into the front of `output` and returns that part: UTF-8, as many bytes as `value`.
    ///
    /// `tweak` is public and varies the permutation, such as by record; empty where there is none. Without the same tweak a
    /// value decrypts to something else.
    ///
    /// # Errors
    /// See [`FormatError`]; nothing was written then.
    pub fn encrypt<'o>(
        &self,
        value: &str,
        tweak: &[u8],
        output: &'o mut [u8],
    ) -> Result<&'o mut [u8], FormatError> {
        self.run(value, tweak, output, true)
    }

    /// Decrypts `value` into the front of `output` and returns that part: UTF-8, as many bytes as `value`.
    ///
    /// Every value of the format decrypts to some value of the format.
    ///
    /// # Errors
    /// See [`FormatError`]; nothing was written then.
    pub fn decrypt<'o>(
        &self,
        value: &str,
        tweak: &[u8],
        output: &'o mut [u8],
    ) -> Result<&'o mut [u8], FormatError> {
        self.run(value, tweak, output, false)
    }

    fn run<'o>(
        &self,
        value: &str,
        tweak: &[u8],
        output: &'o mut [u8],
        encrypts: bool,
    ) -> Result<&'o mut [u8], FormatError> {
        if value.len() > VALUE_BYTES_MAX {
            return Err(FormatError::TooLong);
        }
        let output = output.get_mut(..value.len()).ok_or(FormatError::NoRoom)?;
        let mut layout = Layout::new();
        match self.kind {
            Kind::Digits => digits::lay_out(value, &mut layout)?,
            Kind::Card => card::lay_out(value, &mut layout)?,
            Kind::Phone { clear_digits } => phone::lay_out(value, clear_digits, &mut layout)?,
            Kind::Email { domain } => email::lay_out(value, domain, &mut layout)?,
            Kind::Custom { others } => {
                custom::lay_out(value, &self.alphabet, others, &mut layout)?;
            }
        }
        let numerals = layout.numerals_mut();
        let numerals = match (&self.kind, numerals) {
            (Kind::Card, [numerals @ .., check]) => {
                card::check(numerals, *check)?;
                numerals
            }
            (_, numerals) => numerals,
        };
        let domain = Domain::new(self.alphabet.radix(), numerals.len())?;
        let permutation = self.ff1.permutation(&domain, tweak)?;
        if encrypts {
            permutation.encrypt(numerals)?;
        } else {
            permutation.decrypt(numerals)?;
        }
        if let (Kind::Card, [numerals @ .., check]) = (&self.kind, layout.numerals_mut()) {
            *check = card::check_digit(numerals);
        }
        output.copy_from_slice(value.as_bytes());
        if let Kind::Email { .. } = self.kind {
            output.make_ascii_lowercase();
        }
        layout.write(&self.alphabet, output);
        Ok(output)
    }
}
