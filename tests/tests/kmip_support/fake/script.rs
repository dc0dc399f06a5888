//! What was asked of the server, and what it does with that.

use std::time::Duration;

use fieldgate_core::kmip::{Operation, ProtocolVersion};

use super::raw::{self, Raw};

/// What the server does with a request.
pub(crate) enum Turn {
    /// Answers these bytes.
    Answer(Vec<u8>),
    /// Answers these bytes and closes the connection.
    AnswerAndClose(Vec<u8>),
    /// Says nothing more.
    Hang,
    /// Does all this, in order.
    Steps(Vec<Step>),
}

impl Turn {
    pub(super) fn into_steps(self) -> Vec<Step> {
        match self {
            Self::Answer(bytes) => vec![Step::Send(bytes)],
            Self::AnswerAndClose(bytes) => vec![Step::Send(bytes), Step::Close],
            Self::Hang => Vec::new(),
            Self::Steps(steps) => steps,
        }
    }
}

/// One thing that a server does.
pub(crate) enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Sends these bytes, each in a TLS record of its own.
    SendByteByByte(Vec<u8>),
    /// Sends these bytes beneath TLS.
    SendBeneathTls(Vec<u8>),
    /// Does nothing for a while.
    Wait(Duration),
    /// Closes the connection as TLS wants it.
    Close,
    /// Closes the socket without a word of TLS.
    Cut,
    /// Resets the TCP connection.
    Reset,
    /// Ends the whole server, every connection of it, and starts it again on the same port after a while.
    Restart(Duration),
}

/// What was asked.
pub(crate) struct Asked {
    pub(crate) version: ProtocolVersion,
    /// Of the first item.
    pub(crate) operation: Operation,
    pub(crate) items: Vec<AskedItem>,
    /// The whole request.
    pub(crate) message: Vec<u8>,
    /// On which connection, counted from 0.
    pub(crate) connection: usize,
}

/// One item of a batch.
#[derive(Clone)]
pub(crate) struct AskedItem {
    pub(crate) operation: Operation,
    /// Its Unique Batch Item ID.
    pub(crate) id: Option<Vec<u8>>,
    /// The whole Request Payload item.
    pub(crate) payload: Vec<u8>,
}

impl AskedItem {
    pub(crate) fn payload(&self) -> Raw<'_> {
        raw::items(&self.payload)[0]
    }
}

impl Asked {
    pub(super) fn read(message: &[u8], connection: usize) -> Self {
        let outer = raw::items(message)[0];
        assert_eq!(outer.tag, 0x42_0078, "a Request Message");
        let header = outer.find(0x42_0077).unwrap();
        let version = header.find(0x42_0069).unwrap();
        let part = |tag| u16::try_from(version.find(tag).unwrap().number()).unwrap();
        let items: Vec<_> = outer
            .items()
            .into_iter()
            .filter(|item| item.tag == 0x42_000f)
            .map(|item| AskedItem {
                operation: Operation(item.find(0x42_005c).unwrap().number()),
                id: item.find(0x42_0093).map(|id| id.value.to_vec()),
                payload: raw::item(
                    0x42_0079,
                    raw::STRUCTURE,
                    item.find(0x42_0079).map_or(&[], |payload| payload.value),
                ),
            })
            .collect();
        assert_eq!(
            header.find(0x42_000d).unwrap().number() as usize,
            items.len()
        );
        Self {
            version: ProtocolVersion::new(part(0x42_006a), part(0x42_006b)),
            operation: items[0].operation,
            items,
            message: message.to_vec(),
            connection,
        }
    }
}
