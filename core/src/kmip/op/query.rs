//! Query (section 4.25): what a server can do.

use super::super::enumerations::{AttestationType, ClientRegistrationMethod, ProfileName};
use super::super::payload::{all, structures, take};
use super::super::response::required;
use super::super::{Error, ObjectType, Operation, ProtocolVersion, QueryFunction, Request, tags};
use crate::ttlv::{self, Items, Tag, Writer};

/// Asks what the server can do.
#[derive(Clone, Copy, Debug)]
pub struct Query<'q> {
    /// What to list.
    pub functions: &'q [QueryFunction],
}

impl Request for Query<'_> {
    const OPERATION: Operation = Operation::QUERY;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = QueryResponse<'a>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        self.functions
            .iter()
            .try_for_each(|function| version.has_field(tags::QUERY_FUNCTION, since(*function)))
    }

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.functions
            .iter()
            .try_for_each(|function| w.enumeration(tags::QUERY_FUNCTION, function.0))
    }

    fn read(payload: Items<'_>) -> Result<QueryResponse<'_>, Error> {
        // Read once here, so that a bad item is an error and not a shorter list.
        for item in payload {
            let item = item?;
            match item.tag {
                tags::OPERATION | tags::OBJECT_TYPE => drop(item.enumeration()?),
                tags::APPLICATION_NAMESPACE => drop(item.text()?),
                _ => {}
            }
        }
        Ok(QueryResponse {
            payload,
            vendor: take(payload, tags::VENDOR_IDENTIFICATION)?,
        })
    }
}

/// The version that brought the function (section 9.1.3.2.24; KMIP 2.0 section 11).
fn since(function: QueryFunction) -> ProtocolVersion {
    match function.0 {
        0x01..=0x04 => ProtocolVersion::V1_0,
        0x05..=0x06 => ProtocolVersion::V1_1,
        0x07 => ProtocolVersion::V1_2,
        0x08..=0x0c => ProtocolVersion::V1_3,
        _ => ProtocolVersion::V2_0,
    }
}

/// What a server can do: of each, what was asked for and the server told.
#[derive(Clone, Copy, Debug)]
pub struct QueryResponse<'a> {
    payload: Items<'a>,
    /// Who made the server, in its own words.
    pub vendor: Option<&'a str>,
}

impl<'a> QueryResponse<'a> {
    /// All items, also those that have no method here.
    #[must_use]
    pub const fn items(&self) -> Items<'a> {
        self.payload
    }

    /// The operations that the server offers.
    pub fn operations(&self) -> impl Iterator<Item = Operation> + use<'a> {
        self.numbers(tags::OPERATION).map(Operation)
    }

    /// The kinds of objects that the server keeps.
    pub fn object_types(&self) -> impl Iterator<Item = ObjectType> + use<'a> {
        self.numbers(tags::OBJECT_TYPE).map(ObjectType)
    }

    /// The items of Server Information: what the vendor tells of the server. In KMIP 1.x they are the vendor's own; KMIP
    /// 2.0 names some, such as Server Name and Server Version.
    ///
    /// # Errors
    /// When it isn't a structure.
    pub fn server_information(&self) -> Result<Option<Items<'a>>, Error> {
        let item = self.payload.find(tags::SERVER_INFORMATION)?;
        Ok(item.map(|item| item.structure()).transpose()?)
    }

    /// The namespaces for Application Specific Information.
    pub fn application_namespaces(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        all(self.payload, tags::APPLICATION_NAMESPACE).filter_map(Result::ok)
    }

    /// The server's own items (Extension Information, KMIP 1.1).
    pub fn extensions(&self) -> impl Iterator<Item = Result<Extension<'a>, Error>> + use<'a> {
        structures(self.payload, tags::EXTENSION_INFORMATION).map(|parts| Extension::read(parts?))
    }

    /// The attestations that the server takes (KMIP 1.2).
    pub fn attestation_types(&self) -> impl Iterator<Item = AttestationType> + use<'a> {
        self.numbers(tags::ATTESTATION_TYPE).map(AttestationType)
    }

    /// The profiles that the server conforms to (KMIP 1.3).
    pub fn profiles(&self) -> impl Iterator<Item = Result<Profile<'a>, Error>> + use<'a> {
        structures(self.payload, tags::PROFILE_INFORMATION).map(|parts| Profile::read(parts?))
    }

    /// The server's abilities (Capability Information, KMIP 1.3).
    pub fn capabilities(&self) -> impl Iterator<Item = Result<Capability<'a>, Error>> + use<'a> {
        structures(self.payload, tags::CAPABILITY_INFORMATION)
            .map(|parts| Ok(Capability { items: parts? }))
    }

    /// How clients become known to the server (KMIP 1.3).
    pub fn client_registration_methods(
        &self,
    ) -> impl Iterator<Item = ClientRegistrationMethod> + use<'a> {
        self.numbers(tags::CLIENT_REGISTRATION_METHOD)
            .map(ClientRegistrationMethod)
    }

    fn numbers(&self, tag: Tag) -> impl Iterator<Item = u32> + use<'a> {
        self.payload
            .flatten()
            .filter(move |item| item.tag == tag)
            .filter_map(|item| item.enumeration().ok())
    }
}

