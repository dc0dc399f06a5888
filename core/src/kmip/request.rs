//! Request messages of one operation (sections 6, 7.1 and 7.2).

use super::enumerations::CredentialType;
use super::{Error, Operation, ProtocolVersion, tags};
use crate::ttlv::{self, Items, Writer};

/// A user name and its password, sent as a Credential in each request (section 2.1.2).
///
/// No `Debug`: the password stays out of logs.
#[derive(Clone, Copy)]
pub struct Login<'a> {
    /// The user name.
    pub user_name: &'a str,
    /// The password. KMIP lets it be left out.
    pub password: Option<&'a str>,
}

/// What stands in front of each request.
#[derive(Clone, Copy)]
pub struct RequestHeader<'a> {
    /// The version that the request is written in.
    pub version: ProtocolVersion,
    /// Who asks, if the TLS client certificate doesn't say it all.
    pub login: Option<Login<'a>>,
}

/// An operation: how its request payload is written and its response payload read.
pub trait Request {
    /// Its number.
    const OPERATION: Operation;

    /// What the server hands back, borrowed from its message.
    type Response<'a>;

    /// Writes the items of the Request Payload.
    ///
    /// # Errors
    /// Those of [`Writer`].
    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error>;

    /// Reads the items of the Response Payload.
    ///
    /// # Errors
    /// Items that are missing or of a wrong type.
    fn read(payload: Items<'_>) -> Result<Self::Response<'_>, Error>;
}

/// Writes a Request Message to the start of `buffer`, and gives its length.
///
/// The response is asked to fit the same buffer (Maximum Response Size, section 6.3).
///
/// # Errors
/// [`Error::Ttlv`] when it doesn't fit.
pub fn write_message<R: Request>(
    buffer: &mut [u8],
    header: &RequestHeader<'_>,
    request: &R,
) -> Result<usize, Error> {
    let response_bytes_max = i32::try_from(buffer.len()).unwrap_or(i32::MAX);
    let mut writer = Writer::new(buffer);
    writer.structure(tags::REQUEST_MESSAGE, |w| {
        w.structure(tags::REQUEST_HEADER, |w| {
            header.version.write(w)?;
            w.integer(tags::MAXIMUM_RESPONSE_SIZE, response_bytes_max)?;
            if let Some(login) = header.login {
                write_authentication(w, login)?;
            }
            w.integer(tags::BATCH_COUNT, 1)
        })?;
        w.structure(tags::BATCH_ITEM, |w| {
            w.enumeration(tags::OPERATION, R::OPERATION.0)?;
            w.structure(tags::REQUEST_PAYLOAD, |w| request.write(w, header.version))
        })
    })?;
    Ok(writer.length_bytes())
}

/// Authentication (section 6.6).
fn write_authentication(w: &mut Writer<'_>, login: Login<'_>) -> Result<(), ttlv::Error> {
    w.structure(tags::AUTHENTICATION, |w| {
        w.structure(tags::CREDENTIAL, |w| {
            w.enumeration(
                tags::CREDENTIAL_TYPE,
                CredentialType::USERNAME_AND_PASSWORD.0,
            )?;
            w.structure(tags::CREDENTIAL_VALUE, |w| {
                w.text_string(tags::USERNAME, login.user_name)?;
                match login.password {
                    Some(password) => w.text_string(tags::PASSWORD, password),
                    None => Ok(()),
                }
            })
        })
    })
}
