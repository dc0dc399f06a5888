//! What payloads are made of: single items, put and taken by the type of their value.

use super::Error;
use super::enumerations as e;
use super::response::required;
use crate::ttlv::{self, Item, Items, Tag, Writer};

/// A value that one item holds.
pub(super) trait Scalar<'a>: Copy {
    fn put(self, w: &mut Writer<'_>, tag: Tag) -> Result<(), ttlv::Error>;
    fn take(item: &Item<'a>) -> Result<Self, ttlv::Error>;
}

/// A Long Integer.
#[derive(Clone, Copy)]
pub(super) struct Long(pub(super) i64);

/// A Big Integer.
#[derive(Clone, Copy)]
pub(super) struct Big<'a>(pub(super) &'a [u8]);

macro_rules! scalar {
    ($($kind:ty: $value:ident => $put:ident($inner:expr), $take:expr;)+) => {
        $(impl<'a> Scalar<'a> for $kind {
            fn put(self, w: &mut Writer<'_>, tag: Tag) -> Result<(), ttlv::Error> {
                let $value = self;
                w.$put(tag, $inner)
            }

            fn take(item: &Item<'a>) -> Result<Self, ttlv::Error> {
                let take: fn(&Item<'a>) -> Result<Self, ttlv::Error> = $take;
                take(item)
            }
        })+
    };
}

scalar! {
    i32: value => integer(value), |item| item.integer();
    u32: value => interval(value), |item| item.interval();
    bool: value => boolean(value), |item| item.boolean();
    &'a str: value => text_string(value), |item| item.text();
    &'a [u8]: value => byte_string(value), |item| item.bytes();
    Long: value => long_integer(value.0), |item| item.long_integer().map(Long);
    Big<'a>: value => big_integer(value.0), |item| item.big_integer().map(Big);
}

macro_rules! enumerations {
    ($($name:ident),+ $(,)?) => {
        scalar! {
            $(e::$name: value => enumeration(value.0), |item| item.enumeration().map(e::$name);)+
        }
    };
}

enumerations!(
    AdjustmentType,
    AttestationType,
    BlockCipherMode,
    CertificateRequestType,
    CertificateType,
    CryptographicAlgorithm,
    DerivationMethod,
    DigitalSignatureAlgorithm,
    EncodingOption,
    HashingAlgorithm,
    KeyCompressionType,
    KeyFormatType,
    KeyRoleType,
    KeyWrapType,
    MaskGenerator,
    ObjectGroupMember,
    ObjectType,
    OpaqueDataType,
    PaddingMethod,
    PutFunction,
    QueryFunction,
    SecretDataType,
    SplitKeyMethod,
    TicketType,
    ValidityIndicator,
    WrappingMethod,
);

/// The item of this tag, if there is a value for it.
pub(super) fn put<'a, T: Scalar<'a>>(
    w: &mut Writer<'_>,
    tag: Tag,
    value: Option<T>,
) -> Result<(), ttlv::Error> {
    match value {
        Some(value) => value.put(w, tag),
        None => Ok(()),
    }
}

/// The value of the first item of this tag, if it is there.
pub(super) fn take<'a, T: Scalar<'a>>(items: Items<'a>, tag: Tag) -> Result<Option<T>, Error> {
    match items.find(tag)? {
        Some(item) => Ok(Some(T::take(&item)?)),
        None => Ok(None),
    }
}

/// The value of the first item of this tag, which has to be there.
pub(super) fn need<'a, T: Scalar<'a>>(items: Items<'a>, tag: Tag) -> Result<T, Error> {
    Ok(T::take(&required(items, tag)?)?)
}

/// The values of all items of this tag.
pub(super) fn all<'a, T: Scalar<'a>>(
    items: Items<'a>,
    tag: Tag,
) -> impl Iterator<Item = Result<T, Error>> {
    items.filter_map(move |item| match item {
        Ok(item) if item.tag == tag => Some(T::take(&item).map_err(Error::from)),
        Ok(_) => None,
        Err(error) => Some(Err(error.into())),
    })
}

/// The structures of this tag.
pub(super) fn structures(
    items: Items<'_>,
    tag: Tag,
) -> impl Iterator<Item = Result<Items<'_>, Error>> {
    items.filter_map(move |item| match item {
        Ok(item) if item.tag == tag => Some(item.structure().map_err(Error::from)),
        Ok(_) => None,
        Err(error) => Some(Err(error.into())),
    })
}
