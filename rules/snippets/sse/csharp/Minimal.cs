using System;
using System.IO;
using System.Net.Http;

static class Client
{
  static void Main()
  {
    var stream = new HttpClient()
      .GetStreamAsync("{{endpoint}}").Result;
    using (var lines = new StreamReader(stream))
      for (string line; (line = lines.ReadLine()) != null;)
        if (line.StartsWith("data:", StringComparison.Ordinal))
          Console.WriteLine(line);
  }
}
