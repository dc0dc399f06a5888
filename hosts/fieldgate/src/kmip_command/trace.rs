//! `--trace`: each request and response as a tree on standard error, with secrets masked unless they are asked for.

use std::{
    io::{self, Write},
    sync::Arc,
};

use clap::Args;
use fieldgate_kmip_client::{Address, MessageTap, ServerConfig};
use fieldgate_kmip_text::{Secrets, tree, ttlv};

#[derive(Args)]
pub(super) struct TraceArguments {
    /// Print each request and response, decoded, to standard error.
    #[arg(long)]
    trace: bool,
    /// Print secrets as they are: the key of get; custom values of attributes; passwords and keys in --trace.
    #[arg(long)]
    pub(super) show_secrets: bool,
}

impl TraceArguments {
    /// The configuration, with the messages shown if that is wanted.
    pub(super) fn apply(&self, config: ServerConfig) -> ServerConfig {
        if !self.trace {
            return config;
        }
        let secrets = self.secrets();
        config.with_tap(Arc::new(Trace { secrets }))
    }

    pub(super) const fn secrets(&self) -> Secrets {
        if self.show_secrets {
            Secrets::Shown
        } else {
            Secrets::Masked
        }
    }
}

struct Trace {
    secrets: Secrets,
}

impl Trace {
    fn show(&self, title: &str, address: &Address, message: &[u8]) {
        let reading = ttlv::read(message);
        let mut output = io::stderr().lock();
        // Nobody may read it any more; the command goes on.
        let _ = writeln!(output, "{title} {address}, {} bytes", message.len());
        for message in &reading.messages {
            let _ = output.write_all(tree::write(message, self.secrets).as_bytes());
        }
        if let Some(fault) = reading.fault {
            let _ = writeln!(output, "{fault}");
        }
    }
}

impl MessageTap for Trace {
    fn request(&self, to: &Address, message: &[u8]) {
        self.show("request to", to, message);
    }

    fn response(&self, from: &Address, message: &[u8]) {
        self.show("response from", from, message);
    }
}
