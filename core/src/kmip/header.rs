//! What stands in front of each message: Request Header and Response Header (sections 6 and 7.2).

use super::batch_options::BatchOptions;
use super::credential::{Credential, Login, Nonce, write_authentication};
use super::payload::need;
use super::{Error, ProtocolVersion, tags};
use crate::ttlv::{self, Items, Writer};

/// What stands in front of each request.
#[derive(Clone, Copy)]
pub struct RequestHeader<'a> {
    /// The version that the request is written in.
    pub version: ProtocolVersion,
    /// Who asks, if the TLS client certificate doesn't say it all.
    pub login: Option<Login<'a>>,
    /// What few requests need.
    pub options: HeaderOptions<'a>,
}

impl<'a> RequestHeader<'a> {
    /// A header without options.
    #[must_use]
    pub const fn new(version: ProtocolVersion, login: Option<Login<'a>>) -> Self {
        Self {
            version,
            login,
            options: HeaderOptions::NONE,
        }
    }
}

/// What a Request Header may also say.
#[derive(Clone, Copy)]
pub struct HeaderOptions<'a> {
    /// Who asks, beside the login. Several are of KMIP 1.2 and later.
    pub credentials: &'a [Credential<'a>],
    /// Whether the client can attest its state, so that the server may send it a nonce (KMIP 1.2 section 6.16).
    pub attestation_capable: bool,
    /// Whether the server may answer later (section 6.7).
    pub asynchronous: Asynchronous,
    /// Text by which the client finds this request in its own records; the server logs it (KMIP 1.4 section 6.18).
    pub client_correlation: Option<&'a str>,
    /// What the server sent in an earlier response, to tie this request to it (KMIP 1.4 section 6.19).
    pub server_correlation: Option<&'a str>,
    /// The client's clock, in seconds since 1970-01-01 00:00:00 UTC (section 6.5).
    pub time_stamp_s: Option<i64>,
}

impl HeaderOptions<'_> {
    /// Nothing but what each request has.
    pub const NONE: Self = Self {
        credentials: &[],
        attestation_capable: false,
        asynchronous: Asynchronous::Prohibited,
        client_correlation: None,
        server_correlation: None,
        time_stamp_s: None,
    };
}

/// Whether the server may answer later, with Operation Pending (section 6.7; KMIP 2.0 section 8.2).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asynchronous {
    /// It has to answer at once. This is meant when nothing is said, and written so.
    Prohibited,
    /// It may.
    Optional,
    /// It has to (KMIP 2.0 and later).
    Mandatory,
}

impl Asynchronous {
    /// Asynchronous Indicator: a Boolean in KMIP 1.x, an Enumeration in KMIP 2.x.
    fn write(self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        let number = match self {
            Self::Prohibited => return Ok(()),
            Self::Optional => 2,
            Self::Mandatory => 1,
        };
        if version.is_2_or_later() {
            w.enumeration(tags::ASYNCHRONOUS_INDICATOR, number)
        } else {
            w.boolean(tags::ASYNCHRONOUS_INDICATOR, true)
        }
    }
}

impl RequestHeader<'_> {
    /// Whether the version has all that the header says.
    pub(super) fn fits(&self) -> Result<(), Error> {
        let version = self.version;
        let options = &self.options;
        let correlation = [
            (options.client_correlation, tags::CLIENT_CORRELATION_VALUE),
            (options.server_correlation, tags::SERVER_CORRELATION_VALUE),
        ];
        for (value, field) in correlation {
            if value.is_some() {
                version.has_field(field, ProtocolVersion::V1_4)?;
            }
        }
        if options.asynchronous == Asynchronous::Mandatory {
            version.has_field(tags::ASYNCHRONOUS_INDICATOR, ProtocolVersion::V2_0)?;
        }
        if options.attestation_capable {
            version.has_field(tags::ATTESTATION_CAPABLE_INDICATOR, ProtocolVersion::V1_2)?;
        }
        let credentials = options.credentials.len() + usize::from(self.login.is_some());
        if credentials > 1 {
            version.has_field(tags::CREDENTIAL, ProtocolVersion::V1_2)?;
        }
        options
            .credentials
            .iter()
            .try_for_each(|credential| credential.fits(version))
    }

    /// Request Header (section 7.2), for a message of `count` Batch Items.
    pub(super) fn write(
        &self,
        w: &mut Writer<'_>,
        response_bytes_max: i32,
        batch: Option<BatchOptions>,
        count: i32,
    ) -> Result<(), ttlv::Error> {
        let options = &self.options;
        w.structure(tags::REQUEST_HEADER, |w| {
            self.version.write(w)?;
            w.integer(tags::MAXIMUM_RESPONSE_SIZE, response_bytes_max)?;
            if let Some(value) = options.client_correlation {
                w.text_string(tags::CLIENT_CORRELATION_VALUE, value)?;
            }
            if let Some(value) = options.server_correlation {
                w.text_string(tags::SERVER_CORRELATION_VALUE, value)?;
            }
            options.asynchronous.write(w, self.version)?;
            if options.attestation_capable {
                w.boolean(tags::ATTESTATION_CAPABLE_INDICATOR, true)?;
            }
            write_authentication(w, self.login, options.credentials)?;
            if let Some(batch) = batch {
                batch.write(w)?;
            }
            if let Some(seconds) = options.time_stamp_s {
                w.date_time(tags::TIME_STAMP, seconds)?;
            }
            w.integer(tags::BATCH_COUNT, count)
        })
    }
}

/// What stands in front of a response (section 7.2), read with patience: all may be missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ResponseHeader<'a> {
    /// The version that the server answers in, which may be another than the request's.
    pub version: Option<ProtocolVersion>,
    /// The server's clock, in seconds since 1970-01-01 00:00:00 UTC.
    pub time_stamp_s: Option<i64>,
    /// For an attestation to be made over (KMIP 1.2).
    pub nonce: Option<Nonce<'a>>,
    /// What the request said by Client Correlation Value.
    pub client_correlation: Option<&'a str>,
    /// The server's mark for this response in its records. Of KMIP 1.4; some servers send it in any version.
    pub server_correlation: Option<&'a str>,
    /// How many Batch Items the server says there are.
    pub batch_count: Option<i32>,
}

impl<'a> ResponseHeader<'a> {
    pub(super) fn read(header: Items<'a>) -> Result<Self, Error> {
        let text = |tag| -> Result<Option<&'a str>, Error> {
            Ok(header.find(tag)?.map(|item| item.text()).transpose()?)
        };
        let version = header.find(tags::PROTOCOL_VERSION)?;
        let time_stamp = header.find(tags::TIME_STAMP)?;
        let batch_count = header.find(tags::BATCH_COUNT)?;
        let nonce = match header.find(tags::NONCE)? {
            Some(nonce) => {
                let parts = nonce.structure()?;
                Some(Nonce {
                    id: need(parts, tags::NONCE_ID)?,
                    value: need(parts, tags::NONCE_VALUE)?,
                })
            }
            None => None,
        };
        Ok(Self {
            version: version
                .map(|version| ProtocolVersion::read(version.structure()?))
                .transpose()?,
            time_stamp_s: time_stamp.map(|item| item.date_time()).transpose()?,
            nonce,
            client_correlation: text(tags::CLIENT_CORRELATION_VALUE)?,
            server_correlation: text(tags::SERVER_CORRELATION_VALUE)?,
            batch_count: batch_count.map(|item| item.integer()).transpose()?,
        })
    }
}
