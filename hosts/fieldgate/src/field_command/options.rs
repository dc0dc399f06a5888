//! The parameters of schemes.

use clap::{
    Args, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
    value_parser,
};
use fieldgate_core::field::{
    Scheme,
    order::{OrderColumn, OrderParameters, TEXT_BYTES_MAX},
    token::PAD_TO_MAX,
};

/// A parser for the names of some schemes.
pub(super) fn scheme_parser(schemes: &'static [Scheme]) -> impl TypedValueParser<Value = Scheme> {
    PossibleValuesParser::new(schemes.iter().map(|scheme| scheme.name()))
        .try_map(|name| Scheme::from_name(&name).ok_or("no such scheme"))
}

/// Of `order`.
#[derive(Args)]
#[command(next_help_heading = "Parameters of order")]
pub(super) struct OrderOptions {
    /// How numbers, dates and times are written. [default: d1w8]
    #[arg(long, value_name = "FORM", value_enum)]
    pub(super) order: Option<OrderForm>,
    /// How many bytes of a text decide its place; what follows doesn't count. [default: 16]
    #[arg(long, value_name = "N", value_parser = value_parser!(u8).range(1..=TEXT_BYTES_MAX as i64))]
    pub(super) order_text_bytes: Option<u8>,
}

/// What `order` makes of numbers.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum OrderForm {
    /// Limbs of 8 bits for 1 bit each: leaks least.
    D1w8,
    /// Limbs of 16 bits for 4 bits each.
    D4w16,
    /// Limbs of 16 bits for 8 bits each: shortest.
    D8w16,
    /// One number below 2⁶⁰, for integer columns; values of 32 bits.
    IntegerColumn,
    /// One number below 2⁵², for JSON numbers and doubles; values of 16 bits.
    DoubleColumn,
}

impl OrderForm {
    /// The parameters of limbs, or the column.
    pub(super) const fn parameters(self) -> Result<OrderParameters, OrderColumn> {
        match self {
            Self::D1w8 => Ok(OrderParameters::D1W8),
            Self::D4w16 => Ok(OrderParameters::D4W16),
            Self::D8w16 => Ok(OrderParameters::D8W16),
            Self::IntegerColumn => Err(OrderColumn::Integer64),
            Self::DoubleColumn => Err(OrderColumn::Double),
        }
    }
}

/// Of `words`, `prefix`, `substring` and `blind`, for values and for searches.
#[derive(Args, Default)]
#[command(next_help_heading = "Parameters of words, prefix, substring and blind")]
pub(super) struct TokenOptions {
    /// The language of words, such as en: equal words of two languages have different tokens. [default: none]
    #[arg(long, value_name = "TAG")]
    pub(super) language: Option<String>,
    /// Accents and other marks count: é isn't e. Seal and search with the same setting.
    #[arg(long)]
    pub(super) keep_diacritics: bool,
    /// Bits of a blind token: 64 to 80 tell values apart, 8 to 63 put them into buckets. [default: 80]
    #[arg(long, value_name = "N")]
    pub(super) blind_bits: Option<u8>,
}

/// Of `words`, `prefix` and `substring`, for values.
#[derive(Args, Default)]
pub(super) struct PaddingOptions {
    /// Dummy tokens are added until their number is a multiple of this; 1 adds none. [default: 8]
    #[arg(long, value_name = "N", value_parser = value_parser!(u8).range(1..=i64::from(PAD_TO_MAX)))]
    pub(super) pad_to: Option<u8>,
}

/// Of `format`.
#[derive(Args)]
#[command(next_help_heading = "Parameters of format")]
pub(super) struct FormatOptions {
    /// What values look like.
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(super) format: Option<FormatName>,
    /// The letters of --format alphabet: 2 to 128, of the same number of bytes each.
    #[arg(long, value_name = "LETTERS")]
    pub(super) alphabet: Option<String>,
    /// Characters outside the alphabet stay as they are, instead of being refused.
    #[arg(long)]
    pub(super) keep_others: bool,
    /// How many of the first digits of a phone number stay as they are, such as those of a country code. [default: 0]
    #[arg(long, value_name = "N")]
    pub(super) clear_digits: Option<u8>,
    /// The domain of an e-mail address is sealed with the rest, except for its last label.
    #[arg(long)]
    pub(super) seal_domain: bool,
    /// Public bytes that vary the result, such as a record's number: up to 256, in hexadecimal. Needed again to open.
    #[arg(long, value_name = "HEX", value_parser = tweak)]
    pub(super) tweak: Option<Tweak>,
}

/// The bytes of a tweak, which is public.
#[derive(Clone)]
pub(super) struct Tweak(pub(super) Vec<u8>);

fn tweak(text: &str) -> Result<Tweak, &'static str> {
    use fieldgate_core::cipher::ff1::TWEAK_BYTES_MAX;
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return Err("an odd number of hexadecimal digits");
    }
    if pairs.len() > TWEAK_BYTES_MAX {
        return Err("a tweak has up to 256 bytes");
    }
    let digit = |digit: u8| char::from(digit).to_digit(16);
    let byte = |[high, low]: &[u8; 2]| u8::try_from(digit(*high)? << 4 | digit(*low)?).ok();
    let bytes: Option<Vec<u8>> = pairs.iter().map(byte).collect();
    bytes.map(Tweak).ok_or("not hexadecimal digits")
}

/// A format.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
    /// Digits and nothing else.
    Digits,
    /// A card number with a right check digit; spaces and hyphens stay.
    Card,
    /// A phone number; a plus and separators stay.
    Phone,
    /// An e-mail address; its domain stays, unless --seal-domain.
    Email,
    /// Letters of --alphabet.
    Alphabet,
}
