//! Who asks: what a request's Authentication holds (section 6.6), beside the TLS client certificate.
//!
//! Credentials (section 2.1.2) are only ever written. None of the types here has `Debug`: they hold secrets.

use super::enumerations::{AttestationType, CredentialType, HashingAlgorithm, TicketType};
use super::payload::put;
use super::{Error, ProtocolVersion, tags};
use crate::ttlv::{self, Writer};

/// A user name and its password, sent as a Credential in each request (section 2.1.2).
#[derive(Clone, Copy)]
pub struct Login<'a> {
    /// The user name.
    pub user_name: &'a str,
    /// The password. KMIP lets it be left out.
    pub password: Option<&'a str>,
}

/// A device that asks (KMIP 1.1). All may be left out.
#[derive(Clone, Copy, Default)]
pub struct Device<'a> {
    /// Device Serial Number.
    pub serial_number: Option<&'a str>,
    /// Password.
    pub password: Option<&'a str>,
    /// Device Identifier.
    pub device_identifier: Option<&'a str>,
    /// Network Identifier.
    pub network_identifier: Option<&'a str>,
    /// Machine Identifier.
    pub machine_identifier: Option<&'a str>,
    /// Media Identifier.
    pub media_identifier: Option<&'a str>,
}

/// A client's proof of the state it is in (KMIP 1.2), over a nonce that the server sent.
#[derive(Clone, Copy)]
pub struct Attestation<'a> {
    /// The server's [`Nonce`].
    pub nonce: Nonce<'a>,
    /// What kind of proof.
    pub kind: AttestationType,
    /// What was measured.
    pub measurement: Option<&'a [u8]>,
    /// What is asserted.
    pub assertion: Option<&'a [u8]>,
}

/// What a server sends for an attestation to be made over (section 2.1.14). It isn't secret.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Nonce<'a> {
    /// Nonce ID.
    pub id: &'a [u8],
    /// Nonce Value.
    pub value: &'a [u8],
}

/// A password that is good for once (KMIP 2.0).
#[derive(Clone, Copy)]
pub struct OneTimePassword<'a> {
    /// The user name.
    pub user_name: &'a str,
    /// The password that lasts, if there is one, too.
    pub password: Option<&'a str>,
    /// The one that doesn't.
    pub one_time_password: &'a str,
}

/// The hash of a password and a time (KMIP 2.0; KMIP 2.1 section 9.11).
#[derive(Clone, Copy)]
pub struct HashedPassword<'a> {
    /// The user name.
    pub user_name: &'a str,
    /// The time, in microseconds since 1970-01-01 00:00:00 UTC: later in each request than in the one before.
    pub time_stamp_us: i64,
    /// The hash. Left out, it is SHA-256.
    pub hashing_algorithm: Option<HashingAlgorithm>,
    /// What it gave: Hash(S1 || time stamp) || S2, of S1 = Hash(user name || password), S2 = Hash(password || user name).
    pub hashed_password: &'a [u8],
}

/// What a server gave at a Login (KMIP 2.0).
#[derive(Clone, Copy)]
pub struct Ticket<'a> {
    /// What kind.
    pub kind: TicketType,
    /// The ticket.
    pub value: &'a [u8],
}

