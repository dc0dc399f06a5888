//! `fieldgate kmip test`.

use fieldgate_kmip_client::probe;

use crate::{
    cli::{KmipTest, Outcome},
    config::Config,
    kmip,
};

pub(crate) async fn run(arguments: &KmipTest, config: &Config) -> Outcome {
    let server = config.kmip_server(arguments.name.as_deref())?;
    println!(
        "KMIP server {} at {}:{}",
        server.name, server.host, server.port
    );
    let verdict = probe(&kmip::server_config(server)?).await;
    println!("{verdict}");
    if let Some((stage, _)) = verdict.failure() {
        return Err(format!(
            "the test of KMIP server {} failed at stage {stage}",
            server.name
        )
        .into());
    }
    println!("the test of KMIP server {} passed", server.name);
    Ok(())
}
