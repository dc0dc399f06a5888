//! KMIP without a socket: requests into the caller's buffer, responses out of it, over whatever line the caller has.
//!
//! An exchange is four calls: write a request; send those bytes; ask [`fg_kmip_missing_bytes`](response::fg_kmip_missing_bytes) and receive that many, until
//! it says 0; read the response. Nothing is kept between the calls. One buffer serves both ways: the request asks for a
//! response that fits it. Requests hold passwords and responses keys, so the caller wipes the buffer in between and after.
//!
//! - [`request`]: one function an operation
//! - [`response`]: what came back, or why not

pub mod request;
pub mod response;

use fieldgate_core::{
    kmip::{Error, Login, ProtocolVersion, RequestHeader},
    ttlv,
};

use crate::{
    memory::Span,
    status::fg_status,
    string::{StringInput, fg_string},
};

/// A version of KMIP. 1.0 to 1.4, 2.0 and 2.1 are spoken.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct fg_kmip_version {
    /// In front of the dot.
    pub major: u16,
    /// After the dot.
    pub minor: u16,
}

/// What stands in front of each request.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct fg_kmip_header {
    /// The version that the request is written in.
    pub version: fg_kmip_version,
    /// Who asks. A null text: nobody is named, the line says who it is.
    pub user_name: fg_string,
    /// The user's password. A null text: none.
    pub password: fg_string,
}

/// A header whose pointers were checked.
pub(crate) struct HeaderInput {
    version: ProtocolVersion,
    user_name: Option<StringInput>,
    password: Option<StringInput>,
}

impl HeaderInput {
    /// # Safety
    /// The crate's contract holds for the pointer.
    pub(crate) unsafe fn of(header: *const fg_kmip_header) -> Result<Self, fg_status> {
        Span::of(header, 1)?;
        // SAFETY: not null and aligned: `Span::of`. The rest is this function's contract.
        let header = unsafe { header.read() };
        let version = ProtocolVersion::new(header.version.major, header.version.minor);
        if !version.is_spoken() {
            return Err(fg_status::BadNumber);
        }
        let optional = |string: fg_string| {
            let given = !string.text.is_null() || string.length_bytes > 0;
            given.then(|| StringInput::of(string)).transpose()
        };
        Ok(Self {
            version,
            user_name: optional(header.user_name)?,
            password: optional(header.password)?,
        })
    }

    fn spans(&self) -> [Span; 2] {
        [&self.user_name, &self.password]
            .map(|string| string.as_ref().map_or(Span::NONE, |string| string.span))
    }

    /// # Safety
    /// The crate's contract holds for the texts; and nothing that is written while `'a` lasts overlaps them.
    unsafe fn get<'a>(&self) -> Result<RequestHeader<'a>, fg_status> {
        let get = |string: &StringInput| {
            // SAFETY: this function's contract.
            unsafe { string.get() }
        };
        let password = self.password.as_ref().map(get).transpose()?;
        let user_name = self.user_name.as_ref().map(get).transpose()?;
        if user_name.is_none() && password.is_some() {
            return Err(fg_status::NullPointer);
        }
        let login = user_name.map(|user_name| Login {
            user_name,
            password,
        });
        Ok(RequestHeader::new(self.version, login))
    }
}

impl From<Error> for fg_status {
    fn from(error: Error) -> Self {
        match error {
            Error::Ttlv(ttlv::Error::BufferTooSmall) | Error::BufferTooSmall { .. } => Self::NoRoom,
            Error::Ttlv(_) => Self::KmipNotTtlv,
            Error::NotAResponse(_) => Self::KmipNotAResponse,
            Error::Missing(_) => Self::KmipMissingItem,
            Error::OutOfRange(_) => Self::KmipOutOfRange,
            Error::OtherOperation(_) => Self::KmipOtherOperation,
            Error::BytesAfterMessage => Self::KmipBytesAfterMessage,
            Error::WrappedKey => Self::KmipWrappedKey,
            Error::NotWrapped
            | Error::WrappedBy(_)
            | Error::WrappedIn(_)
            | Error::WrappedWith(_) => Self::KmipWrapping,
            Error::KeyFormat(_) => Self::KmipKeyFormat,
            Error::NotASymmetricKey(_) => Self::KmipNotASymmetricKey,
            _ => Self::KmipOther,
        }
    }
}