/// A Credential (section 2.1.2).
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Credential<'a> {
    /// A user name and its password.
    Login(Login<'a>),
    /// A device (KMIP 1.1).
    Device(Device<'a>),
    /// A proof of state (KMIP 1.2).
    Attestation(Attestation<'a>),
    /// A password that is good for once (KMIP 2.0).
    OneTimePassword(OneTimePassword<'a>),
    /// The hash of a password (KMIP 2.0).
    HashedPassword(HashedPassword<'a>),
    /// A ticket (KMIP 2.0).
    Ticket(Ticket<'a>),
}

impl Credential<'_> {
    const fn kind(&self) -> CredentialType {
        match self {
            Self::Login(_) => CredentialType::USERNAME_AND_PASSWORD,
            Self::Device(_) => CredentialType::DEVICE,
            Self::Attestation(_) => CredentialType::ATTESTATION,
            Self::OneTimePassword(_) => CredentialType::ONE_TIME_PASSWORD,
            Self::HashedPassword(_) => CredentialType::HASHED_PASSWORD,
            Self::Ticket(_) => CredentialType::TICKET,
        }
    }

    pub(super) fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        let since = match self {
            Self::Login(_) => ProtocolVersion::V1_0,
            Self::Device(_) => ProtocolVersion::V1_1,
            Self::Attestation(_) => ProtocolVersion::V1_2,
            Self::OneTimePassword(_) | Self::HashedPassword(_) | Self::Ticket(_) => {
                ProtocolVersion::V2_0
            }
        };
        version.has_field(tags::CREDENTIAL_TYPE, since)
    }

    fn write(&self, w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
        w.structure(tags::CREDENTIAL, |w| {
            w.enumeration(tags::CREDENTIAL_TYPE, self.kind().0)?;
            w.structure(tags::CREDENTIAL_VALUE, |w| self.write_value(w))
        })
    }

    fn write_value(&self, w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
        match self {
            Self::Login(login) => {
                w.text_string(tags::USERNAME, login.user_name)?;
                put(w, tags::PASSWORD, login.password)
            }
            Self::Device(device) => {
                put(w, tags::DEVICE_SERIAL_NUMBER, device.serial_number)?;
                put(w, tags::PASSWORD, device.password)?;
                put(w, tags::DEVICE_IDENTIFIER, device.device_identifier)?;
                put(w, tags::NETWORK_IDENTIFIER, device.network_identifier)?;
                put(w, tags::MACHINE_IDENTIFIER, device.machine_identifier)?;
                put(w, tags::MEDIA_IDENTIFIER, device.media_identifier)
            }
            Self::Attestation(attestation) => {
                w.structure(tags::NONCE, |w| {
                    w.byte_string(tags::NONCE_ID, attestation.nonce.id)?;
                    w.byte_string(tags::NONCE_VALUE, attestation.nonce.value)
                })?;
                put(w, tags::ATTESTATION_TYPE, Some(attestation.kind))?;
                put(w, tags::ATTESTATION_MEASUREMENT, attestation.measurement)?;
                put(w, tags::ATTESTATION_ASSERTION, attestation.assertion)
            }
            Self::OneTimePassword(login) => {
                w.text_string(tags::USERNAME, login.user_name)?;
                put(w, tags::PASSWORD, login.password)?;
                w.text_string(tags::ONE_TIME_PASSWORD, login.one_time_password)
            }
            Self::HashedPassword(login) => {
                w.text_string(tags::USERNAME, login.user_name)?;
                w.date_time_extended(tags::TIME_STAMP, login.time_stamp_us)?;
                put(w, tags::HASHING_ALGORITHM, login.hashing_algorithm)?;
                w.byte_string(tags::HASHED_PASSWORD, login.hashed_password)
            }
            Self::Ticket(ticket) => w.structure(tags::TICKET, |w| {
                put(w, tags::TICKET_TYPE, Some(ticket.kind))?;
                w.byte_string(tags::TICKET_VALUE, ticket.value)
            }),
        }
    }
}

/// Authentication (section 6.6), unless there is nothing for it.
pub(super) fn write_authentication(
    w: &mut Writer<'_>,
    login: Option<Login<'_>>,
    more: &[Credential<'_>],
) -> Result<(), ttlv::Error> {
    if login.is_none() && more.is_empty() {
        return Ok(());
    }
    w.structure(tags::AUTHENTICATION, |w| {
        if let Some(login) = login {
            Credential::Login(login).write(w)?;
        }
        more.iter().try_for_each(|credential| credential.write(w))
    })
}
