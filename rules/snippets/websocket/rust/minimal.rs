use futures_util::{SinkExt, StreamExt};
use tokio_tungstenite::{connect_async, tungstenite::Message};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut ws, _) = connect_async("{{endpoint}}").await?;
    ws.send(Message::Text("hello".into())).await?;
    while let Some(message) = ws.next().await {
        println!("{}", message?);
    }
    Ok(())
}