/// An item of the server's own (section 2.1.9).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extension<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its tag, as a number.
    pub tag: Option<i32>,
    /// The type of its value, as a number.
    pub kind: Option<i32>,
}

impl<'a> Extension<'a> {
    fn read(parts: Items<'a>) -> Result<Self, Error> {
        let name: Option<&str> = take(parts, tags::EXTENSION_NAME)?;
        Ok(Self {
            name: name.ok_or(Error::Missing(tags::EXTENSION_NAME))?,
            tag: number(parts, tags::EXTENSION_TAG)?,
            kind: number(parts, tags::EXTENSION_TYPE)?,
        })
    }
}

/// An Integer, or an Enumeration of the same meaning in later versions.
fn number(parts: Items<'_>, tag: Tag) -> Result<Option<i32>, Error> {
    let Some(item) = parts.find(tag)? else {
        return Ok(None);
    };
    match item.enumeration() {
        Ok(number) => i32::try_from(number)
            .map(Some)
            .map_err(|_| Error::OutOfRange(tag)),
        Err(_) => Ok(Some(item.integer()?)),
    }
}

/// A profile that a server conforms to (Profile Information, section 2.1.19).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Profile<'a> {
    /// Which.
    pub name: ProfileName,
    /// Where it is served, if elsewhere.
    pub server_uri: Option<&'a str>,
    /// On which port.
    pub server_port: Option<i32>,
}

impl<'a> Profile<'a> {
    fn read(parts: Items<'a>) -> Result<Self, Error> {
        let name = required(parts, tags::PROFILE_NAME)?;
        Ok(Self {
            name: ProfileName(name.enumeration()?),
            server_uri: take(parts, tags::SERVER_URI)?,
            server_port: take(parts, tags::SERVER_PORT)?,
        })
    }
}

/// What a server can do beyond its operations (Capability Information, section 2.1.22). What isn't told is `None`.
#[derive(Clone, Copy, Debug)]
pub struct Capability<'a> {
    items: Items<'a>,
}

impl<'a> Capability<'a> {
    /// All items, also those that have no method here.
    #[must_use]
    pub const fn items(&self) -> Items<'a> {
        self.items
    }

    /// Whether it takes cryptographic data in parts (Streaming Capability).
    ///
    /// # Errors
    /// When it isn't a Boolean, as in the methods that follow.
    pub fn streaming(&self) -> Result<Option<bool>, Error> {
        take(self.items, tags::STREAMING_CAPABILITY)
    }

    /// Whether it answers later if it is let (Asynchronous Capability).
    ///
    /// # Errors
    /// When it isn't a Boolean.
    pub fn asynchronous(&self) -> Result<Option<bool>, Error> {
        take(self.items, tags::ASYNCHRONOUS_CAPABILITY)
    }

    /// Whether it takes attestations (Attestation Capability).
    ///
    /// # Errors
    /// When it isn't a Boolean.
    pub fn attestation(&self) -> Result<Option<bool>, Error> {
        take(self.items, tags::ATTESTATION_CAPABILITY)
    }

    /// Whether it undoes batches (Batch Undo Capability).
    ///
    /// # Errors
    /// When it isn't a Boolean.
    pub fn batch_undo(&self) -> Result<Option<bool>, Error> {
        take(self.items, tags::BATCH_UNDO_CAPABILITY)
    }

    /// Whether it goes on with a batch after an error (Batch Continue Capability).
    ///
    /// # Errors
    /// When it isn't a Boolean.
    pub fn batch_continue(&self) -> Result<Option<bool>, Error> {
        take(self.items, tags::BATCH_CONTINUE_CAPABILITY)
    }
}
