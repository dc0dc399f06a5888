//! Messages that a server sends of its own accord: Notify and Put (section 5).
//!
//! They are Request Messages, sent over a connection that the server opens or, since KMIP 2.0, over one whose roles were
//! changed. They are answered like any request: [`write_acknowledgement`] says that all was taken.

use super::attribute::{AttributeKind, Attributes, read_reference};
use super::enumerations::PutFunction;
use super::payload::{need, structures, take};
use super::response::required;
use super::{Error, Object, ObjectType, Operation, ProtocolVersion, ResultStatus, tags};
use crate::ttlv::{Items, Value, Writer, check_message};

/// A message that the server sent.
#[derive(Clone, Copy, Debug)]
pub struct ServerMessage<'a> {
    /// The version that it is written in.
    pub version: ProtocolVersion,
    parts: Items<'a>,
}

impl<'a> ServerMessage<'a> {
    /// Reads the Request Message that fills `message`.
    ///
    /// # Errors
    /// When it is something else.
    pub fn read(message: &'a [u8]) -> Result<Self, Error> {
        check_message(message)?;
        let parts = required(Items::of_message(message), tags::REQUEST_MESSAGE)?.structure()?;
        let header = required(parts, tags::REQUEST_HEADER)?.structure()?;
        let version = required(header, tags::PROTOCOL_VERSION)?.structure()?;
        Ok(Self {
            version: ProtocolVersion::read(version)?,
            parts,
        })
    }

    /// What the server tells, item by item.
    pub fn items(&self) -> impl Iterator<Item = Result<ServerItem<'a>, Error>> + use<'a> {
        structures(self.parts, tags::BATCH_ITEM).map(|item| ServerItem::read(item?))
    }
}

/// What a server tells in one Batch Item.
#[non_exhaustive]
#[expect(
    clippy::large_enum_variant,
    reason = "an object borrows from the message, and there is no heap to put it on"
)]
pub enum ServerItem<'a> {
    /// Attributes of an object changed (section 5.1).
    Notify(Notify<'a>),
    /// An object is pushed to the client (section 5.2). It may hold a key.
    Put(Put<'a>),
    /// Anything else: its operation and its payload.
    Other(Operation, Items<'a>),
}

/// Notify (section 5.1): attributes of an object changed.
#[derive(Clone, Copy, Debug)]
pub struct Notify<'a> {
    /// Which object.
    pub unique_identifier: &'a str,
    /// The attributes that changed.
    pub attributes: Attributes<'a>,
    payload: Items<'a>,
}

impl<'a> Notify<'a> {
    /// The attributes that were deleted (KMIP 2.x; KMIP 1.x names them without a value).
    pub fn deleted(&self) -> impl Iterator<Item = Result<AttributeKind<'a>, Error>> + use<'a> {
        self.payload.filter_map(|item| {
            item.map_err(Error::from)
                .and_then(|item| match item.value {
                    Value::Structure(parts)
                        if item.tag == tags::ATTRIBUTE
                            && parts.find(tags::ATTRIBUTE_VALUE)?.is_none() =>
                    {
                        AttributeKind::read_parts(parts).map(Some)
                    }
                    _ => read_reference(&item),
                })
                .transpose()
        })
    }
}

/// Put (section 5.2): an object is pushed to the client. No `Debug`: it may be a key.
pub struct Put<'a> {
    /// Its Unique Identifier.
    pub unique_identifier: &'a str,
    /// Whether it is new, or replaces one.
    pub function: PutFunction,
    /// Which it replaces.
    pub replaced: Option<&'a str>,
    /// The object.
    pub object: Object<'a>,
    /// Its attributes.
    pub attributes: Attributes<'a>,
}

impl<'a> ServerItem<'a> {
    fn read(item: Items<'a>) -> Result<Self, Error> {
        let operation = Operation(required(item, tags::OPERATION)?.enumeration()?);
        let payload = match item.find(tags::REQUEST_PAYLOAD)? {
            Some(payload) => payload.structure()?,
            None => Items::none(),
        };
        Ok(match operation {
            Operation::NOTIFY => Self::Notify(Notify {
                unique_identifier: need(payload, tags::UNIQUE_IDENTIFIER)?,
                attributes: Attributes::stated(payload)?,
                payload,
            }),
            Operation::PUT => Self::Put(Put {
                unique_identifier: need(payload, tags::UNIQUE_IDENTIFIER)?,
                function: need(payload, tags::PUT_FUNCTION)?,
                replaced: take(payload, tags::REPLACED_UNIQUE_IDENTIFIER)?,
                object: Object::read(kind_of(payload)?, payload)?,
                attributes: Attributes::stated(payload)?,
            }),
            other => Self::Other(other, payload),
        })
    }
}

/// Put doesn't say what kind of object it has: the object's tag does.
fn kind_of(payload: Items<'_>) -> Result<ObjectType, Error> {
    for item in payload {
        let kind = match item?.tag {
            tags::CERTIFICATE => ObjectType::CERTIFICATE,
            tags::SYMMETRIC_KEY => ObjectType::SYMMETRIC_KEY,
            tags::PUBLIC_KEY => ObjectType::PUBLIC_KEY,
            tags::PRIVATE_KEY => ObjectType::PRIVATE_KEY,
            tags::SPLIT_KEY => ObjectType::SPLIT_KEY,
            tags::TEMPLATE => ObjectType::TEMPLATE,
            tags::SECRET_DATA => ObjectType::SECRET_DATA,
            tags::OPAQUE_OBJECT => ObjectType::OPAQUE_OBJECT,
            tags::PGP_KEY => ObjectType::PGP_KEY,
            tags::CERTIFICATE_REQUEST => ObjectType::CERTIFICATE_REQUEST,
            _ => continue,
        };
        return Ok(kind);
    }
    Err(Error::Missing(tags::OBJECT_TYPE))
}

/// Writes the Response Message to `message` into `buffer`, each item with Success, and gives its length.
///
/// # Errors
/// [`Error::Ttlv`] when it doesn't fit, or an item that can't be read.
pub fn write_acknowledgement(
    buffer: &mut [u8],
    message: &ServerMessage<'_>,
    time_stamp_s: i64,
) -> Result<usize, Error> {
    let items = || structures(message.parts, tags::BATCH_ITEM);
    let count = i32::try_from(items().count()).map_err(|_| Error::OutOfRange(tags::BATCH_COUNT))?;
    for item in items() {
        required(item?, tags::OPERATION)?.enumeration()?;
    }
    let mut writer = Writer::new(buffer);
    writer.structure(tags::RESPONSE_MESSAGE, |w| {
        w.structure(tags::RESPONSE_HEADER, |w| {
            message.version.write(w)?;
            w.date_time(tags::TIME_STAMP, time_stamp_s)?;
            w.integer(tags::BATCH_COUNT, count)
        })?;
        items().flatten().try_for_each(|item| {
            w.structure(tags::BATCH_ITEM, |w| {
                for tag in [tags::OPERATION, tags::UNIQUE_BATCH_ITEM_ID] {
                    if let Some(found) = item.find(tag).ok().flatten() {
                        w.item_as_it_is(&found)?;
                    }
                }
                w.enumeration(tags::RESULT_STATUS, ResultStatus::SUCCESS.0)
            })
        })
    })?;
    Ok(writer.length_bytes())
}
