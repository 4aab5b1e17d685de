#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut response = reqwest::get("{{endpoint}}").await?;
    while let Some(chunk) = response.chunk().await? {
        print!("{}", String::from_utf8_lossy(&chunk));
    }
    Ok(())
}
