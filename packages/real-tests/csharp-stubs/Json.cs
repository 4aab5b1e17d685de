using System.Collections;
using System.Collections.Generic;

namespace System.Text.Json
{
  public class JsonException : Exception { }
}

namespace System.Text.Json.Nodes
{
  public abstract class JsonNode
  {
    public JsonNode this[string propertyName]
    {
      get => throw new NotImplementedException();
      set => throw new NotImplementedException();
    }
    public static JsonNode Parse(string json) => throw new NotImplementedException();
    public string ToJsonString() => throw new NotImplementedException();
    public static implicit operator JsonNode(string value) => throw new NotImplementedException();
    public static explicit operator string(JsonNode value) => throw new NotImplementedException();
    public static explicit operator int(JsonNode value) => throw new NotImplementedException();
  }

  public sealed class JsonObject : JsonNode { }
}
