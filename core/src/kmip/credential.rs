//! Who asks: what a request's Authentication holds (section 6.6), beside the TLS client certificate.

use super::enumerations::CredentialType;
use super::tags;
use crate::ttlv::{self, Writer};

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

/// Authentication (section 6.6).
pub(super) fn write_authentication(
    w: &mut Writer<'_>,
    login: Login<'_>,
) -> Result<(), ttlv::Error> {
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
